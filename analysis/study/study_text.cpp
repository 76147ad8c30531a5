#include "analysis/number_text.hpp"
#include "analysis/study/measure_text.hpp"
#include "analysis/study/study_measures.hpp"
#include "analysis/study/study_results.hpp"
#include "analysis/study/study_sensitivity.hpp"
#include "analysis/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace gigapod {
namespace {

using Align = TextTable::Align;
constexpr std::size_t kMostColumns = 7;  ///< of a table across; with more, every case has a line

constexpr std::size_t kMostSampleLines = 24;
constexpr std::size_t kMostFailureLines = 20;

/// Of sorted values, between neighbours in proportion.
double quantile(const std::vector<double>& sorted, double part) {
  const double place = part * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// The first axis across, the second down, one table a measure.
std::string crossed_text(const StudyResults& results, std::size_t measure) {
  TextTable table;
  table.column(results.axes[1].name, Align::kLeft);
  for (const std::string& value : results.axes[0].values) table.column(value);
  const std::size_t down = results.axes[1].values.size();
  for (std::size_t i = 0; i < down; ++i) {
    std::vector<std::string> cells = {results.axes[1].values[i]};
    for (std::size_t j = 0; j < results.axes[0].values.size(); ++j) {
      cells.push_back(interval_text(results.rows[j * down + i].measures[measure], results.measures[measure]));
    }
    table.row(cells);
  }
  return fmt::format("{} by {}\n{}", results.measures[measure], results.axes[0].name, table.text());
}

std::string long_text(const StudyResults& results) {
  TextTable table;
  for (const StudyAxis& axis : results.axes) table.column(axis.name, Align::kLeft);
  for (const std::string& measure : results.measures) table.column(measure);
  for (const StudyRow& row : results.rows) {
    std::vector<std::string> cells;
    for (std::size_t axis = 0; axis < results.axes.size(); ++axis) cells.push_back(results.value(row, axis));
    for (std::size_t i = 0; i < results.measures.size(); ++i) {
      cells.push_back(interval_text(row.measures[i], results.measures[i]));
    }
    table.row(cells);
  }
  return table.text();
}

/// How each measure is spread over the points of the sample, a line for each combination of listed values.
std::string sample_text(const StudyResults& results) {
  const std::vector<std::size_t> outer = results.outer_axes();
  const std::size_t points = results.sample->points.size();
  TextTable table;
  table.column("means over the sample", Align::kLeft);
  for (const char* column : {"points", "lowest", "10%", "median", "90%", "highest"}) table.column(column);
  for (std::size_t first = 0; first < results.rows.size(); first += points) {
    for (std::size_t measure = 0; measure < results.measures.size(); ++measure) {
      std::vector<double> means;
      for (std::size_t i = first; i < first + points; ++i) {
        const MeanInterval& interval = results.rows[i].measures[measure];
        if (interval.samples > 0) means.push_back(interval.mean);
      }
      std::sort(means.begin(), means.end());
      const std::string place = results.place(results.rows[first], outer);
      std::vector<std::string> cells = {
          place.empty() ? results.measures[measure] : place + ": " + results.measures[measure],
          std::to_string(means.size())};
      for (const double part : {0.0, 0.1, 0.5, 0.9, 1.0}) {
        cells.push_back(means.empty() ? "–" : measure_text(quantile(means, part), results.measures[measure]));
      }
      table.row(cells);
    }
  }
  return table.text();
}

/// Points of a sample that reach the target, as it has no order.
std::string sample_target_text(const StudyResults& results, const std::string& target) {
  std::string text;
  const std::size_t points = results.sample->points.size();
  for (std::size_t first = 0; first < results.rows.size(); first += points) {
    std::size_t reached = 0;
    for (std::size_t i = first; i < first + points; ++i) {
      const MeanInterval& interval = results.rows[i].measures.front();
      if (interval.samples > 0 && interval.low() >= *results.target) ++reached;
    }
    const std::string place = results.place(results.rows[first], results.outer_axes());
    text +=
        fmt::format("  {}{}{} of {} points reach {}\n", place, place.empty() ? "" : ": ", reached, points, target);
  }
  return text;
}

std::string ordered_target_text(const StudyResults& results, const std::string& target) {
  std::string names;
  for (const std::size_t axis : results.inner_axes()) names += (names.empty() ? "" : ", ") + results.axes[axis].name;
  std::string text;
  for (const auto& [start, first] : first_on_target(results)) {
    const std::string place = results.place(*start, results.outer_axes());
    const std::string where = place.empty() ? "" : place + ": ";
    if (first == nullptr) {
      text += fmt::format("  {}no {} reaches {}\n", where, names, target);
      continue;
    }
    std::string values;
    for (const std::size_t axis : results.inner_axes())
      values += (values.empty() ? "" : ", ") + results.value(*first, axis);
    text += fmt::format("  {}first with {} ({})\n", where, values,
                        interval_text(first->measures.front(), results.measures.front()));
  }
  return text;
}

std::string target_text(const StudyResults& results) {
  if (!results.target) return {};
  const std::string& measure = results.measures.front();
  const std::string target =
      is_fraction(measure) ? fmt::format("{:g}%", 100.0 * *results.target) : measure_text(*results.target, measure);
  const std::string text =
      results.sample ? sample_target_text(results, target) : ordered_target_text(results, target);
  return fmt::format("{} of at least {}, its whole interval\n{}", measure, target, text);
}

std::string failures_text(const StudyResults& results) {
  if (results.failures.empty()) return {};
  std::vector<std::size_t> axes(results.axes.size());
  std::iota(axes.begin(), axes.end(), std::size_t{0});
  std::string text = fmt::format("{} without a result\n", results.failures.size());
  for (std::size_t i = 0; i < std::min(results.failures.size(), kMostFailureLines); ++i) {
    const StudyFailure& failure = results.failures[i];
    const std::string seed = failure.seed ? fmt::format(", seed {}", *failure.seed) : "";
    text += fmt::format("  {}{}: {}\n", results.place(results.rows[failure.row], axes), seed, failure.reason);
  }
  if (results.failures.size() > kMostFailureLines) text += "  … failures.csv has all\n";
  return text;
}

/// `30 seeds`, `5 to 30 seeds`.
std::string seeds_text(const StudyResults& results) {
  std::vector<std::size_t> counts;
  for (const StudyRow& row : results.rows) counts.push_back(row.runs.size());
  for (const StudyFailure& failure : results.failures) {
    if (failure.seed) ++counts[failure.row];
  }
  const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
  const std::string most_seeds = counted(static_cast<std::int64_t>(*most), "seed");
  return *least == *most ? most_seeds : fmt::format("{} to {}", *least, most_seeds);
}

}  // namespace

std::string study_text(const StudyResults& results) {
  const std::string seeds = seeds_text(results);
  std::string text = fmt::format("{}: {}, {} each{}\n\n", results.name,
                                 counted(static_cast<std::int64_t>(results.rows.size()), "case"), seeds,
                                 seeds == "1 seed" ? "" : "; mean with its 95% interval");
  const bool is_crossed = !results.sample && results.axes.size() == 2 && results.dimensions.size() == 2 &&
                          results.axes[0].values.size() <= kMostColumns;
  if (is_crossed) {
    for (std::size_t i = 0; i < results.measures.size(); ++i) text += crossed_text(results, i) + "\n";
  } else if (results.sample && results.rows.size() > kMostSampleLines) {
    text += sample_text(results) + "\n";
  } else {
    text += long_text(results) + "\n";
  }
  if (results.sample) text += sensitivity_text(results) + "\n";
  return text + target_text(results) + failures_text(results);
}

}  // namespace gigapod
