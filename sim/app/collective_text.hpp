#pragma once

#include "sim/app/collective_answer.hpp"

#include <string>

namespace gigapod::app {

/// What `gigapod collective` prints for people.
[[nodiscard]] std::string collective_text(const CollectiveAnswer& answer);
/// The same in a line of a table over sizes, and the lines above it.
[[nodiscard]] std::string collective_row(const CollectiveAnswer& answer);
[[nodiscard]] std::string collective_table_head(const CollectiveAnswer& answer);
/// The same as one JSON object with a unit in every name.
[[nodiscard]] std::string collective_json(const CollectiveAnswer& answer);

}  // namespace gigapod::app
