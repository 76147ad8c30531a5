#pragma once

#include "sim/trace/trace.hpp"
#include "sim/trace/trace_findings.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace gigapod {

/// A node of a trace: position of the trace, position in its nodes.
struct TraceNodeRef {
  std::size_t trace = 0;
  std::size_t node = 0;
  auto operator<=>(const TraceNodeRef&) const = default;
};

/// A send and the receive that takes its message; ranks as the sender has them.
struct TraceMessage {
  TraceNodeRef send;
  TraceNodeRef receive;
  int from = 0;
  int to = 0;
};

/// Pairs sends with receives of the same ranks and tag in the order of the files. With a trace for every rank, trace
/// r is that of rank r; a single trace for several ranks stands for each of them, and a message to the rank `s`
/// further on is matched by the receive from the rank `s` before (counted round). What finds no partner goes to
/// `findings`.
[[nodiscard]] std::vector<TraceMessage> match_messages(std::span<const RankTrace> traces, int ranks,
                                                       TraceFindings& findings);

}  // namespace gigapod
