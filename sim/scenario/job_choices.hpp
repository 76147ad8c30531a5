#pragma once

#include "sim/model/step/resized_plan.hpp"
#include "sim/scenario/scenario.hpp"

#include <vector>

namespace gigapod {

/// Sizes that a job of this entry can start at, the most chips first: its own, those it is moldable to, those between
/// the bounds of an elastic one.
[[nodiscard]] std::vector<SliceChoice> size_choices(const JobSpec& job);

}  // namespace gigapod
