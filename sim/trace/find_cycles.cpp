#include "sim/trace/find_cycles.hpp"

#include <algorithm>

namespace gigapod {

namespace {

/// Marks the tasks that can run, in the order of their dependencies (Kahn); what is left waits for a cycle.
std::vector<bool> runnable_tasks(const TraceTaskGraph& graph) {
  const std::size_t count = graph.tasks.size();
  std::vector<std::uint32_t> first(count + 1, 0);
  for (const TraceTaskId dependency : graph.dependencies) ++first[dependency + 1];
  for (std::size_t i = 0; i < count; ++i) first[i + 1] += first[i];
  std::vector<TraceTaskId> followers(graph.dependencies.size());
  std::vector<std::uint32_t> next = first;
  std::vector<std::size_t> missing(count);
  std::vector<TraceTaskId> ready;
  for (std::size_t task = 0; task < count; ++task) {
    for (const TraceTaskId dependency : graph.dependencies_of(graph.tasks[task])) {
      followers[next[dependency]++] = static_cast<TraceTaskId>(task);
    }
    missing[task] = graph.tasks[task].dependency_count;
    if (missing[task] == 0) ready.push_back(static_cast<TraceTaskId>(task));
  }
  std::vector<bool> is_runnable(count, false);
  while (!ready.empty()) {
    const TraceTaskId task = ready.back();
    ready.pop_back();
    is_runnable[task] = true;
    for (std::uint32_t i = first[task]; i < first[task + 1]; ++i) {
      if (--missing[followers[i]] == 0) ready.push_back(followers[i]);
    }
  }
  return is_runnable;
}

}  // namespace

std::vector<std::vector<TraceTaskId>> find_cycles(const TraceTaskGraph& graph) {
  const std::vector<bool> is_runnable = runnable_tasks(graph);
  std::vector<std::vector<TraceTaskId>> cycles;
  std::vector<std::size_t> walk_of(graph.tasks.size(), 0);  // number of the walk that came by, 0 for none
  for (std::size_t start = 0; start < graph.tasks.size(); ++start) {
    if (is_runnable[start] || walk_of[start] != 0) continue;
    // A task that can't run waits for another one that can't: following these ends in a cycle, or where a walk has
    // been.
    std::vector<TraceTaskId> path;
    auto task = static_cast<TraceTaskId>(start);
    while (walk_of[task] == 0) {
      walk_of[task] = start + 1;
      path.push_back(task);
      const auto dependencies = graph.dependencies_of(graph.tasks[task]);
      task = *std::find_if(dependencies.begin(), dependencies.end(),
                           [&](TraceTaskId dependency) { return !is_runnable[dependency]; });
    }
    if (walk_of[task] == start + 1) cycles.emplace_back(std::find(path.begin(), path.end(), task), path.end());
  }
  return cycles;
}

}  // namespace gigapod
