/// Collectives on a torus or mesh in closed form.
///
/// b = one link, one direction; an axis of length N offers r = 2b to every chip when it closes into a ring and b to
/// the chip at the end of a line; n axes are used at once by splitting the data n ways and rotating the order.
///   all-gather = reduce-scatter = launch + hops * latency + B + wait,   B = V (1 - 1/N) / sum of r
///   wait = min(d B, sqrt(d B latency)): unequal axes make the parts wait for each other at the start of an axis, d B
///     if each goes whole (gather_order.cpp). Cut into c chunks they wait about d B / c, and the further chunks cost
///     a quarter of a latency each, the rest hiding behind the other parts: the best c leaves the square root. The
///     quarter is read off SimGrid flows (docs/models/chip_flows.md). Equal axes keep step: d = 0.
///   all-reduce = reduce-scatter + all-gather
///   all-to-all: all_to_all.cpp; S c / b for large arrays, with c the load of the busiest link:
///     ring N/8 (N odd: (N^2 - 1) / 8N), line floor(N/2) ceil(N/2) / N; S = bytes that one chip sends
///     twisted torus: every link carries d/6, d the mean distance: 7n/8 - 1/4n on n x n x 2n and 35n/32 - 1/4n on
///     n x 2n x 2n (exact, by breadth-first search over even n)
///
/// Assumes every chip takes part at once and shortest paths. Rings and lines: the scaling book, "Sharded matrices";
/// twisted tori: Camara et al. (TPDS 2010), Jouppi et al. (arXiv:2304.01433), which measure 1.63x and 1.31x over the
/// plain torus where this form gives 1.75x and 1.39x.
#include "sim/model/collective/collective.hpp"

#include "sim/base/check.hpp"
#include "sim/model/collective/all_to_all.hpp"
#include "sim/model/collective/gather_order.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace gigapod {

LinkRate link_rate(const ChipSpec& chip, Seconds launch) {
  return {chip.ici_link_bandwidth * chip.ici_efficiency, chip.ici_hop_latency, launch};
}

SwitchedRate switched_rate(const ChipSpec& chip, Seconds launch) {
  return {chip.ici_link_bandwidth * chip.ici_efficiency * chip.ici_links,
          chip.ici_efficiency * chip.host_nic_bandwidth / chip.chips_per_host, chip.ici_hop_latency, launch};
}

bool is_ring(const SliceAxis& axis) { return axis.wraps && axis.length > 2; }

int group_size(std::span<const SliceAxis> axes) {
  int size = 1;
  for (const SliceAxis& axis : axes) size *= axis.length;
  return size;
}

int links_in_use(std::span<const SliceAxis> axes) {
  int links = 0;
  for (const SliceAxis& axis : axes) links += axis.length < 2 ? 0 : (is_ring(axis) ? 2 : 1);
  return links;
}

double all_to_all_link_load(const SliceAxis& axis) {
  const double length = axis.length;
  const double half = axis.length / 2;
  if (axis.length < 2) return 0.0;
  const double line = half * (length - half) / length;
  return is_ring(axis) ? line / 2.0 : line;
}

double twisted_mean_distance(std::span<const SliceAxis> axes) {
  GIGAPOD_CHECK(axes.size() == 3, "a twisted torus has three axes");
  int shortest = axes[0].length;
  int middle = axes[1].length;
  int longest = axes[2].length;
  if (shortest > middle) std::swap(shortest, middle);
  if (middle > longest) std::swap(middle, longest);
  if (shortest > middle) std::swap(shortest, middle);
  GIGAPOD_CHECK(longest == 2 * shortest, "a twisted torus is n x n x 2n or n x 2n x 2n");
  const double n = shortest;
  return (middle == shortest ? 7.0 / 8.0 : 35.0 / 32.0) * n - 1.0 / (4.0 * n);
}

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

Seconds collective_time(Collective kind, Bytes full_size, std::span<const SliceAxis> axes, LinkRate link,
                        bool is_twisted) {
  const int members = group_size(axes);
  if (members < 2 || full_size.value() <= 0.0) return Seconds(0.0);
  if (kind == Collective::kAllToAll) return all_to_all_time(full_size, axes, link, is_twisted);
  const Seconds moving = full_size * (1.0 - 1.0 / members) / (links_in_use(axes) * link.one_way);
  const Seconds wait = is_twisted ? Seconds(0.0) : chunked_wait(moving, wait_share(axes), link.hop_latency);
  const Seconds gather = latency(axes, link) + moving + wait;
  return kind == Collective::kAllReduce ? 2.0 * gather : gather;
}

}  // namespace gigapod
