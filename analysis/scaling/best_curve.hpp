#pragma once

#include "analysis/scaling/scaling_curves.hpp"

namespace gigapod {

/// The best plan at each size of the curves: the most useful tokens per second over slices, layouts, remat and batch.
/// Beside what the other curves found it tries up to `plans` plans for each size.
[[nodiscard]] ScaleCurve best_curve(const JobGrowth& growth, const GrowthCurves& curves, std::int64_t plans,
                                    int jobs);

}  // namespace gigapod
