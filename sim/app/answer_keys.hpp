#pragma once

#include "sim/record/metric_definitions.hpp"

#include <span>

namespace gigapod::app {

/// What the keys of JSON answers are that have no file of columns, by command.
[[nodiscard]] std::span<const MetricGroup> answer_key_groups();

}  // namespace gigapod::app
