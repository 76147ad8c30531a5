#pragma once

#include "analysis/compare/comparison.hpp"

#include <string>

namespace gigapod {

/// A comparison as the JSON text that the page reads: comparison_json and the series of the first run of each side.
[[nodiscard]] std::string comparison_report_json(const Comparison& comparison);

/// The page of a comparison: one HTML file that opens without a network.
[[nodiscard]] std::string comparison_html(const Comparison& comparison);

}  // namespace gigapod
