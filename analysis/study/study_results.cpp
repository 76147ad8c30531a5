#include "analysis/study/study_results.hpp"

#include "sim/base/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gigapod {
namespace {

StudyRow row_of(const StudyCase& one, const CaseRuns& runs, std::size_t measures) {
  StudyRow row{one.values, {}, runs.runs()};
  for (std::size_t measure = 0; measure < measures; ++measure) {
    std::vector<double> samples;
    for (const StudyRun& run : row.runs) samples.push_back(run.measures.at(measure));
    row.measures.push_back(mean_interval(samples));
  }
  return row;
}

}  // namespace

std::vector<std::size_t> StudyResults::outer_axes() const {
  std::vector<std::size_t> outer;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    if (std::find(inner_axes().begin(), inner_axes().end(), axis) == inner_axes().end()) outer.push_back(axis);
  }
  return outer;
}

std::string StudyResults::place(const StudyRow& row, const std::vector<std::size_t>& on_axes) const {
  std::string text;
  for (const std::size_t axis : on_axes) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", axes[axis].name, value(row, axis));
  }
  return text;
}

StudyResults study_results(const Study& study, const std::vector<CaseRuns>& runs) {
  GIGAPOD_CHECK(runs.size() == study.cases.size(), "every case has its runs");
  StudyResults results{study.name,
                       study.description,
                       study.axes,
                       study.dimensions,
                       study.sample,
                       study.measures,
                       study.first_seed,
                       study.seeds,
                       study.target,
                       {},
                       {}};
  for (std::size_t i = 0; i < study.cases.size(); ++i) {
    results.rows.push_back(row_of(study.cases[i], runs[i], study.measures.size()));
    if (!study.cases[i].fault.empty()) results.failures.push_back({i, {}, study.cases[i].fault});
    for (const auto& [seed, reason] : runs[i].failures()) results.failures.push_back({i, seed, reason});
  }
  return results;
}

std::vector<std::pair<const StudyRow*, const StudyRow*>> first_on_target(const StudyResults& results) {
  std::vector<std::pair<const StudyRow*, const StudyRow*>> firsts;
  if (!results.target || results.sample) return firsts;
  for (std::size_t i = 0; i < results.rows.size(); ++i) {
    const StudyRow& row = results.rows[i];
    if (i % results.dimensions.back().size == 0) firsts.emplace_back(&row, nullptr);
    const MeanInterval& interval = row.measures.front();
    const bool is_reached = interval.samples > 0 && interval.low() >= *results.target;
    if (is_reached && firsts.back().second == nullptr) firsts.back().second = &row;
  }
  return firsts;
}

}  // namespace gigapod
