#pragma once

#include "sim/model/collective/flow_graph.hpp"

namespace gigapod {

/// Simulated time until every flow has arrived: SimGrid shares each link fairly between the flows on it.
/// Runs in a child process, since SimGrid has one engine a process, and leaves the caller as it was. Throws RunFailed
/// when the child ends badly.
[[nodiscard]] Seconds play_flows(const FlowGraph& graph, BytesPerSecond link_bandwidth);

}  // namespace gigapod
