// Orders of an all-gather over several axes.
//
// A phase along an axis joins m groups: on a plain torus m is the length of the axis. On a twisted torus the ring
// along a short axis passes through chips of the long ones, so what the chips hold repeats after m chips, m being the
// order of the axis in Z^3 / (lattice + axes already gathered); over all phases the m multiply to the chips of the
// slice. The shares of the orders keep all links busy (sim/model/collective/gather_order.cpp).
#include "sim/model/collective/gather_plan.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace gigapod {
namespace {

std::vector<int> used_axes(const SliceLinks& links) {
  std::vector<int> axes;
  for (int axis = 0; axis < links.axes(); ++axis) {
    if (links.length(axis) > 1) axes.push_back(axis);
  }
  return axes;
}

/// The phases along the axes in that order. `held` are the chips whose shards chip 0 has.
GatherPhases phases_along(const SliceLinks& links, const std::vector<int>& axes) {
  std::vector<bool> is_held(static_cast<std::size_t>(links.chips()));
  std::vector<int> held{0};
  is_held[0] = true;
  GatherPhases phases;
  for (const int axis : axes) {
    GatherPhase phase{axis, 1, static_cast<int>(held.size())};
    std::vector<int> front = held;
    while (true) {
      for (int& chip : front) {
        const auto next = links.neighbour(chip, axis, 1);
        chip = next ? *next : -1;
      }
      if (front[0] < 0 || is_held[static_cast<std::size_t>(front[0])]) break;
      ++phase.members;
      for (const int chip : front) is_held[static_cast<std::size_t>(chip)] = true;
      held.insert(held.end(), front.begin(), front.end());
    }
    phases.push_back(phase);
  }
  GIGAPOD_CHECK(held.size() == static_cast<std::size_t>(links.chips()), "an all-gather reaches every chip");
  return phases;
}

}  // namespace

std::vector<GatherPart> gather_parts(const SliceLinks& links) {
  std::vector<int> axes = used_axes(links);
  std::vector<GatherPart> parts;
  std::vector<int> turned = axes;
  for (std::size_t turn = 0; turn < axes.size(); ++turn) {
    parts.push_back({1.0, phases_along(links, turned)});
    std::rotate(turned.begin(), turned.begin() + 1, turned.end());
  }
  std::array<int, 3> links_of_axis{};
  for (const int axis : axes) links_of_axis[static_cast<std::size_t>(axis)] = links.closes(axis) ? 2 : 1;
  balance_shares(parts, links_of_axis);
  std::erase_if(parts, [](const GatherPart& part) { return part.share <= 0.0; });
  return parts;
}

int gather_steps(const SliceLinks& links, const GatherPhase& phase) {
  return links.closes(phase.axis) ? phase.members / 2 : phase.members - 1;
}

bool are_alike(const SliceLinks& links, const std::vector<GatherPart>& parts) {
  return std::all_of(parts.begin(), parts.end(), [&](const GatherPart& part) {
    for (std::size_t i = 0; i < part.phases.size(); ++i) {
      const GatherPhase& first = parts[0].phases[i];
      if (part.phases[i].members != first.members) return false;
      if (links.closes(part.phases[i].axis) != links.closes(first.axis)) return false;
    }
    return true;
  });
}

}  // namespace gigapod
