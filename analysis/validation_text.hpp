#pragma once

#include "analysis/validation.hpp"

#include <string>

namespace gigapod {

/// The validation as tables for a terminal: rows, scores, rows left out.
[[nodiscard]] std::string validation_text(const Validation& validation);

/// A JSON list with an object for every scored row.
[[nodiscard]] std::string validation_json(const Validation& validation);

/// A table with a line for every scored row.
[[nodiscard]] std::string validation_csv(const Validation& validation);

}  // namespace gigapod
