#include "analysis/study_results.hpp"

#include "sim/base/check.hpp"

#include <utility>

namespace gigapod {

StudyResults study_results(const Study& study, const std::vector<std::vector<double>>& runs) {
  StudyResults results{study.name,       study.description, study.axes,   study.measures,
                       study.first_seed, study.seeds,       study.target, {}};
  const auto seeds = static_cast<std::size_t>(study.seeds);
  GIGAPOD_CHECK(runs.size() == study.cases.size() * seeds, "every seed of every case has run");
  for (std::size_t i = 0; i < study.cases.size(); ++i) {
    const auto first = runs.begin() + static_cast<std::ptrdiff_t>(i * seeds);
    StudyRow row{study.cases[i].values, {}, {first, first + study.seeds}};
    for (std::size_t measure = 0; measure < study.measures.size(); ++measure) {
      std::vector<double> samples;
      for (const std::vector<double>& run : row.runs) samples.push_back(run.at(measure));
      row.measures.push_back(mean_interval(samples));
    }
    results.rows.push_back(std::move(row));
  }
  return results;
}

std::vector<std::pair<const StudyRow*, const StudyRow*>> first_on_target(const StudyResults& results) {
  std::vector<std::pair<const StudyRow*, const StudyRow*>> firsts;
  if (!results.target) return firsts;
  for (const StudyRow& row : results.rows) {
    if (row.values.back() == 0) firsts.emplace_back(&row, nullptr);
    const bool is_reached = row.measures.front().low() >= *results.target;
    if (is_reached && firsts.back().second == nullptr) firsts.back().second = &row;
  }
  return firsts;
}

}  // namespace gigapod
