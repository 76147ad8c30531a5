#include "analysis/report/json_text.hpp"
#include "analysis/report/report_data.hpp"

#include <fmt/format.h>

namespace gigapod {

std::string cost_report_json(const CostComparison& comparison) {
  nlohmann::json data = nlohmann::json::parse(cost_json(comparison));
  data["kind"] = "cost";
  data["program"] = "gigapod";
  data["scenario"] = fmt::format("Cost of {}", comparison.kinds.front().query.start.model.name);
  return json_text(data);
}

}  // namespace gigapod
