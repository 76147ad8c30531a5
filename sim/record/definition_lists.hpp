#pragma once

#include "sim/record/metric_definitions.hpp"

#include <span>

namespace gigapod {

// The lists that metric_groups() gives, each in the file of its name.
[[nodiscard]] std::span<const MetricDefinition> series_definitions();
[[nodiscard]] std::span<const MetricDefinition> fleet_series_definitions();
[[nodiscard]] std::span<const MetricDefinition> site_figure_definitions();
[[nodiscard]] std::span<const MetricDefinition> power_figure_definitions();
[[nodiscard]] std::span<const MetricDefinition> work_figure_definitions();
[[nodiscard]] std::span<const MetricDefinition> serving_figure_definitions();
[[nodiscard]] std::span<const MetricDefinition> text_definitions();
[[nodiscard]] std::span<const MetricDefinition> event_definitions();
[[nodiscard]] std::span<const MetricDefinition> measurement_definitions();
[[nodiscard]] std::span<const MetricDefinition> series_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> point_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> metric_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> event_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> workload_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> step_cause_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> pod_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> occupancy_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> block_stay_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> serving_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> tenant_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> name_value_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> assumption_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> swing_column_definitions();
[[nodiscard]] std::span<const MetricDefinition> spectrum_column_definitions();

}  // namespace gigapod
