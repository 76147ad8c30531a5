#pragma once

#include "analysis/report/downsample.hpp"
#include "analysis/run/run_data.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>

namespace gigapod {

/// One series, downsampled: {"time": […], "value": […]}.
[[nodiscard]] nlohmann::json series_json(const PiecewiseSeries& series, Seconds horizon,
                                         std::size_t most = kReportPoints);

/// Metrics the page draws as lines, downsampled: {metric: {label: {"time": […], "value": […]}}}. A line has at most
/// `kReportPoints` points, all lines together about as many as fit into `most_bytes` of JSON, but 60 a line at least.
[[nodiscard]] nlohmann::json metrics_json(const RunData& run, std::size_t most_bytes);

}  // namespace gigapod
