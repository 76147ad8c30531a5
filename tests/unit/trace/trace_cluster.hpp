#pragma once

#include "sim/base/diagnostics.hpp"
#include "sim/trace/read_trace.hpp"
#include "sim/trace/trace_step.hpp"
#include "tests/unit/model/step/reference_plans.hpp"
#include "tests/unit/trace/trace_writer.hpp"

#include <fmt/format.h>

namespace gigapod::test {

/// A v5p slice with all axes closed into rings; a gather of 63 x 30 MB on 4x4x4 takes 3.516 ms.
inline TraceMachine v5p_machine(const std::vector<int>& lengths = {4, 4, 4}, int slices = 1,
                                TraceGroups groups = {}) {
  StepMachine machine = reference::cube(slices);
  machine.slice.axes.clear();
  for (const int length : lengths) machine.slice.axes.push_back({length, true});
  return TraceMachine(machine, Precision::kBf16, std::move(groups));
}

/// Reads traces that have no fault, as `t.0.et` … or `t.et` when there is one.
inline std::vector<RankTrace> traces_of(const std::vector<std::string>& bytes) {
  TraceFindings findings;
  std::vector<RankTrace> traces;
  for (std::size_t rank = 0; rank < bytes.size(); ++rank) {
    traces.push_back(read_trace(bytes[rank], bytes.size() > 1 ? fmt::format("t.{}.et", rank) : "t.et", findings));
  }
  findings.throw_if_any();
  return traces;
}

inline TraceStep step_of(const std::vector<std::string>& bytes, const TraceMachine& machine) {
  const std::vector<RankTrace> traces = traces_of(bytes);
  TraceFindings findings;
  const TraceTaskGraph graph = join_ranks(traces, machine, findings);
  findings.throw_if_any();
  return trace_step(traces, machine, graph);
}

inline TraceStep step_of(const std::vector<WrittenNode>& nodes, const TraceMachine& machine) {
  return step_of(std::vector{written_trace(nodes)}, machine);
}

/// What joining the traces finds wrong.
inline std::string join_findings(const std::vector<std::string>& bytes, const TraceMachine& machine) {
  const std::vector<RankTrace> traces = traces_of(bytes);
  TraceFindings findings;
  (void)join_ranks(traces, machine, findings);
  return findings.text();
}

}  // namespace gigapod::test
