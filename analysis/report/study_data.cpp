#include "analysis/report/json_text.hpp"
#include "analysis/report/report_data.hpp"
#include "analysis/study_measures.hpp"
#include "sim/base/version.hpp"

namespace gigapod {
namespace {

using nlohmann::json;

json row_json(const StudyRow& row) {
  json measures = json::array();
  for (const MeanInterval& m : row.measures) measures.push_back({m.mean, m.low(), m.high()});
  return {{"values", row.values}, {"measures", std::move(measures)}};
}

json row_index(const StudyResults& results, const StudyRow* row) {
  return row == nullptr ? json(nullptr) : json(row - results.rows.data());
}

}  // namespace

std::string study_report_json(const StudyResults& results) {
  json axes = json::array();
  for (const StudyAxis& axis : results.axes) axes.push_back({{"name", axis.name}, {"values", axis.values}});
  json measures = json::array();
  for (const std::string& measure : results.measures) {
    measures.push_back({{"name", measure}, {"is_fraction", is_fraction(measure)}});
  }
  json rows = json::array();
  for (const StudyRow& row : results.rows) rows.push_back(row_json(row));
  json firsts = json::array();
  for (const auto& [start, first] : first_on_target(results)) {
    firsts.push_back({{"start", row_index(results, start)}, {"first", row_index(results, first)}});
  }
  return json_text({{"kind", "study"},
                    {"program", "gigapod"},
                    {"version", version()},
                    {"scenario", results.name},
                    {"description", results.description},
                    {"seeds", results.seeds},
                    {"target", results.target ? json(*results.target) : json(nullptr)},
                    {"axes", std::move(axes)},
                    {"measures", std::move(measures)},
                    {"rows", std::move(rows)},
                    {"firsts", std::move(firsts)}});
}

}  // namespace gigapod
