#pragma once

#include "sim/model/step/step_constants.hpp"
#include "sim/model/step/training_step.hpp"

namespace gigapod {

/// training_step() with other constants, for calibration and sensitivity studies.
[[nodiscard]] StepTime evaluate_step(const TrainingPlan& plan, const StepMachine& machine,
                                     const StepConstants& constants);

}  // namespace gigapod
