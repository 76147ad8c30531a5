#pragma once

#include "analysis/interval.hpp"

#include <string>

namespace gigapod {

/// A number in four digits or so, for tables: `0.912`, `1234`, `5.67e+12`.
[[nodiscard]] std::string number_text(double value);
/// The value of a measure: fractions in percent.
[[nodiscard]] std::string measure_text(double value, const std::string& measure);
/// The mean with its interval, `91.20 ± 0.31%`; a dash without a sample.
[[nodiscard]] std::string interval_text(const MeanInterval& interval, const std::string& measure);

}  // namespace gigapod
