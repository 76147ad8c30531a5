#pragma once

#include "analysis/interval.hpp"

#include <string>

namespace gigapod {

/// The value of a measure in four digits or so: fractions in percent, `18.71 T`, `611.5 GJ`, `1234`.
[[nodiscard]] std::string measure_text(double value, const std::string& measure);
/// The mean with its interval, `91.20 ± 0.31%`; a dash without a sample.
[[nodiscard]] std::string interval_text(const MeanInterval& interval, const std::string& measure);

}  // namespace gigapod
