#pragma once

#include <cmath>
#include <cstddef>
#include <span>

namespace gigapod {

/// Mean of independent samples with its 95% confidence interval.
struct MeanInterval {
  double mean = 0.0;
  double half_width = 0.0;  ///< of the interval around the mean; 0 for fewer than two samples
  std::size_t samples = 0;

  [[nodiscard]] double low() const { return mean - half_width; }
  [[nodiscard]] double high() const { return mean + half_width; }
  /// Of samples that differ in their last bits only; printed as 0.
  [[nodiscard]] bool is_rounding() const { return half_width < 1e-9 * std::abs(mean); }
  [[nodiscard]] bool holds(double value) const { return value >= low() && value <= high(); }
};

/// Student's interval; for means of samples that are nearly normal or many. No samples: all zero.
[[nodiscard]] MeanInterval mean_interval(std::span<const double> samples);

}  // namespace gigapod
