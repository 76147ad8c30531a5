#include "analysis/column_lists.hpp"
#include "analysis/csv_table.hpp"
#include "analysis/study/study_results.hpp"
#include "analysis/study/study_sensitivity.hpp"
#include "sim/record/run_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

std::string axes_heading(const StudyResults& results) {
  std::string line;
  for (const StudyAxis& axis : results.axes) line += csv_field(axis.name) + ",";
  return line;
}

std::string axes_cells(const StudyResults& results, const StudyRow& row) {
  std::string line;
  for (std::size_t axis = 0; axis < results.axes.size(); ++axis) line += csv_field(results.value(row, axis)) + ",";
  return line;
}

Json values_json(const StudyResults& results, const StudyRow& row) {
  Json values = Json::object();
  for (std::size_t axis = 0; axis < results.axes.size(); ++axis) {
    values[results.axes[axis].name] = results.value(row, axis);
  }
  return values;
}

Json row_json(const StudyResults& results, const StudyRow& row) {
  Json measures = Json::object();
  for (std::size_t i = 0; i < results.measures.size(); ++i) {
    const MeanInterval& m = row.measures[i];
    measures[results.measures[i]] =
        m.samples == 0 ? Json(nullptr) : Json({{"mean", m.mean}, {"low", m.low()}, {"high", m.high()}});
  }
  return {{"values", values_json(results, row)}, {"seeds", row.runs.size()}, {"measures", std::move(measures)}};
}

Json failures_json(const StudyResults& results) {
  Json failures = Json::array();
  for (const StudyFailure& failure : results.failures) {
    failures.push_back({{"values", values_json(results, results.rows[failure.row])},
                        {"seed", failure.seed ? Json(*failure.seed) : Json(nullptr)},
                        {"reason", failure.reason}});
  }
  return failures;
}

/// One entry for each combination of listed values and measure.
Json sensitivity_json(const StudyResults& results) {
  const auto& columns = sensitivity_columns(results.sample->method);
  Json all = Json::array();
  for (const Sensitivity& one : sensitivities(results)) {
    Json listed = Json::object();
    for (const std::size_t axis : results.outer_axes()) {
      listed[results.axes[axis].name] = results.value(results.rows[one.first_row], axis);
    }
    Json axes = Json::object();
    for (const AxisSensitivity& axis : one.axes) {
      Json& entry = axes[results.axes[axis.axis].name];
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const IndexEstimate& e = axis.estimates[i];
        entry[columns[i]] = {{"value", e.value}, {"low", e.low}, {"high", e.high}};
      }
    }
    all.push_back({{"values", std::move(listed)},
                   {"measure", results.measures[one.measure]},
                   {"points_left_out", one.left_out},
                   {"axes", std::move(axes)}});
  }
  return all;
}

}  // namespace

std::string study_csv(const StudyResults& results) {
  std::string text = axes_heading(results) + "seeds";
  for (const std::string& measure : results.measures) {
    for (const char* part : {"mean", "low", "high"}) text += fmt::format(",{}", csv_field(measure + "_" + part));
  }
  text += "\n";
  for (const StudyRow& row : results.rows) {
    text += axes_cells(results, row) + std::to_string(row.runs.size());
    for (const MeanInterval& m : row.measures) {
      text += m.samples == 0 ? ",,," : fmt::format(",{},{},{}", m.mean, m.low(), m.high());
    }
    text += "\n";
  }
  return text;
}

std::string study_runs_csv(const StudyResults& results) {
  std::string text = axes_heading(results) + "seed";
  for (const std::string& measure : results.measures) text += "," + csv_field(measure);
  text += "\n";
  for (const StudyRow& row : results.rows) {
    for (const StudyRun& run : row.runs) {
      text += fmt::format("{}{}", axes_cells(results, row), run.seed);
      for (const double value : run.measures) text += fmt::format(",{}", value);
      text += "\n";
    }
  }
  return text;
}

std::string study_failures_csv(const StudyResults& results) {
  std::string text = axes_heading(results) + csv_heading(study_failure_columns());
  for (const StudyFailure& failure : results.failures) {
    text += fmt::format("{}{},{}\n", axes_cells(results, results.rows[failure.row]),
                        failure.seed ? std::to_string(*failure.seed) : "", csv_field(failure.reason));
  }
  return text;
}

std::string study_json(const StudyResults& results) {
  Json axes = Json::array();
  for (const StudyAxis& axis : results.axes) axes.push_back({{"name", axis.name}, {"values", axis.values}});
  Json rows = Json::array();
  for (const StudyRow& row : results.rows) rows.push_back(row_json(results, row));
  Json json = {{"name", results.name},         {"description", results.description}, {"axes", std::move(axes)},
               {"measures", results.measures}, {"first_seed", results.first_seed},   {"seeds", results.seeds.most}};
  if (results.target) json["target"] = *results.target;
  json["runs_checksum"] = file_checksum(study_runs_csv(results));
  json["rows"] = std::move(rows);
  json["failures"] = failures_json(results);
  if (results.sample) json["sensitivity"] = sensitivity_json(results);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gigapod
