#include "analysis/report/json_text.hpp"
#include "analysis/report/report_data.hpp"

#include <fmt/format.h>

namespace gigapod {
namespace {

std::string page_data(const std::string& text, const char* kind, const char* heading) {
  nlohmann::json data = nlohmann::json::parse(text);
  data["kind"] = kind;
  data["program"] = "gigapod";
  data["scenario"] = fmt::format("{} {}", heading, data["model"].get<std::string>());
  return json_text(data);
}

}  // namespace

std::string cost_report_json(const CostComparison& comparison) {
  return page_data(cost_json(comparison), "cost", "Cost of");
}

std::string serving_cost_report_json(const ServingComparison& comparison) {
  return page_data(serving_cost_json(comparison), "serving_cost", "Cost of serving");
}

}  // namespace gigapod
