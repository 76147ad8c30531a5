#pragma once

#include "sim/trace/match_messages.hpp"
#include "sim/trace/trace_cost.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace gigapod {

using TraceTaskId = std::uint32_t;
inline constexpr TraceTaskId kNoTask = static_cast<TraceTaskId>(-1);

/// Work that takes the same lanes of one rank, or of all ranks of a collective, for the same time. It becomes ready
/// when its dependencies have ended on every rank.
struct TraceTask {
  Seconds time;
  unsigned lanes = 0;
  TraceNodeRef node;  ///< of its first rank
  std::size_t first_rank = 0;
  std::size_t rank_count = 0;
  std::size_t first_dependency = 0;
  std::size_t dependency_count = 0;
};

/// The tasks a node became: the first, which waits for its dependencies, and the last, which others wait for.
struct NodeTasks {
  TraceTaskId first = kNoTask;
  TraceTaskId last = kNoTask;
  TraceTaskId transfer = kNoTask;  ///< of a receive: the task that brings its message
};

/// Everything that the ranks of a set of traces do, joined where ranks wait for each other.
struct TraceTaskGraph {
  std::vector<TraceTask> tasks;
  std::vector<std::uint32_t> ranks;       ///< positions of traces
  std::vector<TraceTaskId> dependencies;  ///< without repeats within a task
  std::vector<std::vector<NodeTasks>> of_node;

  [[nodiscard]] std::span<const std::uint32_t> ranks_of(const TraceTask& task) const {
    return std::span(ranks).subspan(task.first_rank, task.rank_count);
  }
  [[nodiscard]] std::span<const TraceTaskId> dependencies_of(const TraceTask& task) const {
    return std::span(dependencies).subspan(task.first_dependency, task.dependency_count);
  }
};

/// Joins the traces (one for all ranks, or one for each): messages make receives wait for sends; the n-th collective
/// of a group on one rank is the n-th of its group on every other. Collectives that do not agree, messages without
/// partner, what the machine can't do and cycles go to `findings`; the graph is of use only while these stay empty.
[[nodiscard]] TraceTaskGraph join_ranks(std::span<const RankTrace> traces, const TraceMachine& machine,
                                        TraceFindings& findings);

}  // namespace gigapod
