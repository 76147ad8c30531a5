#pragma once

#include "sim/trace/trace_tasks.hpp"

#include <vector>

namespace gigapod {

/// Cycles of the graph, at least one in every knot of tasks that wait for each other: in each, a task waits for the
/// next and the last for the first. Empty for a graph that can run. Time O(tasks + dependencies).
[[nodiscard]] std::vector<std::vector<TraceTaskId>> find_cycles(const TraceTaskGraph& graph);

}  // namespace gigapod
