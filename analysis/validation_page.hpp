#pragma once

#include "analysis/validation.hpp"

#include <string>

namespace gigapod {

/// A page with a parity plot a unit: measured across, simulated up, both logarithmic; one HTML file that opens
/// without a network.
[[nodiscard]] std::string validation_html(const Validation& validation);

}  // namespace gigapod
