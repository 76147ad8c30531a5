#include "analysis/report/report_lines.hpp"

#include "analysis/report/report_series.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace gigapod {
namespace {

using nlohmann::json;

constexpr std::size_t kMostFleets = 24;
constexpr std::size_t kFewestPoints = 60;
constexpr std::size_t kBytesOfAPoint = 30;  ///< a time in milliseconds and a value in full precision

/// Milliseconds are finer than a plot of days needs.
double rounded(Seconds time) { return std::round(time.value() * 1e3) / 1e3; }

/// Metrics that a chart shows point by point.
bool is_drawn(const std::string& name) {
  static constexpr std::array<std::string_view, 13> kSingle = {
      "site_power_watts", "import_watts",   "import_limit_watts", "solar_watts",      "gas_watts",
      "battery_watts",    "battery_charge", "energy_price",       "carbon_intensity", "outdoor_temperature",
      "serving_chips",    "job_held_chips", "reclaimed_chips"};
  return std::find(kSingle.begin(), kSingle.end(), name) != kSingle.end() || name.starts_with("queue_") ||
         name.starts_with("fleet_");
}

struct Line {
  const std::string* metric;
  const std::string* label;
  const PiecewiseSeries* series;
};

std::vector<Line> drawn_lines(const RunData& run) {
  std::vector<Line> lines;
  for (const auto& [name, metric] : run.metrics) {
    if (!is_drawn(name)) continue;
    std::size_t labels = 0;
    for (const auto& [label, series] : metric) {
      if (++labels > kMostFleets) break;
      lines.push_back({&name, &label, &series});
    }
  }
  for (const std::string& node : shown_power_nodes(run)) {
    const auto metric = run.metrics.find("power_watts");
    const auto series = metric->second.find(node);
    lines.push_back({&metric->first, &series->first, &series->second});
  }
  return lines;
}

/// The most points of a line so that all of them have at most `most` together.
std::size_t points_of_a_line(const std::vector<Line>& lines, std::size_t most) {
  std::size_t points = kReportPoints;
  for (; points > kFewestPoints; points = points * 9 / 10) {
    std::size_t total = 0;
    for (const Line& line : lines) total += std::min(line.series->points().size(), points);
    if (total <= most) break;
  }
  return std::max(points, kFewestPoints);
}

}  // namespace

json series_json(const PiecewiseSeries& series, Seconds horizon, std::size_t most) {
  json times = json::array();
  json values = json::array();
  for (const PiecewiseSeries::Point& point : downsample(series, horizon, most)) {
    times.push_back(rounded(point.time));
    values.push_back(point.value);
  }
  return {{"time", std::move(times)}, {"value", std::move(values)}};
}

json metrics_json(const RunData& run, std::size_t most_bytes) {
  const std::vector<Line> lines = drawn_lines(run);
  const std::size_t most = points_of_a_line(lines, most_bytes / kBytesOfAPoint);
  json metrics = json::object();
  for (const Line& line : lines) metrics[*line.metric][*line.label] = series_json(*line.series, run.horizon(), most);
  return metrics;
}

}  // namespace gigapod
