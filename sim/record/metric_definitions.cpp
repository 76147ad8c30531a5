#include "sim/record/metric_definitions.hpp"

#include "sim/record/definition_lists.hpp"

#include <array>

namespace gigapod {
namespace {

/// Whether `name` is `pattern`, in which every `<…>` stands for one character or more.
bool matches(std::string_view pattern, std::string_view name) {
  const std::size_t open = pattern.find('<');
  if (open == std::string_view::npos) return pattern == name;
  if (!name.starts_with(pattern.substr(0, open))) return false;
  const std::string_view rest = pattern.substr(pattern.find('>') + 1);
  for (std::size_t end = open + 1; end <= name.size(); ++end) {
    if (matches(rest, name.substr(end))) return true;
  }
  return false;
}

/// Characters of a name beside its placeholders: the more, the closer is what it matches.
std::size_t literal_length(const MetricDefinition& definition) {
  std::size_t length = 0;
  bool is_literal = true;
  for (const char c : definition.name) {
    if (c == '<') is_literal = false;
    length += is_literal ? 1 : 0;
    if (c == '>') is_literal = true;
  }
  return length;
}

const MetricDefinition* closer(const MetricDefinition* one, const MetricDefinition* other) {
  if (one == nullptr || other == nullptr) return one == nullptr ? other : one;
  return literal_length(*other) > literal_length(*one) ? other : one;
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
      MetricGroup{kColumn, "metrics", metric_column_definitions()},
      MetricGroup{kColumn, "events", event_column_definitions()},
      MetricGroup{kColumn, "workloads", workload_column_definitions()},
      MetricGroup{kColumn, "step_causes", step_cause_column_definitions()},
      MetricGroup{kColumn, "pods", pod_column_definitions()},
      MetricGroup{kColumn, "occupancy", occupancy_column_definitions()},
      MetricGroup{kColumn, "block_stays", block_stay_column_definitions()},
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

const MetricDefinition* find_definition(std::span<const MetricDefinition> definitions, std::string_view name) {
  const MetricDefinition* found = nullptr;
  for (const MetricDefinition& definition : definitions) {
    if (matches(definition.name, name)) found = closer(found, &definition);
  }
  return found;
}

const MetricDefinition* find_metric(MetricPlace place, std::string_view name) {
  const MetricDefinition* found = nullptr;
  for (const MetricGroup& group : metric_groups()) {
    if (group.place == place) found = closer(found, find_definition(group.definitions, name));
  }
  return found;
}

const MetricDefinition* find_column(std::string_view table, std::string_view column) {
  for (const MetricGroup& group : metric_groups()) {
    if (group.place == MetricPlace::kColumn && group.name == table) return find_definition(group.definitions, column);
  }
  return nullptr;
}

}  // namespace gigapod
