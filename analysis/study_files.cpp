#include "analysis/study_measures.hpp"
#include "analysis/study_results.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

/// A cell as RFC 4180 wants it.
std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted.append(letter == '"' ? 2 : 1, letter);
  return quoted.append("\"");
}

std::string axes_heading(const StudyResults& results) {
  std::string line;
  for (const StudyAxis& axis : results.axes) line += csv_cell(axis.name) + ",";
  return line;
}

std::string axes_cells(const StudyResults& results, const StudyRow& row) {
  std::string line;
  for (std::size_t axis = 0; axis < results.axes.size(); ++axis) line += csv_cell(results.value(row, axis)) + ",";
  return line;
}

}  // namespace

std::string study_csv(const StudyResults& results) {
  std::string text = axes_heading(results) + "seeds";
  for (const std::string& measure : results.measures) {
    for (const char* part : {"mean", "low", "high"}) text += fmt::format(",{}", csv_cell(measure + "_" + part));
  }
  text += "\n";
  for (const StudyRow& row : results.rows) {
    text += axes_cells(results, row) + std::to_string(results.seeds);
    for (const MeanInterval& m : row.measures) text += fmt::format(",{},{},{}", m.mean, m.low(), m.high());
    text += "\n";
  }
  return text;
}

std::string study_runs_csv(const StudyResults& results) {
  std::string text = axes_heading(results) + "seed";
  for (const std::string& measure : results.measures) text += "," + csv_cell(measure);
  text += "\n";
  for (const StudyRow& row : results.rows) {
    for (std::size_t seed = 0; seed < row.runs.size(); ++seed) {
      text += fmt::format("{}{}", axes_cells(results, row), results.first_seed + seed);
      for (const double value : row.runs[seed]) text += fmt::format(",{}", value);
      text += "\n";
    }
  }
  return text;
}

std::string study_json(const StudyResults& results) {
  Json axes = Json::array();
  for (const StudyAxis& axis : results.axes) axes.push_back({{"name", axis.name}, {"values", axis.values}});
  Json rows = Json::array();
  for (const StudyRow& row : results.rows) {
    Json values = Json::object();
    Json measures = Json::object();
    for (std::size_t axis = 0; axis < results.axes.size(); ++axis) {
      values[results.axes[axis].name] = results.value(row, axis);
    }
    for (std::size_t i = 0; i < results.measures.size(); ++i) {
      const MeanInterval& m = row.measures[i];
      measures[results.measures[i]] = {{"mean", m.mean}, {"low", m.low()}, {"high", m.high()}};
    }
    rows.push_back({{"values", std::move(values)}, {"measures", std::move(measures)}});
  }
  Json json = {{"name", results.name},         {"description", results.description}, {"axes", std::move(axes)},
               {"measures", results.measures}, {"first_seed", results.first_seed},   {"seeds", results.seeds}};
  if (results.target) json["target"] = *results.target;
  json["rows"] = std::move(rows);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gigapod
