#include "analysis/report/comparison_page.hpp"

#include "analysis/report/json_text.hpp"
#include "analysis/report/page.hpp"
#include "analysis/report/report_lines.hpp"
#include "sim/base/version.hpp"

#include <algorithm>
#include <array>

namespace gigapod {
namespace {

using nlohmann::json;

/// Metrics of the whole site that the page lays over each other, in this order.
constexpr std::array<const char*, 10> kOverlaid = {
    "site_power_watts", "chips_busy_useful",  "queue_chips",  "queue_jobs",     "chips_down",
    "repair_queue",     "chips_power_capped", "import_watts", "battery_charge", "chips_idle_free"};

/// Points of a side's series; one that is shorter than the longest ends with nothing.
json overlay_json(const PiecewiseSeries& series, Seconds own, Seconds longest) {
  json points = series_json(series, own);
  if (own >= longest) return points;
  const json last = points["value"].back();
  for (const json& value : {last, json(nullptr)}) {
    points["time"].push_back(own.value());
    points["value"].push_back(value);
  }
  return points;
}

/// [{"metric", "series": [one for each side, null where it has none]}]
json overlays_json(const Comparison& comparison, Seconds longest) {
  json overlays = json::array();
  for (const char* metric : kOverlaid) {
    json series = json::array();
    bool has_any = false;
    for (const ComparedSide& side : comparison.sides) {
      const PiecewiseSeries* found = side.first.find_series(metric);
      const bool has_points = found != nullptr && !found->points().empty();
      series.push_back(has_points ? overlay_json(*found, side.first.horizon(), longest) : json(nullptr));
      has_any = has_any || has_points;
    }
    if (has_any) overlays.push_back({{"metric", metric}, {"series", std::move(series)}});
  }
  return overlays;
}

}  // namespace

std::string comparison_report_json(const Comparison& comparison) {
  json data = json::parse(comparison_json(comparison));
  Seconds horizon(0);
  std::string title;
  for (const ComparedSide& side : comparison.sides) {
    horizon = std::max(horizon, side.first.horizon());
    title += (title.empty() ? "" : " and ") + side.name;
  }
  data["kind"] = "comparison";
  data["program"] = "gigapod";
  data["version"] = version();
  data["title"] = title;
  data["scenario_differences"] = std::move(data["scenario"]);
  data["scenario"] = title;
  data["horizon"] = horizon.value();
  data["overlays"] = overlays_json(comparison, horizon);
  return json_text(data);
}

std::string comparison_html(const Comparison& comparison) { return page_with(comparison_report_json(comparison)); }

}  // namespace gigapod
