#include "analysis/report/json_text.hpp"
#include "analysis/report/report_data.hpp"
#include "analysis/study/study_measures.hpp"
#include "analysis/study/study_sensitivity.hpp"
#include "sim/base/version.hpp"

#include <cmath>

namespace gigapod {
namespace {

using nlohmann::json;

json number_json(double number) { return std::isfinite(number) ? json(number) : json(nullptr); }

/// Mean, low and high end of every measure; null where no run has a result.
json row_json(const StudyRow& row) {
  json measures = json::array();
  for (const MeanInterval& m : row.measures) {
    measures.push_back(m.samples == 0 ? json(nullptr) : json({m.mean, m.low(), m.high()}));
  }
  return {{"values", row.values}, {"seeds", row.runs.size()}, {"measures", std::move(measures)}};
}

json axis_json(const StudyAxis& axis) {
  json json_axis = {{"name", axis.name}, {"values", axis.values}};
  if (axis.range) {
    json_axis["range"] = {{"low", axis.range->low},
                          {"high", axis.range->high},
                          {"unit", axis.range->unit},
                          {"is_logarithmic", axis.range->is_logarithmic}};
  }
  return json_axis;
}

/// The design, and how much each axis matters, the one that matters most first.
json sample_json(const StudyResults& results) {
  if (!results.sample) return nullptr;
  const StudySample& sample = *results.sample;
  json all = json::array();
  for (const Sensitivity& one : sensitivities(results)) {
    json axes = json::array();
    for (const std::size_t position : ranked(one, sample.method)) {
      const AxisSensitivity& axis = one.axes[position];
      json estimates = json::array();
      for (const IndexEstimate& e : axis.estimates) {
        estimates.push_back({number_json(e.value), number_json(e.low), number_json(e.high)});
      }
      axes.push_back({{"axis", axis.axis}, {"estimates", std::move(estimates)}});
    }
    all.push_back({{"first_row", one.first_row}, {"measure", one.measure}, {"axes", std::move(axes)}});
  }
  return {{"method", sample_method_names()[static_cast<std::size_t>(sample.method)]},
          {"axes", sample.axes},
          {"points", sample.points},
          {"columns", sensitivity_columns(sample.method)},
          {"sensitivities", std::move(all)}};
}

json failures_json(const StudyResults& results) {
  json failures = json::array();
  for (const StudyFailure& failure : results.failures) {
    failures.push_back({{"row", failure.row},
                        {"seed", failure.seed ? json(*failure.seed) : json(nullptr)},
                        {"reason", failure.reason}});
  }
  return failures;
}

json row_index(const StudyResults& results, const StudyRow* row) {
  return row == nullptr ? json(nullptr) : json(row - results.rows.data());
}

}  // namespace

std::string study_report_json(const StudyResults& results) {
  json axes = json::array();
  for (const StudyAxis& axis : results.axes) axes.push_back(axis_json(axis));
  json measures = json::array();
  for (const std::string& measure : results.measures) {
    measures.push_back({{"name", measure}, {"unit", measure_unit(measure)}, {"is_fraction", is_fraction(measure)}});
  }
  json rows = json::array();
  for (const StudyRow& row : results.rows) rows.push_back(row_json(row));
  json firsts = json::array();
  for (const auto& [start, first] : first_on_target(results)) {
    firsts.push_back({{"start", row_index(results, start)}, {"first", row_index(results, first)}});
  }
  return json_text({{"kind", results.sample ? "sample" : "study"},
                    {"program", "gigapod"},
                    {"version", version()},
                    {"scenario", results.name},
                    {"description", results.description},
                    {"seeds", results.seeds.most},
                    {"inner", {{"axes", results.inner_axes()}, {"size", results.dimensions.back().size}}},
                    {"sample", sample_json(results)},
                    {"failures", failures_json(results)},
                    {"target", results.target ? json(*results.target) : json(nullptr)},
                    {"axes", std::move(axes)},
                    {"measures", std::move(measures)},
                    {"rows", std::move(rows)},
                    {"firsts", std::move(firsts)}});
}

}  // namespace gigapod
