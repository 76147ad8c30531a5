#pragma once

#include <algorithm>
#include <cmath>

namespace gigapod {

/// Figures that differ by less than the ledger is checked to are the same: sums in another order.
inline constexpr double kRounding = 1e-9;

[[nodiscard]] inline bool is_same_figure(double a, double b) {
  return std::abs(a - b) <= kRounding * std::max(std::abs(a), std::abs(b));
}

}  // namespace gigapod
