/// One pass of a gather on a torus or mesh in closed form.
///
/// b = one link, one direction; an axis of length N offers r = 2b to every chip when it closes into a ring and b to
/// the chip at the end of a line; n axes are used at once by splitting the data n ways and rotating the order.
///   all-gather = reduce-scatter = launch + hops * latency + B + wait,   B = V (1 - 1/N) / sum of r
///   wait = min(d B, sqrt(d B latency)): unequal axes make the parts wait for each other at the start of an axis, d B
///     if each goes whole (gather_order.cpp). Cut into c chunks they wait about d B / c, and the further chunks cost
///     a quarter of a latency each, the rest hiding behind the other parts: the best c leaves the square root. The
///     quarter is read off SimGrid flows (docs/models/chip_flows.md). Equal axes keep step: d = 0.
///
/// Assumes every chip takes part at once and shortest paths. Source: the scaling book, "Sharded matrices".
#include "sim/model/collective/gather_time.hpp"

#include "sim/base/check.hpp"
#include "sim/model/collective/gather_order.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace gigapod {
namespace {

Seconds latency(std::span<const SliceAxis> axes, LinkRate link) {
  int hops = 0;
  for (const SliceAxis& axis : axes) hops += is_ring(axis) ? axis.length / 2 : axis.length - 1;
  return link.launch + hops * link.hop_latency;
}

constexpr std::size_t kMostAxes = 3;

/// Fills in the parts of an all-gather, each with another of the axes first; returns how many.
std::size_t fill_parts(std::span<const SliceAxis> axes, std::array<GatherPart, kMostAxes>& parts) {
  std::size_t count = 0;
  for (std::size_t first = 0; first < axes.size(); ++first) {
    if (axes[first].length < 2) continue;
    GatherPart& part = parts[count++];
    int blocks = 1;
    for (std::size_t turn = 0; turn < axes.size(); ++turn) {
      const std::size_t axis = (first + turn) % axes.size();
      if (axes[axis].length < 2) continue;
      part.phases.push_back({static_cast<int>(axis), axes[axis].length, blocks});
      blocks *= axes[axis].length;
    }
  }
  return count;
}

/// Share by which parts that go whole take longer than links that are always busy.
double wait_share(std::span<const SliceAxis> axes) {
  GIGAPOD_CHECK(axes.size() <= kMostAxes, "a slice has at most three axes");
  std::array<int, kMostAxes> links{};
  const SliceAxis* used = nullptr;
  bool are_alike = true;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    if (axes[axis].length < 2) continue;
    links[axis] = is_ring(axes[axis]) ? 2 : 1;
    are_alike = are_alike && (used == nullptr || *used == axes[axis]);
    used = &axes[axis];
  }
  if (are_alike) return 0.0;
  std::array<GatherPart, kMostAxes> parts;
  const std::span<GatherPart> filled(parts.data(), fill_parts(axes, parts));
  balance_shares(filled, links);
  return gather_wait(filled, links);
}

/// Wait of parts for each other, cut into the best number of chunks.
Seconds chunked_wait(Seconds moving, double share, Seconds hop_latency) {
  const double whole = share * moving.value();
  return Seconds(std::min(whole, std::sqrt(whole * hop_latency.value())));
}

}  // namespace

Seconds gather_time(Bytes full_size, const ChipGroup& group, LinkRate link) {
  const double others = 1.0 - 1.0 / group_size(group.axes);
  const Seconds moving = full_size * others / (links_in_use(group.axes) * link.one_way);
  const Seconds wait =
      group.is_twisted ? Seconds(0.0) : chunked_wait(moving, wait_share(group.axes), link.hop_latency);
  return latency(group.axes, link) + moving + wait;
}

}  // namespace gigapod
