#include "analysis/compare/side_scenario.hpp"

#include "sim/base/diagnostics.hpp"
#include "sim/scenario/flat_values.hpp"

#include <fmt/format.h>

namespace gigapod {

std::vector<std::pair<std::string, std::string>> side_scenario(const std::string& resolved, const std::string& of) {
  if (resolved.empty()) throw InvalidInput(fmt::format("{}: resolved.yaml is missing", of));
  std::vector<std::pair<std::string, std::string>> values;
  try {
    values = flat_values(resolved);
  } catch (const InvalidInput& error) {
    throw InvalidInput(fmt::format("{}: resolved.yaml is damaged ({})", of, error.what()));
  }
  std::erase_if(values, [](const auto& entry) { return entry.first == "seed" || entry.first == "study.seeds"; });
  return values;
}

}  // namespace gigapod
