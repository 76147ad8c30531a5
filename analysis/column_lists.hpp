#pragma once

#include "sim/record/metric_definitions.hpp"

#include <initializer_list>
#include <span>
#include <vector>

namespace gigapod {

using Definitions = std::span<const MetricDefinition>;

/// Several lists as one.
[[nodiscard]] std::vector<MetricDefinition> joined(std::initializer_list<Definitions> lists);

// What the columns of result files are; each list stands beside the file's writer.
[[nodiscard]] Definitions layout_columns();  ///< of a plan's slices, degrees and batch, in more files than one
[[nodiscard]] Definitions plan_columns();
[[nodiscard]] Definitions cost_columns();
[[nodiscard]] Definitions serving_cost_columns();
[[nodiscard]] Definitions scaling_columns();
[[nodiscard]] Definitions curve_end_columns();
[[nodiscard]] Definitions end_shift_columns();
[[nodiscard]] Definitions study_result_columns();
[[nodiscard]] Definitions study_run_columns();
[[nodiscard]] Definitions study_failure_columns();
[[nodiscard]] Definitions study_sensitivity_columns();
[[nodiscard]] Definitions request_columns();
[[nodiscard]] Definitions frontier_columns();
[[nodiscard]] Definitions validation_columns();

// What the keys of JSON result files are that are no columns of the CSV beside them.
[[nodiscard]] Definitions scaling_keys();
[[nodiscard]] Definitions plan_keys();
[[nodiscard]] Definitions cost_keys();
[[nodiscard]] Definitions serving_cost_keys();
[[nodiscard]] Definitions study_keys();
[[nodiscard]] Definitions serving_keys();
[[nodiscard]] Definitions serving_search_keys();

/// Tables of results.sqlite, each a group of its own.
[[nodiscard]] std::span<const MetricGroup> study_table_groups();

}  // namespace gigapod
