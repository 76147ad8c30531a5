#pragma once

#include "analysis/run/run_data.hpp"
#include "sim/record/metric_definitions.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// What a workload can be asked for a figure of.
enum class WorkloadPart {
  kJob,
  kFleet,
  kClass,  ///< tenants of one class of a fleet
};

/// The figures of a job, fleet or class, each with its unit and formula. Ratios are 0 where they divide by nothing.
[[nodiscard]] const std::vector<MetricDefinition>& workload_figures(WorkloadPart part);

/// All of them, for tables of definitions.
[[nodiscard]] std::vector<MetricGroup> measure_groups();

/// A figure of the run's job or fleet `workload`, or of the class CLASS of a fleet for `FLEET.CLASS`. Nothing where
/// the run has no such workload, or its kind no such figure.
[[nodiscard]] std::optional<double> workload_figure(const RunData& run, const std::string& workload,
                                                    const std::string& figure);

}  // namespace gigapod
