#pragma once

#include "sim/hardware/shape.hpp"
#include "sim/model/step/operator_breakdown.hpp"
#include "sim/model/step/training_step.hpp"

#include <string>

namespace gigapod::app {

/// One training step, asked for and answered.
struct StepAnswer {
  TrainingPlan plan;
  StepMachine machine;
  std::string pod;
  Shape shape;  ///< of a slice
  StepTime step;
  OperatorBreakdown operators;
};

/// FLOP a byte of HBM at which the chip's matrix units and its memory take the same time.
[[nodiscard]] double balance(const StepAnswer& answer);
/// What `gigapod step` prints for people; with `explains`, the numbers behind each term too.
[[nodiscard]] std::string step_text(const StepAnswer& answer, bool explains);
/// The numbers that the formulas of docs/models/step.md are filled with.
[[nodiscard]] std::string step_explanation(const StepAnswer& answer);
/// What `step_text` holds, as one JSON object with a unit in every name.
[[nodiscard]] std::string step_json(const StepAnswer& answer);

}  // namespace gigapod::app
