#include "analysis/compare/comparison.hpp"
#include "analysis/compare/comparison_columns.hpp"
#include "analysis/csv_table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

template <class T>
std::string or_empty(const std::optional<T>& value) {
  return value ? fmt::format("{}", *value) : std::string();
}

const char* test_name(const MeanDifference& difference) {
  if (!difference.p) return "none";
  return difference.common_pairs > 0 ? "paired" : "welch";
}

Json side_json(const ComparedSide& side) {
  Json seeds = Json::array();
  for (const ComparedRun& run : side.runs) seeds.push_back(run.seed);
  return {{"name", side.name}, {"path", side.path}, {"scenario", side.scenario_name}, {"seeds", std::move(seeds)}};
}

Json value_json(const std::optional<MeanInterval>& value) {
  if (!value) return nullptr;
  return {{"mean", value->mean}, {"low", value->low()}, {"high", value->high()}, {"runs", value->samples}};
}

Json difference_json(const FigureDifference& difference) {
  if (difference.is_missing) return {{"is_missing", true}, {"is_outside", difference.is_outside}};
  return {{"difference", difference.mean.difference},
          {"low", difference.mean.low()},
          {"high", difference.mean.high()},
          {"relative", or_null(difference.relative)},
          {"test", test_name(difference.mean)},
          {"p", or_null(difference.mean.p)},
          {"adjusted_p", or_null(difference.adjusted_p)},
          {"is_significant", difference.is_significant()},
          {"is_outside", difference.is_outside}};
}

Json figure_json(const ComparedFigure& figure) {
  Json json = {{"name", figure.name}, {"group", group_name(figure.group)}};
  json["sides"] = Json::array();
  for (const auto& side : figure.sides) json["sides"].push_back(value_json(side));
  json["differences"] = Json::array();
  for (const FigureDifference& difference : figure.differences) {
    json["differences"].push_back(difference_json(difference));
  }
  if (figure.tolerance) {
    json["tolerance"] = {{"amount", figure.tolerance->amount}, {"is_relative", figure.tolerance->is_relative}};
  }
  return json;
}

std::string tolerance_text(const std::optional<Tolerance>& tolerance) {
  if (!tolerance) return {};
  return tolerance->is_relative ? fmt::format("{}%", 100.0 * tolerance->amount)
                                : fmt::format("{}", tolerance->amount);
}

/// Difference, its ends, relative, test, p, corrected p and whether it is outside.
std::string difference_cells(const FigureDifference& difference) {
  const char* outside = difference.is_outside ? "yes" : "no";
  if (difference.is_missing) return fmt::format(",,,,missing,,,{}", outside);
  const MeanDifference& mean = difference.mean;
  return fmt::format("{},{},{},{},{},{},{},{}", mean.difference, mean.low(), mean.high(),
                     or_empty(difference.relative), test_name(mean), or_empty(mean.p),
                     or_empty(difference.adjusted_p), outside);
}

}  // namespace

std::string comparison_csv(const Comparison& comparison) {
  std::string text = csv_heading(comparison_columns());
  for (const ComparedFigure& figure : comparison.figures) {
    for (std::size_t side = 0; side < comparison.sides.size(); ++side) {
      text += fmt::format("{},{},{},", csv_field(figure.name), group_name(figure.group),
                          csv_field(comparison.sides[side].name));
      const std::optional<MeanInterval>& value = figure.sides[side];
      text += value ? fmt::format("{},{},{},{},", value->samples, value->mean, value->low(), value->high()) : "0,,,,";
      text += side == 0 ? ",,,,,,," : difference_cells(figure.differences[side - 1]);
      text += "," + csv_field(tolerance_text(figure.tolerance)) + "\n";
    }
  }
  return text;
}

std::string comparison_json(const Comparison& comparison) {
  Json json = {{"tests", comparison.tests}};
  json["sides"] = Json::array();
  for (const ComparedSide& side : comparison.sides) json["sides"].push_back(side_json(side));
  json["figures"] = Json::array();
  for (const ComparedFigure& figure : comparison.figures) json["figures"].push_back(figure_json(figure));
  json["scenario"] = Json::array();
  for (const ScenarioDifference& difference : comparison.scenario) {
    Json values = Json::array();
    for (const auto& value : difference.values) values.push_back(or_null(value));
    json["scenario"].push_back({{"key", difference.key}, {"values", std::move(values)}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gigapod
