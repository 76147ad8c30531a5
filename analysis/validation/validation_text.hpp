#pragma once

#include "analysis/validation/validation.hpp"

#include <string>

namespace gigapod {

/// The validation as tables for a terminal: rows, multi-slice loss, ranking, flows, scores, targets, rows left out.
[[nodiscard]] std::string validation_text(const Validation& validation);

/// A JSON list with an object for every scored row.
[[nodiscard]] std::string validation_json(const Validation& validation);

/// The same for a user's table: an object for each of its rows and no other, with nulls for the numbers of a row that
/// is not scored and the reason among its warnings.
[[nodiscard]] std::string own_table_json(const Validation& validation);

/// A table with a line for every scored row.
[[nodiscard]] std::string validation_csv(const Validation& validation);

}  // namespace gigapod
