#include "sim/scenario/read_series.hpp"

#include "sim/base/dimension.hpp"
#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/number_table.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace gigapod {
namespace {

/// What a series is of.
struct SeriesKind {
  const char* key;
  const char* unit;
  double least;
  double most;
  std::optional<SignalSpec> SiteSeries::*member;
};
constexpr double kLargest = 1e6;
constexpr SeriesKind kKinds[] = {
    {"price", "$/MWh", -kLargest, kLargest, &SiteSeries::price},
    {"carbon", "g/kWh", 0.0, kLargest, &SiteSeries::carbon},
    {"temperature", "degC", -60.0, 60.0, &SiteSeries::temperature},
    {"solar", "of rating", 0.0, 1.5, &SiteSeries::solar},
};

/// Of the steps of a file, how many are alike in one that is regular.
constexpr double kRegularShare = 0.8;

Seconds usual_step(const std::vector<Seconds>& times) {
  std::vector<Seconds> steps;
  for (std::size_t i = 1; i < times.size(); ++i) steps.push_back(times[i] - times[i - 1]);
  if (steps.empty()) return Seconds(0.0);
  std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
  const Seconds median = steps[steps.size() / 2];
  const auto alike = std::count(steps.begin(), steps.end(), median);
  return static_cast<double>(alike) >= kRegularShare * static_cast<double>(steps.size()) ? median : Seconds(0.0);
}

/// Reports times that do not rise, and rows missing from a file whose steps are otherwise alike.
bool check_times(const std::vector<Seconds>& times, const std::vector<Mark>& marks, Findings& findings) {
  const std::size_t errors = findings.error_count();
  const Seconds step = usual_step(times);
  for (std::size_t i = 1; i < times.size(); ++i) {
    const Seconds here = times[i] - times[i - 1];
    if (here <= Seconds(0.0)) {
      findings.error(marks[i],
                     fmt::format("time {} does not come after {}", short_text(times[i]), short_text(times[i - 1])),
                     "sort the rows by time, each time once");
    } else if (step > Seconds(0.0) && here > 1.5 * step) {
      findings.error(marks[i],
                     fmt::format("gap: {:.0f} row(s) are missing between {} and {}, steps are {}", here / step - 1.0,
                                 short_text(times[i - 1]), short_text(times[i]), short_text(step)),
                     "give every step; a value that did not change is given again");
    }
  }
  return findings.error_count() == errors;
}

struct Samples {
  std::vector<Seconds> times;
  std::vector<double> values;
  std::vector<Mark> marks;  ///< of each
};

void read_file(const DocumentNode& file, std::deque<SourceText>& sources, Findings& findings, Samples& samples) {
  for (const NumberRow& row : read_number_table(file, {"time_seconds", "value"}, sources, findings)) {
    samples.times.emplace_back(row.values[0]);
    samples.values.push_back(row.values[1]);
    samples.marks.push_back(row.mark);
  }
}

/// Times and values from their lists or from a file.
bool read_samples(MappingReader& reader, const Field& item, ScenarioPlaces& places, Findings& findings,
                  Samples& samples) {
  const DocumentNode& node = reader.node();
  std::vector<FieldValue> times;
  std::vector<FieldValue> values;
  bool is_read = reader.read_list("times", kTimeItem, times);
  is_read = reader.read_list("values", item, values) && is_read;
  const DocumentNode* file = reader.take("file");
  const DocumentNode* list = node.find("times");
  if (file != nullptr && list != nullptr) {
    findings.error(file->label, "give `times` and `values`, or a `file`, not both");
    return false;
  }
  for (std::size_t i = 0; i < times.size(); ++i) {
    samples.times.emplace_back(std::get<double>(times[i]));
    samples.marks.push_back(list->items[i].mark);
  }
  for (const FieldValue& value : values) samples.values.push_back(std::get<double>(value));
  if (file != nullptr) read_file(*file, *places.sources, findings, samples);
  return is_read && (file == nullptr || !samples.times.empty());
}

/// One series in `where`, with values in [least, most].
std::optional<SignalSpec> read_one(const DocumentNode& node, const std::string& where, const SignalSpec& initial,
                                   const Field& item, ScenarioPlaces& places, Findings& findings) {
  MappingReader reader(node, fmt::format("'{}'", where), findings);
  if (!reader.is_valid()) return std::nullopt;
  SignalSpec signal = initial;
  Samples samples;
  const bool has_period = node.find("period") != nullptr;
  bool is_read = reader.read(signal_fields(), signal);
  is_read = read_samples(reader, item, places, findings, samples) && is_read;
  reader.finish();
  if (!is_read) return std::nullopt;
  if (samples.times.empty() || samples.times.size() != samples.values.size()) {
    findings.error(node.label,
                   fmt::format("'{}' has {} times and {} values", where, samples.times.size(), samples.values.size()),
                   "give as many `values` as `times`, or a `file`");
    return std::nullopt;
  }
  if (!check_times(samples.times, samples.marks, findings)) return std::nullopt;
  const Seconds step = usual_step(samples.times);
  if (!has_period && node.find("file") != nullptr && step > Seconds(0.0)) signal.period = samples.times.back() + step;
  if (samples.times.front() != Seconds(0.0) || samples.times.back() >= signal.period) {
    findings.error(node.label, fmt::format("the times of '{}' must begin at 0 s and stay below its period of {}",
                                           where, short_text(signal.period)));
    return std::nullopt;
  }
  for (std::size_t i = 0; i < samples.values.size(); ++i) {
    if (samples.values[i] >= item.range.minimum && samples.values[i] <= item.range.maximum) continue;
    findings.error(samples.marks[i], fmt::format("{} is not a {} of {} to {} {}", samples.values[i], where,
                                                 item.range.minimum, item.range.maximum, signal.unit));
    return std::nullopt;
  }
  signal.times = std::move(samples.times);
  signal.values = std::move(samples.values);
  return signal;
}

}  // namespace

void read_signal(const DocumentNode& node, Findings& findings, Scenario& scenario, ScenarioPlaces& places) {
  if (auto signal = read_one(node, "signal", SignalSpec{}, kValueItem, places, findings)) scenario.signal = *signal;
}

void read_series(const DocumentNode& node, Findings& findings, Scenario& scenario, ScenarioPlaces& places) {
  MappingReader reader(node, "'series'", findings);
  for (const SeriesKind& kind : kKinds) {
    const DocumentNode* given = reader.take(kind.key);
    if (given == nullptr) continue;
    SignalSpec initial;
    initial.unit = kind.unit;
    Field item = kValueItem;
    item.range = {kind.least, kind.most};
    scenario.series.*(kind.member) = read_one(*given, kind.key, initial, item, places, findings);
    const auto& read = scenario.series.*(kind.member);
    if (read && read->unit != kind.unit) {
      const DocumentNode* unit = given->find("unit");
      findings.error(unit->mark, fmt::format("the series '{}' is in {}, not in {}", kind.key, kind.unit, read->unit));
    }
  }
  reader.finish();
}

}  // namespace gigapod
