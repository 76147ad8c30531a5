#pragma once

#include "sim/hardware/shape.hpp"
#include "sim/model/power/power_swing.hpp"
#include "sim/model/power/step_power.hpp"

#include <string>

namespace gigapod::app {

/// The swings of a job, asked for and answered.
struct SwingAnswer {
  std::string model;
  std::string pod;
  Shape shape;  ///< of a slice
  ChipSpec chip;
  StepTime step;
  double clock = 1.0;
  SwingingJob job;
  int jobs = 1;
  UtilityLimits limits;
  SmoothingSpec smoothing;
  PowerSwing swing;
  WaveformMeasures staggered;  ///< of the jobs started one after the other at equal parts of the step
};

/// What `gigapod power swing` prints for people.
[[nodiscard]] std::string swing_text(const SwingAnswer& answer);
/// The same as one JSON object with a unit in every name.
[[nodiscard]] std::string swing_json(const SwingAnswer& answer);
/// One step as a table: time, power of the load and of the grid with smoothing.
[[nodiscard]] std::string swing_csv(const SwingAnswer& answer);

}  // namespace gigapod::app
