#include "tests/theory/study_output.hpp"

#include "sim/base/dimension.hpp"
#include "tests/app/program.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <variant>

namespace gigapod {

StudyOutput run_study(const std::string& name) {
  const test::ScratchFolder scratch;
  const auto result =
      test::run_program({"study", test::shipped_scenario(name), "-o", "out", "-j", "2", "--json"}, scratch.path());
  if (result.exit_code != 0) throw std::runtime_error(result.errors);
  const auto json = nlohmann::json::parse(result.output);
  StudyOutput output{{}, test::file_text(scratch.path() / "out/study.txt")};
  for (const auto& item : json["rows"]) {
    StudyOutputRow row;
    for (const auto& [axis, value] : item["values"].items()) row.values[axis] = value;
    for (const auto& [measure, interval] : item["measures"].items()) {
      const double mean = interval["mean"];
      row.measures[measure] = {mean, interval["high"].get<double>() - mean, json["seeds"]};
    }
    output.rows.push_back(std::move(row));
  }
  return output;
}

double seconds_of(const std::string& text) {
  const auto amount = parse_amount(text);
  if (!std::holds_alternative<Amount>(amount)) throw std::runtime_error("no time: " + text);
  return std::get<Amount>(amount).base_value;
}

}  // namespace gigapod
