#pragma once

#include "analysis/scaling/scaling_curves.hpp"

namespace gigapod {

/// The best plan at each size of the curves: the most useful tokens per second over slices, layouts, remat and batch.
/// Beside what the other curves found it tries up to `plans` plans for each size.
[[nodiscard]] ScaleCurve best_curve(const JobGrowth& growth, const GrowthCurves& curves, std::int64_t plans,
                                    int jobs);

/// The best curve `like` under other terms, searched near its slices and layouts: the slices in the narrow space, and
/// up to 400 plans with the layout and every remat, interleaving and batch; then near what is better, likewise from
/// the better of `curves`. Nowhere worse than `curves`, which are under the same terms. Without `replans` steps take
/// as long as in `like`.
[[nodiscard]] ScaleCurve best_curve_near(const JobGrowth& growth, const GrowthCurves& curves, const ScaleCurve& like,
                                         bool replans);

}  // namespace gigapod
