#pragma once

#include "sim/fabric/slice.hpp"
#include "sim/model/serving/replica.hpp"

#include <optional>

namespace gigapod {

/// The slice of fewest chips of the pod type whose HBM holds the plan's weights and one sequence.
[[nodiscard]] std::optional<Shape> smallest_slice(const ServingPlan& plan, const ChipSpec& chip, const PodSpec& pod);

}  // namespace gigapod
