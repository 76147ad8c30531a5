#pragma once

#include "sim/trace/trace_tasks.hpp"

#include <optional>
#include <vector>

namespace gigapod {

/// When a task ran and what it waited for last.
struct TaskTimes {
  Seconds start;
  Seconds end;
  /// The task whose end let this one start, a dependency or the one before it on a lane; nothing at time 0.
  std::optional<TraceTaskId> cause;
};

struct TraceSchedule {
  std::vector<TaskTimes> tasks;
  Seconds total;
  /// From the first task to the one that ends last: each starts when the one before it ends, so their times add up to
  /// `total`.
  std::vector<TraceTaskId> critical_path;
};

/// Runs a graph without cycles: a task waits for its dependencies, then for its lanes on all its ranks. A lane serves
/// in the order in which tasks became ready, those of one instant in the order of their traces.
/// Time O((tasks + dependencies) log tasks).
[[nodiscard]] TraceSchedule schedule_of(const TraceTaskGraph& graph);

}  // namespace gigapod
