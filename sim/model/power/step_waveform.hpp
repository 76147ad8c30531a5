#pragma once

#include "sim/hardware/chip.hpp"
#include "sim/model/power/step_power.hpp"
#include "sim/model/power/waveform.hpp"
#include "sim/model/step/training_step.hpp"

#include <vector>

namespace gigapod {

/// Power of one chip of a job, with its share of the host, in one step: the mean over the job's chips where they are
/// not in phase (stages of a pipeline). Energy and duration are those of `step_power_with_host`.
[[nodiscard]] std::vector<PowerSegment> step_segments(const TrainingPlan& plan, const StepTime& step,
                                                      const ChipSpec& chip, double clock = 1.0);

}  // namespace gigapod
