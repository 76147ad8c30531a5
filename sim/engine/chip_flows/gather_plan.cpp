// Orders and shares of an all-gather over several axes.
//
// A phase along an axis joins m groups: on a plain torus m is the length of the axis. On a twisted torus the ring
// along a short axis passes through chips of the long ones, so what the chips hold repeats after m chips, m being the
// order of the axis in Z^3 / (lattice + axes already gathered); over all phases the m multiply to the chips of the
// slice. With L[i][a] the shards that part i sends into a chip over axis a and c[a] the links there (ring 2, line 1),
// the shares f solve   sum_i f[i] L[i][a] = c[a] (N - 1) / sum c   for every a; they sum to 1 since every row of L
// sums to N - 1. Exact for any torus; where the solution has a negative share (very unequal lines), that order is
// left out.
#include "sim/engine/chip_flows/gather_plan.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace gigapod {
namespace {

using Matrix = std::vector<std::vector<double>>;

std::vector<int> used_axes(const SliceLinks& links) {
  std::vector<int> axes;
  for (int axis = 0; axis < links.axes(); ++axis) {
    if (links.length(axis) > 1) axes.push_back(axis);
  }
  return axes;
}

/// The phases along the axes in that order. `held` are the chips whose shards chip 0 has.
std::vector<GatherPhase> phases_along(const SliceLinks& links, const std::vector<int>& axes) {
  std::vector<bool> is_held(static_cast<std::size_t>(links.chips()));
  std::vector<int> held{0};
  is_held[0] = true;
  std::vector<GatherPhase> phases;
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

std::vector<double> solved(Matrix rows, std::vector<double> right) {
  const std::size_t n = right.size();
  for (std::size_t pivot = 0; pivot < n; ++pivot) {
    std::size_t best = pivot;
    for (std::size_t row = pivot + 1; row < n; ++row) {
      if (std::abs(rows[row][pivot]) > std::abs(rows[best][pivot])) best = row;
    }
    std::swap(rows[pivot], rows[best]);
    std::swap(right[pivot], right[best]);
    GIGAPOD_CHECK(rows[pivot][pivot] != 0.0, "orders of axes load them differently");
    for (std::size_t row = 0; row < n; ++row) {
      if (row == pivot) continue;
      const double factor = rows[row][pivot] / rows[pivot][pivot];
      for (std::size_t column = pivot; column < n; ++column) rows[row][column] -= factor * rows[pivot][column];
      right[row] -= factor * right[pivot];
    }
  }
  for (std::size_t row = 0; row < n; ++row) right[row] /= rows[row][row];
  return right;
}

std::vector<double> balanced_shares(const SliceLinks& links, const std::vector<int>& axes,
                                    const std::vector<GatherPart>& parts) {
  double all_links = 0.0;
  for (const int axis : axes) all_links += links.closes(axis) ? 2.0 : 1.0;
  Matrix loads;
  std::vector<double> wanted;
  for (const int axis : axes) {
    wanted.push_back((links.closes(axis) ? 2.0 : 1.0) * (links.chips() - 1.0) / all_links);
    std::vector<double>& row = loads.emplace_back();
    for (const GatherPart& part : parts) {
      for (const GatherPhase& phase : part.phases) {
        if (phase.axis == axis) row.push_back((phase.members - 1.0) * phase.blocks);
      }
    }
  }
  std::vector<double> shares = solved(std::move(loads), std::move(wanted));
  double sum = 0.0;
  for (double& share : shares) sum += share = std::max(share, 0.0);
  for (double& share : shares) share /= sum;
  return shares;
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
  if (parts.size() < 2) return parts;
  const std::vector<double> shares = balanced_shares(links, axes, parts);
  for (std::size_t part = 0; part < parts.size(); ++part) parts[part].share = shares[part];
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
