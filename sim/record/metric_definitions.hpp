#pragma once

#include <span>
#include <string_view>

namespace gigapod {

/// What one number of a result is. `<…>` in a name stands for any name of its kind, as in
/// `chip_seconds_<bucket>`.
struct MetricDefinition {
  std::string_view name;
  std::string_view unit;     ///< "W", "chips", "share" (0 to 1), "text" …
  std::string_view formula;  ///< how it comes about; of an event, of its value
  std::string_view source;   ///< the events or states that it is made from; of an event, when it happens
  std::string_view label{};  ///< what the label of a series, or the subject of an event, names
};

/// Where a number is found by its name.
enum class MetricPlace {
  kFigure,       ///< table `figures` and summary.json
  kMeasurement,  ///< summary.json only, as it differs between machines
  kText,         ///< table `texts` and summary.json
  kSeries,       ///< tables `series` and `points`
  kEvent,        ///< kind of a row of the table `events`
  kColumn,       ///< of a table or CSV file
  kMeasure,      ///< of a study
  kKey,          ///< of a JSON answer: `a.b` is `b` in the object `a`, `a[].b` in every one of the list `a`
};

struct MetricGroup {
  MetricPlace place = MetricPlace::kFigure;
  std::string_view name;  ///< of columns the table or file; else what they are about
  std::span<const MetricDefinition> definitions;
};

/// Every number that a run directory can hold. RunWriter refuses names that are not here, so docs/metrics.md, which
/// is written from this list, is complete.
[[nodiscard]] std::span<const MetricGroup> metric_groups();

/// The definition of a name in a list: its own, else that with the closest placeholder.
[[nodiscard]] const MetricDefinition* find_definition(std::span<const MetricDefinition> definitions,
                                                      std::string_view name);

/// The definition of a name, exactly or by a placeholder.
[[nodiscard]] const MetricDefinition* find_metric(MetricPlace place, std::string_view name);

/// The definition of a column of a table or CSV file.
[[nodiscard]] const MetricDefinition* find_column(std::string_view table, std::string_view column);

}  // namespace gigapod
