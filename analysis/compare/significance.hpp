#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace gigapod {

/// The mean of one group of samples less that of another, with its 95% interval.
struct MeanDifference {
  double difference = 0.0;
  double half_width = 0.0;       ///< of the interval; 0 where the samples say nothing of their spread
  std::optional<double> p;       ///< chance of such a difference were the means equal; none with too few samples
  std::size_t common_pairs = 0;  ///< of the paired test; 0: Welch's

  [[nodiscard]] double low() const { return difference - half_width; }
  [[nodiscard]] double high() const { return difference + half_width; }
};

/// Welch's t-test of `second` less `first`: independent samples, variances that may differ. No p with fewer than two
/// samples on a side.
[[nodiscard]] MeanDifference welch_difference(std::span<const double> first, std::span<const double> second);

/// Student's t-test of the differences of samples that belong together, `second[i]` less `first[i]`. No p with fewer
/// than two pairs.
[[nodiscard]] MeanDifference paired_difference(std::span<const double> first, std::span<const double> second);

/// Holm's step-down correction for many tests: with `p` so adjusted, the chance of one false finding among all of
/// them is at most the level, whatever their dependence.
[[nodiscard]] std::vector<double> holm_adjusted(std::span<const double> p);

}  // namespace gigapod
