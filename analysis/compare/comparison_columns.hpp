#pragma once

#include "sim/record/metric_definitions.hpp"

#include <span>

namespace gigapod {

/// What the columns of compare.csv are.
[[nodiscard]] std::span<const MetricDefinition> comparison_columns();

}  // namespace gigapod
