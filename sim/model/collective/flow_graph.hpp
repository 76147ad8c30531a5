#pragma once

#include "sim/base/quantity.hpp"

#include <cstddef>
#include <vector>

namespace gigapod {

/// Data that moves over one route.
struct ChipFlow {
  int route = 0;  ///< index in FlowGraph::routes
  Bytes bytes;
  Seconds start{0.0};  ///< not before
};

/// `after` starts when `before` has arrived.
struct FlowOrder {
  int before = 0;
  int after = 0;
};

/// What a collective sends: flows over links, and which waits for which.
struct FlowGraph {
  int links = 0;              ///< one-way links, numbered from 0
  Seconds link_latency{0.0};  ///< paid by every flow and hop; flows of several hops carry theirs in `start`
  /// The links of each route; a folded route names a link once for each of the links that it stands for.
  std::vector<std::vector<int>> routes;
  std::vector<ChipFlow> flows;
  std::vector<FlowOrder> order;
};

/// Bytes over each link.
[[nodiscard]] std::vector<Bytes> link_bytes(const FlowGraph& graph);

}  // namespace gigapod
