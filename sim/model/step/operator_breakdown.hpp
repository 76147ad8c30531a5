#pragma once

#include "sim/model/step/training_step.hpp"

#include <array>

namespace gigapod {

/// What one chip spends on a class of operators in a step.
struct OperatorShare {
  OperatorClass operators = OperatorClass::kCount;
  Seconds forward;
  Seconds recompute;
  Seconds backward;
  Flops flops;                   ///< executed
  Bytes bytes;                   ///< HBM traffic
  bool is_memory_bound = false;  ///< HBM takes longer than the matrix units
  [[nodiscard]] Seconds total() const { return forward + recompute + backward; }
};

using OperatorBreakdown = std::array<OperatorShare, static_cast<std::size_t>(OperatorClass::kCount)>;

/// Time of every operator class of a step; they add up to `compute` and the part of `hbm` that is not the optimizer
/// update or a transfer to the host.
[[nodiscard]] OperatorBreakdown operator_breakdown(const TrainingPlan& plan, const StepMachine& machine);

/// `attention`, `experts` …
[[nodiscard]] const char* name_of(OperatorClass operators);
/// `weights`, `tensor` …
[[nodiscard]] const char* name_of(Traffic traffic);

}  // namespace gigapod
