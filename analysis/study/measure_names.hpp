#pragma once

#include "sim/scenario/measure_names.hpp"

namespace gigapod {

/// What a study can measure, for `read_study`: the figures that runs write, and those of workloads.
[[nodiscard]] const MeasureNames& measure_names();

}  // namespace gigapod
