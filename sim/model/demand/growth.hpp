#pragma once

#include "sim/base/quantity.hpp"

#include <cmath>

namespace gigapod {

/// Demand at `time` over demand at 0 for exponential growth by the fraction `per_day` (> -1) a day.
[[nodiscard]] inline double growth_factor(double per_day, Seconds time) {
  return per_day == 0.0 ? 1.0 : std::exp(std::log1p(per_day) * time.value() / 86400.0);
}

}  // namespace gigapod
