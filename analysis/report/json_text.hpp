#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace gigapod {

/// Compact JSON text; bytes that are not UTF-8 become the replacement character, so that no name stops a report.
[[nodiscard]] inline std::string json_text(const nlohmann::json& data) {
  return data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace gigapod
