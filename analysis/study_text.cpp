#include "analysis/study_measures.hpp"
#include "analysis/study_results.hpp"
#include "analysis/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

using Align = TextTable::Align;
constexpr std::size_t kMostColumns = 7;  ///< of a table across; with more, every case has a line

std::string number_text(double value) {
  const double size = std::abs(value);
  if (size >= 1e6 || (size > 0.0 && size < 1e-3)) return fmt::format("{:.3e}", value);
  return fmt::format("{:.{}f}", value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

std::string interval_text(const MeanInterval& interval, const std::string& measure) {
  if (is_fraction(measure)) {
    const std::string mean = fmt::format("{:.2f}", 100.0 * interval.mean);
    return interval.samples < 2 ? mean + "%" : fmt::format("{} ± {:.2f}%", mean, 100.0 * interval.half_width);
  }
  const std::string mean = number_text(interval.mean);
  return interval.samples < 2 ? mean : fmt::format("{} ± {}", mean, number_text(interval.half_width));
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

std::string target_text(const StudyResults& results) {
  const std::string& measure = results.measures.front();
  const std::string target = is_fraction(measure) ? fmt::format("{:g}%", 100.0 * results.target.value_or(0.0))
                                                  : number_text(results.target.value_or(0.0));
  std::string text;
  for (const auto& [start, first] : first_on_target(results)) {
    std::string where;
    for (std::size_t axis = 0; axis + 1 < results.axes.size(); ++axis) {
      where +=
          fmt::format("{}{} {}", where.empty() ? "" : ", ", results.axes[axis].name, results.value(*start, axis));
    }
    const std::size_t last = results.axes.size() - 1;
    text += first == nullptr ? fmt::format("  {}: no {} reaches {}\n", where, results.axes[last].name, target)
                             : fmt::format("  {}: first with {} ({})\n", where, results.value(*first, last),
                                           interval_text(first->measures.front(), measure));
  }
  return text.empty() ? text : fmt::format("{} of at least {}, its whole interval\n{}", measure, target, text);
}

}  // namespace

std::string study_text(const StudyResults& results) {
  std::string text = fmt::format("{}: {} cases, {} seed{} each; mean with its 95% interval\n\n", results.name,
                                 results.rows.size(), results.seeds, results.seeds == 1 ? "" : "s");
  const bool is_crossed = results.axes.size() == 2 && results.axes[0].values.size() <= kMostColumns;
  if (is_crossed) {
    for (std::size_t i = 0; i < results.measures.size(); ++i) text += crossed_text(results, i) + "\n";
  } else {
    text += long_text(results) + "\n";
  }
  return text + target_text(results);
}

}  // namespace gigapod
