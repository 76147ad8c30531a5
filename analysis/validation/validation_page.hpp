#pragma once

#include "analysis/validation/validation.hpp"

#include <string>

namespace gigapod {

/// A page with targets, parity plots, errors by family and the rows themselves, to sort, filter and point at; one
/// HTML file that opens without a network. Its frame, style and script are in analysis/validation_page.
[[nodiscard]] std::string validation_html(const Validation& validation);

}  // namespace gigapod
