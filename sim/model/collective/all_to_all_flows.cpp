// Flows of an all-to-all: one for each pair of chips and each of its shortest ways.
//
// The hop vectors from a chip are found by walking every vector of at most half a ring (or the whole line) an axis
// and keeping, for each chip reached, those with the fewest hops. On a plain torus that is the product of the shorter
// ways round each ring, both where they tie; on a twisted torus the vectors that tie are images of each other under
// the symmetry of the lattice, so an even split loads every link alike.
#include "sim/model/collective/all_to_all_flows.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>

namespace gigapod {
namespace {

int hops(const HopVector& way) { return std::abs(way[0]) + std::abs(way[1]) + std::abs(way[2]); }

/// Chips along an axis from a chip with the signed hops to them: all that a shortest way may need.
std::vector<std::pair<int, int>> reach(const SliceLinks& links, int from, int axis) {
  std::vector<std::pair<int, int>> chips{{from, 0}};
  if (axis >= links.axes() || links.length(axis) < 2) return chips;
  // A twisted ring is as long as the longest axis, but no shortest way takes more links of an axis than the short one
  // has.
  int most = links.closes(axis) ? links.length(axis) / 2 : links.length(axis) - 1;
  if (links.slice().is_twisted) most = std::min({links.length(0), links.length(1), links.length(2)});
  for (const int step : {1, -1}) {
    std::optional<int> at = from;
    for (int count = 1; count <= most; ++count) {
      at = links.neighbour(*at, axis, step);
      if (!at) break;
      chips.emplace_back(*at, count * step);
    }
  }
  return chips;
}

void append_links(const SliceLinks& links, const HopVector& way, int& at, std::vector<int>& route) {
  for (int axis = 0; axis < 3; ++axis) {
    const int signed_hops = way[static_cast<std::size_t>(axis)];
    const int step = signed_hops < 0 ? -1 : 1;
    for (int count = 0; count != signed_hops; count += step) {
      route.push_back(links.link(at, axis, step));
      at = *links.neighbour(at, axis, step);
    }
  }
}

}  // namespace

std::vector<std::vector<HopVector>> shortest_ways(const SliceLinks& links, int from) {
  std::vector<std::vector<HopVector>> ways(static_cast<std::size_t>(links.chips()));
  std::vector<int> fewest(ways.size(), std::numeric_limits<int>::max());
  for (const auto& [x_chip, x] : reach(links, from, 0)) {
    for (const auto& [y_chip, y] : reach(links, x_chip, 1)) {
      for (const auto& [chip, z] : reach(links, y_chip, 2)) {
        const HopVector way{x, y, z};
        const auto to = static_cast<std::size_t>(chip);
        if (chip == from || hops(way) > fewest[to]) continue;
        if (hops(way) < fewest[to]) ways[to].clear();
        fewest[to] = hops(way);
        ways[to].push_back(way);
      }
    }
  }
  return ways;
}

FlowGraph all_to_all_flows(const SliceLinks& links, Bytes full_size, Seconds hop_latency) {
  FlowGraph graph;
  graph.links = links.count();
  for (const int from : links.representatives()) {
    const auto ways = shortest_ways(links, from);
    for (int to = 0; to < links.chips(); ++to) {
      const auto& choices = ways[static_cast<std::size_t>(to)];
      for (const HopVector& way : choices) {
        std::vector<int> route;
        int at = from;
        append_links(links, way, at, route);
        GIGAPOD_CHECK(at == to, "a way ends at its chip");
        const Bytes bytes = full_size / links.chips() / static_cast<double>(choices.size());
        graph.flows.push_back({static_cast<int>(graph.routes.size()), bytes, hops(way) * hop_latency});
        graph.routes.push_back(std::move(route));
      }
    }
  }
  return graph;
}

}  // namespace gigapod
