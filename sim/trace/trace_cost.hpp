#pragma once

#include "sim/trace/trace_machine.hpp"

#include <string>

namespace gigapod {

/// A stretch of work that takes some lanes of a rank at once.
struct TracePart {
  Seconds time;
  unsigned lanes = 0;
};

/// What a node costs each rank that takes part: one stretch, for a collective over slices a second on the DCN.
struct NodeCost {
  TracePart first;
  TracePart second;
  std::string fault;  ///< why the machine can't do it; empty when it can
};

/// Time and lanes of a node that is neither a send nor a receive; `group` matters to collectives only.
[[nodiscard]] NodeCost node_cost(const TraceNode& node, const TraceGroup& group, const TraceMachine& machine);

/// Time and lanes of a message between two ranks, on the sender. With `is_symmetric` every rank sends the same way at
/// once, so that a link carries as many messages as it lies on the routes of; otherwise the message is alone.
[[nodiscard]] NodeCost message_cost(Bytes size, int from, int to, bool is_symmetric, const TraceMachine& machine);

/// The formula behind `node_cost` with its numbers: `1.2e+12 FLOP / 422 TFLOP/s = 2.84 ms against …`.
[[nodiscard]] std::string cost_text(const TraceNode& node, const TraceGroup& group, const TraceMachine& machine);

/// Rate of matrix products and of HBM that nodes are timed with.
[[nodiscard]] FlopsPerSecond matrix_rate(const TraceMachine& machine);
[[nodiscard]] BytesPerSecond hbm_rate(const TraceMachine& machine);
[[nodiscard]] LinkRate link_rate(const TraceMachine& machine);
/// Of a whole slice, one way.
[[nodiscard]] BytesPerSecond dcn_rate(const TraceMachine& machine);

}  // namespace gigapod
