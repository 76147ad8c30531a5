#include "sim/record/metric_definitions.hpp"

#include "sim/record/definition_lists.hpp"

#include <array>

namespace gigapod {
namespace {

/// Whether `name` is `pattern`, in which `<…>` stands for one character or more.
bool matches(std::string_view pattern, std::string_view name) {
  const std::size_t open = pattern.find('<');
  if (open == std::string_view::npos) return pattern == name;
  const std::string_view end = pattern.substr(pattern.find('>') + 1);
  return name.size() > open + end.size() && name.starts_with(pattern.substr(0, open)) && name.ends_with(end);
}

/// A definition of the name itself counts before one with a placeholder.
const MetricDefinition* better(const MetricDefinition* one, const MetricDefinition* other, std::string_view name) {
  if (one == nullptr) return other;
  return other != nullptr && other->name == name ? other : one;
}

const MetricDefinition* find_in(const MetricGroup& group, std::string_view name) {
  const MetricDefinition* found = nullptr;
  for (const MetricDefinition& definition : group.definitions) {
    if (matches(definition.name, name)) found = better(found, &definition, name);
  }
  return found;
}

}  // namespace

std::span<const MetricGroup> metric_groups() {
  using enum MetricPlace;
  static const std::array groups = {
      MetricGroup{kFigure, "site", site_figure_definitions()},
      MetricGroup{kFigure, "work", work_figure_definitions()},
      MetricGroup{kFigure, "serving", serving_figure_definitions()},
      MetricGroup{kFigure, "power", power_figure_definitions()},
      MetricGroup{kMeasurement, "machine", measurement_definitions()},
      MetricGroup{kText, "run", text_definitions()},
      MetricGroup{kSeries, "site and jobs", series_definitions()},
      MetricGroup{kSeries, "fleets", fleet_series_definitions()},
      MetricGroup{kEvent, "kinds", event_definitions()},
      MetricGroup{kColumn, "series", series_column_definitions()},
      MetricGroup{kColumn, "points", point_column_definitions()},
      MetricGroup{kColumn, "events", event_column_definitions()},
      MetricGroup{kColumn, "workloads", workload_column_definitions()},
      MetricGroup{kColumn, "step_causes", step_cause_column_definitions()},
      MetricGroup{kColumn, "occupancy", occupancy_column_definitions()},
      MetricGroup{kColumn, "serving", serving_column_definitions()},
      MetricGroup{kColumn, "service_tenants", tenant_column_definitions()},
      MetricGroup{kColumn, "figures", name_value_column_definitions()},
      MetricGroup{kColumn, "texts", name_value_column_definitions()},
      MetricGroup{kColumn, "assumptions", assumption_column_definitions()},
      MetricGroup{kColumn, "power_swing", swing_column_definitions()},
      MetricGroup{kColumn, "power_swing_spectrum", spectrum_column_definitions()},
  };
  return groups;
}

const MetricDefinition* find_metric(MetricPlace place, std::string_view name) {
  const MetricDefinition* found = nullptr;
  for (const MetricGroup& group : metric_groups()) {
    if (group.place == place) found = better(found, find_in(group, name), name);
  }
  return found;
}

const MetricDefinition* find_column(std::string_view table, std::string_view column) {
  for (const MetricGroup& group : metric_groups()) {
    if (group.place == MetricPlace::kColumn && group.name == table) return find_in(group, column);
  }
  return nullptr;
}

}  // namespace gigapod
