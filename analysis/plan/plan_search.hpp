#pragma once

#include "analysis/plan/plan_walk.hpp"
#include "sim/model/step/training_step.hpp"

#include <optional>
#include <string>

namespace gigapod {

/// A plan on a machine and the step it gives. Where the ranks do not divide the batch, the plan's `global_batch` is
/// filled up to the next even number and `step`'s FLOPs, MFU and tokens count the real sequences only.
struct PlannedStep {
  TrainingPlan plan;
  StepTime step;
  double padding = 0.0;  ///< share of the plan's sequences that are filling
  [[nodiscard]] int data_parallel_ranks() const;
};

struct PlanSearchResult {
  std::optional<PlannedStep> best;  ///< the fastest that fits into memory
  /// The fastest if chips had twice the memory, where it is faster than the one above.
  std::optional<PlannedStep> best_with_twice_the_memory;
  std::string fault;  ///< why none runs: of the plan that lacks the least memory
};

/// The space of a job that grows: its own remat and its interleave where that comes out whole, no replicas inside a
/// slice.
[[nodiscard]] PlanSpace growing_space(const TrainingPlan& start);

/// Tries tensor, pipeline, expert and context degrees that divide the slice (the rest is fsdp; data parallel over the
/// slices), microbatches and gradient accumulation, at `start`'s model, precision and remat, and `start` itself where
/// it fits the machine. `global_batch` sequences, some hundred plans, a few microseconds each.
[[nodiscard]] PlanSearchResult search_plans(const TrainingPlan& start, int global_batch, const StepMachine& machine);

}  // namespace gigapod
