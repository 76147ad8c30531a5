#pragma once

#include "sim/base/quantity.hpp"
#include "sim/model/collective/flow_graph.hpp"
#include "sim/model/collective/slice_links.hpp"

#include <vector>

namespace gigapod {

/// What a schedule is made for.
struct FlowSettings {
  Bytes full_size;  ///< the whole array
  Seconds hop_latency;
  int chunks = 1;  ///< pieces of each part, which follow each other
};

enum class FlowDirection {
  kForwards,
  kBackwards
};

/// A collective link by link: a graph of flows, and the passes that run it one after the other. Backwards, the last
/// flow goes first and each over the opposite link: what spreads an array forwards reduces it backwards. One is a
/// schedule for the other and takes as long, so a pass counts with the faster of both as played.
struct FlowSchedule {
  FlowGraph graph;
  std::vector<FlowDirection> passes{FlowDirection::kForwards};
};

/// Every flow reversed and sent over the opposite links, last first.
[[nodiscard]] FlowGraph backwards(FlowGraph graph, const SliceLinks& links);

}  // namespace gigapod
