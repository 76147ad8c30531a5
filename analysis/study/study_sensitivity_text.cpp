#include "analysis/column_lists.hpp"
#include "analysis/csv_table.hpp"
#include "analysis/study/measure_text.hpp"
#include "analysis/study/study_sensitivity.hpp"
#include "analysis/text_table.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigapod {
namespace {

/// Effects are in the unit of the measure, indices and correlations plain numbers.
bool is_in_unit_of_measure(SampleMethod method) {
  return method == SampleMethod::kOneAtATime || method == SampleMethod::kMorris;
}

const char* title_of(SampleMethod method) {
  switch (method) {
    case SampleMethod::kOneAtATime: return "what each end of one range changes";
    case SampleMethod::kMorris: return "Morris: effect over the whole range";
    case SampleMethod::kSobol: return "Sobol: part of the variance explained";
    case SampleMethod::kRandom:
    case SampleMethod::kLatinHypercube: return "correlation of ranks";
  }
  return "";
}

std::string spaced(std::string name) {
  for (char& letter : name) {
    if (letter == '_') letter = ' ';
  }
  return name;
}

std::string estimate_text(const IndexEstimate& estimate, const StudyResults& results, const std::string& measure) {
  if (std::isnan(estimate.value)) return "–";
  if (!is_in_unit_of_measure(results.sample->method)) {
    return fmt::format("{:.3f} [{:.3f}, {:.3f}]", estimate.value, estimate.low, estimate.high);
  }
  return fmt::format("{} [{}, {}]", measure_text(estimate.value, measure), measure_text(estimate.low, measure),
                     measure_text(estimate.high, measure));
}

std::string table_of(const StudyResults& results, const Sensitivity& one) {
  const SampleMethod method = results.sample->method;
  const std::string& measure = results.measures[one.measure];
  bool has_gaps = false;
  TextTable table;
  table.column("axis", TextTable::Align::kLeft);
  table.column("range", TextTable::Align::kLeft);
  for (const std::string& column : sensitivity_columns(method)) table.column(spaced(column));
  for (const std::size_t position : ranked(one, method)) {
    const AxisSensitivity& axis = one.axes[position];
    const AxisRange& range = *results.axes[axis.axis].range;
    std::vector<std::string> cells = {results.axes[axis.axis].name,
                                      fmt::format("{:g} … {:g}{}", range.low, range.high, range.unit)};
    for (const IndexEstimate& estimate : axis.estimates) {
      cells.push_back(estimate_text(estimate, results, measure));
      has_gaps = has_gaps || std::isnan(estimate.value);
    }
    table.row(cells);
  }
  const std::string place = results.place(results.rows[one.first_row], results.outer_axes());
  const std::string left_out = one.left_out == 0 ? "" : fmt::format("; {} points have no result", one.left_out);
  const char* const gaps = has_gaps ? "  – where too few points have a result\n" : "";
  return fmt::format("{}{}{}, {}{}\n{}{}", place, place.empty() ? "" : ": ", measure, title_of(method), left_out,
                     table.text(), gaps);
}

}  // namespace

std::string sensitivity_text(const StudyResults& results) {
  std::string text;
  for (const Sensitivity& one : sensitivities(results)) text += (text.empty() ? "" : "\n") + table_of(results, one);
  return text;
}

std::string sensitivity_csv(const StudyResults& results) {
  std::string text;
  for (const std::size_t axis : results.outer_axes()) text += csv_field(results.axes[axis].name) + ",";
  text += csv_heading(study_sensitivity_columns());
  if (!results.sample) return text;
  const auto& columns = sensitivity_columns(results.sample->method);
  for (const Sensitivity& one : sensitivities(results)) {
    std::string place;
    for (const std::size_t axis : results.outer_axes()) {
      place += csv_field(results.value(results.rows[one.first_row], axis)) + ",";
    }
    for (const AxisSensitivity& axis : one.axes) {
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const IndexEstimate& e = axis.estimates[i];
        text += fmt::format("{}{},{},{}", place, csv_field(results.measures[one.measure]),
                            csv_field(results.axes[axis.axis].name), columns[i]);
        text += std::isnan(e.value) ? ",,,\n" : fmt::format(",{},{},{}\n", e.value, e.low, e.high);
      }
    }
  }
  return text;
}

}  // namespace gigapod
