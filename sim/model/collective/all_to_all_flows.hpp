#pragma once

#include "sim/model/collective/flow_graph.hpp"
#include "sim/model/collective/slice_links.hpp"

#include <array>
#include <vector>

namespace gigapod {

/// Links to take along each axis; the sign is the direction.
using HopVector = std::array<int, 3>;

/// Every shortest way from a chip to each chip, as hop vectors; [chip] is empty for the chip itself only.
[[nodiscard]] std::vector<std::vector<HopVector>> shortest_ways(const SliceLinks& links, int from);

/// Every chip sends `full_size` in total, the same part to each chip and to itself, split evenly over the shortest
/// ways, each in the order of the axes.
[[nodiscard]] FlowGraph all_to_all_flows(const SliceLinks& links, Bytes full_size, Seconds hop_latency);

}  // namespace gigapod
