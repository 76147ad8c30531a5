#include "analysis/run/metric_tables.hpp"

#include "sim/base/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

namespace gigapod {
namespace {

using Groups = std::span<const MetricGroup>;

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
    case MetricPlace::kKey: return {"keys", "key", "", "what", "made from"};
    case MetricPlace::kMeasure: return {"measures", "figure", "", "formula", "made from"};
  }
  return {};
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

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// Whether `words` stand in `text` with no letter before or after them: `mfu` in `training_mfu`.
bool holds_words(std::string_view text, std::string_view words) {
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    const bool begins = at == 0 || !is_letter(text[at - 1]);
    if (begins && (end == text.size() || !is_letter(text[end]))) return true;
  }
  return false;
}

/// Whether a group is asked for: by its name, or by its command, file or table.
bool is_group(const MetricGroup& group, std::string_view name) {
  if (group_name(group) == name) return true;
  for (std::string_view rest = group.name; !rest.empty();) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    if (rest == name || rest.substr(0, end) == name) return true;
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  return false;
}

/// The definition that a name stands for in a group; one that is a placeholder and no more stands for anything.
const MetricDefinition* named(const MetricGroup& group, std::string_view name) {
  const MetricDefinition* found = find_definition(group.definitions, name);
  return found != nullptr && found->name.starts_with('<') && found->name.ends_with('>') ? nullptr : found;
}

/// Of a group the lines of what is asked for: all of it, or what has the name or holds its words.
std::string lines_of(const MetricGroup& group, const std::string& name) {
  const bool is_whole = name.empty() || is_group(group, name);
  const MetricDefinition* exact = is_whole ? nullptr : named(group, name);
  std::string lines;
  for (const MetricDefinition& metric : group.definitions) {
    if (is_whole || &metric == exact || holds_words(metric.name, name)) lines += lines_of(metric);
  }
  return lines;
}

}  // namespace

MarkedTables metric_tables(Groups groups) {
  MarkedTables tables;
  for (const MetricGroup& group : groups) tables[group_name(group)] = table_of(group);
  return tables;
}

std::string metric_text(Groups groups, const std::string& name) {
  std::string text;
  for (const MetricGroup& group : groups) {
    const std::string lines = lines_of(group, name);
    if (!lines.empty()) text += group_name(group) + "\n" + lines;
  }
  return text;
}

std::optional<std::string> nearest_metric(Groups groups, const std::string& name) {
  std::vector<std::string> names;
  for (const MetricGroup& group : groups) {
    names.emplace_back(group.name.substr(group.name.rfind('/') + 1));
    for (const MetricDefinition& metric : group.definitions) names.emplace_back(metric.name);
  }
  return nearest_word(name, names);
}

}  // namespace gigapod
