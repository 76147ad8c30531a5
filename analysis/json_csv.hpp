#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gigapod {

/// Objects of the same keys as CSV, the keys first: a cell of null is empty, texts are quoted where they have to be.
[[nodiscard]] std::string csv_rows(const std::vector<nlohmann::ordered_json>& rows);

}  // namespace gigapod
