#include "analysis/report/json_text.hpp"
#include "analysis/report/report_data.hpp"
#include "sim/base/version.hpp"

namespace gigapod {

std::string frontier_report_json(const ServingSearch& search, const SearchResult& result) {
  nlohmann::json data = nlohmann::json::parse(search_json(search, result));
  data["kind"] = "frontier";
  data["program"] = "gigapod";
  data["version"] = version();
  data["scenario"] = data["model"];
  data["why"] = why_it_wins(result);
  data["lacks"] = what_the_runner_up_lacks(result);
  return json_text(data);
}

}  // namespace gigapod
