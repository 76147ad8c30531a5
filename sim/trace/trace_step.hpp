#pragma once

#include "sim/trace/schedule.hpp"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// Kinds of communication that a step's time is split by: the collectives, then sends and receives.
inline constexpr int kTraceTransfers = kTraceCollectives + 2;
inline constexpr int kSendTransfer = kTraceCollectives;
inline constexpr int kReceiveTransfer = kTraceCollectives + 1;
/// `ALL_REDUCE`, `SEND` …
[[nodiscard]] const char* transfer_name(int transfer);

/// Time of the nodes of one kind, the mean of the traces.
struct TraceShare {
  std::size_t nodes = 0;  ///< of all traces
  Seconds busy;
  Seconds exposed;  ///< of communication: while the chip computes nothing, split evenly between what runs at once
  [[nodiscard]] Seconds hidden() const { return busy - exposed; }
};

/// A node on the critical path and its time on it.
struct CriticalNode {
  TraceNodeRef at;
  Seconds start;
  Seconds time;
};

/// A training step as an execution trace says it, on a machine.
/// compute + exposed communication + host + idle = total, each the mean of the traces.
struct TraceStep {
  Seconds total;
  Seconds compute;        ///< the chip computes
  Seconds communication;  ///< it does not, and a transfer is under way
  Seconds host;           ///< neither, but host, PCIe or storage work
  Seconds idle;           ///< nothing: this rank waits for others
  std::array<TraceShare, kTraceNodeTypes> types{};
  std::array<TraceShare, kTraceTransfers> transfers{};
  Flops operations;                         ///< `num_ops` of one rank
  double mxu_use = 0.0;                     ///< share of the chip's peak
  std::vector<CriticalNode> critical_path;  ///< in order of time, without nodes that take none
  std::size_t nodes = 0;
  std::size_t traces = 0;
};

/// Evaluates traces that `join_ranks` found no fault in.
[[nodiscard]] TraceStep trace_step(std::span<const RankTrace> traces, const TraceMachine& machine,
                                   const TraceTaskGraph& graph);

}  // namespace gigapod
