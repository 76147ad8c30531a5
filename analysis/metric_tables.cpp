#include "analysis/metric_tables.hpp"

#include "analysis/workload_figures.hpp"
#include "sim/record/metric_definitions.hpp"

#include <fmt/format.h>

#include <vector>

namespace gigapod {
namespace {

struct Heading {
  const char* groups;  ///< before "of NAME"
  const char* name;
  const char* label;  ///< empty: has none
  const char* formula;
  const char* source;
};

Heading heading_of(MetricPlace place) {
  switch (place) {
    case MetricPlace::kFigure: return {"figures", "figure", "", "formula", "made from"};
    case MetricPlace::kMeasurement: return {"measurements", "figure", "", "what", "made from"};
    case MetricPlace::kText: return {"texts", "text", "", "what", "made from"};
    case MetricPlace::kSeries: return {"metrics", "metric", "label", "formula", "changes with"};
    case MetricPlace::kEvent: return {"events", "kind", "subject", "value", "when"};
    case MetricPlace::kColumn: return {"columns", "column", "", "what", "made from"};
    case MetricPlace::kMeasure: return {"measures", "figure", "", "formula", "made from"};
  }
  return {};
}

/// What runs record, and what studies take from them.
std::vector<MetricGroup> all_groups() {
  std::vector<MetricGroup> groups(metric_groups().begin(), metric_groups().end());
  for (const MetricGroup& group : measure_groups()) groups.push_back(group);
  return groups;
}

std::string group_name(const MetricGroup& group) {
  return fmt::format("{} of {}", heading_of(group.place).groups, group.name);
}

std::string table_of(const MetricGroup& group) {
  const Heading heading = heading_of(group.place);
  const std::string label = *heading.label == '\0' ? "" : fmt::format(" {} |", heading.label);
  std::string text = fmt::format("| {} |{} unit | {} | {} |\n", heading.name, label, heading.formula, heading.source);
  text += fmt::format("| --- |{} --- | --- | --- |\n", label.empty() ? "" : " --- |");
  for (const MetricDefinition& metric : group.definitions) {
    text += fmt::format("| `{}` |{} {} | {} | {} |\n", metric.name,
                        label.empty() ? "" : fmt::format(" {} |", metric.label), metric.unit, metric.formula,
                        metric.source);
  }
  return text;
}

std::string lines_of(const MetricDefinition& metric) {
  const std::string of = metric.label.empty() ? "" : fmt::format(", of a {}", metric.label);
  return fmt::format("  {} [{}]{}\n      {}\n      from: {}\n", metric.name, metric.unit, of, metric.formula,
                     metric.source);
}

/// Whether a definition is asked for: every one of them without a name, else those that match it in their place.
bool is_wanted(const MetricGroup& group, const MetricDefinition& metric, const std::string& name) {
  if (name.empty() || metric.name == name) return true;
  if (group.place == MetricPlace::kMeasure) return false;
  return group.place == MetricPlace::kColumn ? find_column(group.name, name) == &metric
                                             : find_metric(group.place, name) == &metric;
}

}  // namespace

MarkedTables metric_tables() {
  MarkedTables tables;
  for (const MetricGroup& group : all_groups()) tables[group_name(group)] = table_of(group);
  return tables;
}

std::string metric_text(const std::string& name) {
  std::string text;
  for (const MetricGroup& group : all_groups()) {
    std::string lines;
    for (const MetricDefinition& metric : group.definitions) {
      if (is_wanted(group, metric, name)) lines += lines_of(metric);
    }
    if (!lines.empty()) text += group_name(group) + "\n" + lines;
  }
  return text;
}

}  // namespace gigapod
