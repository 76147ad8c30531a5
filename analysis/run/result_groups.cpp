#include "analysis/run/result_groups.hpp"

#include "analysis/column_lists.hpp"

#include <vector>
namespace gigapod {
namespace {

std::vector<MetricGroup> groups_of_results() {
  using enum MetricPlace;
  std::vector<MetricGroup> all = {
      {kColumn, "sweep/results.csv", study_result_columns()},
      {kColumn, "sweep/runs.csv", study_run_columns()},
      {kColumn, "sweep/failures.csv", study_failure_columns()},
      {kColumn, "sweep/sensitivity.csv", study_sensitivity_columns()},
      {kColumn, "scale/scaling.csv", scaling_columns()},
      {kColumn, "scale/ends.csv", curve_end_columns()},
      {kColumn, "scale/sensitivity.csv", end_shift_columns()},
      {kColumn, "plan/plan.csv", plan_columns()},
      {kColumn, "cost/cost.csv", cost_columns()},
      {kColumn, "cost/serving_cost.csv", serving_cost_columns()},
      {kColumn, "serve/requests.csv", request_columns()},
      {kColumn, "serve/frontier.csv", frontier_columns()},
      {kColumn, "validate/validation.csv", validation_columns()},
      {kKey, "sweep/study.json", study_keys()},
      {kKey, "scale/scaling.json", scaling_keys()},
      {kKey, "plan/plan.json", plan_keys()},
      {kKey, "cost/cost.json", cost_keys()},
      {kKey, "cost/serving_cost.json", serving_cost_keys()},
      {kKey, "serve/summary.json", serving_keys()},
      {kKey, "serve/search.json", serving_search_keys()},
  };
  const std::span<const MetricGroup> tables = study_table_groups();
  all.insert(all.begin() + 4, tables.begin(), tables.end());
  return all;
}

}  // namespace

std::vector<MetricDefinition> joined(std::initializer_list<Definitions> lists) {
  std::vector<MetricDefinition> all;
  for (const Definitions list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

std::span<const MetricGroup> result_groups() {
  static const std::vector<MetricGroup> groups = groups_of_results();
  return groups;
}

}  // namespace gigapod
