#pragma once

#include "sim/record/metric_definitions.hpp"

#include <span>

namespace gigapod {

/// What the files that commands of this layer write hold, by `COMMAND/FILE`.
[[nodiscard]] std::span<const MetricGroup> result_groups();
/// The same of `gigapod compare`.
[[nodiscard]] std::span<const MetricGroup> comparison_groups();
/// The same of `gigapod report --csv`, beside the tables of the run.
[[nodiscard]] std::span<const MetricGroup> chart_file_groups();

}  // namespace gigapod
