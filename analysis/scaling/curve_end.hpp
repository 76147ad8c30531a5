#pragma once

#include "analysis/scaling/scaling.hpp"

#include <optional>
#include <vector>

namespace gigapod {

/// Share of the best useful rate of a chip below which a further chip is not worth it; a convention.
inline constexpr double kWorthwhileShare = 0.5;

/// Shares of all chip-seconds at a size; where it runs they sum to 1.
[[nodiscard]] std::vector<ChipSecondShare> chip_second_shares(const ScalePoint& point);

/// Where the curve ends: the first size at which a further chip brings less than `kWorthwhileShare` of the best
/// useful rate, or the last that the envelope carries. `best_rate`: of another study, whose bar is kept; 0: the
/// curve's own. Nothing where no size runs.
[[nodiscard]] std::optional<CurveEnd> curve_end(const ScaleCurve& curve, double power_chips, Watts envelope,
                                                double best_rate = 0.0);

}  // namespace gigapod
