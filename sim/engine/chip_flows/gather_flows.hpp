#pragma once

#include "sim/engine/chip_flows/flow_graph.hpp"
#include "sim/engine/chip_flows/gather_plan.hpp"
#include "sim/engine/chip_flows/slice_links.hpp"

#include <vector>

namespace gigapod {

/// Neighbour transfers of a collective in rings and lines, every step of every chip.
struct GatherSettings {
  Bytes full_size;  ///< the whole array
  Seconds hop_latency;
  int chunks = 1;  ///< pieces of each part, which follow each other through the axes
};

[[nodiscard]] FlowGraph all_gather_flows(const SliceLinks& links, const GatherSettings& settings);
/// The all-gather backwards: every transfer reversed, last first.
[[nodiscard]] FlowGraph reduce_scatter_flows(const SliceLinks& links, const GatherSettings& settings);

}  // namespace gigapod
