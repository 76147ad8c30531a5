#pragma once

#include "analysis/scaling/job_growth.hpp"

#include <cstdint>
#include <vector>

namespace gigapod {

/// The curves of a job at the same sizes.
struct GrowthCurves {
  ScaleCurve weak;
  ScaleCurve strong;
  ScaleCurve best;  ///< no points where it was not searched
  std::vector<MovedSize> moved_sizes;
};

/// Sizes of a study without its own: powers of two from 64 chips, and a million.
[[nodiscard]] std::vector<std::int64_t> default_sizes();

/// The weak and the strong curve over the sizes, the smallest first, each of the chips that they come to once.
[[nodiscard]] GrowthCurves growth_curves(const JobGrowth& growth, std::vector<std::int64_t> sizes, int jobs);
/// The weak and the strong curve under other terms at the sizes of those, on the slices that they found.
[[nodiscard]] GrowthCurves growth_curves(const JobGrowth& growth, const GrowthCurves& like);

/// The size of the most useful tokens per chip so far; nullptr when none runs.
[[nodiscard]] const ScalePoint* best_size(const std::vector<ScalePoint>& points);

/// Judges the last point by those before it.
void add_limits(const JobGrowth& growth, const PlanSearchResult* search, const PlanSearchResult* weak,
                std::vector<ScalePoint>& points);

}  // namespace gigapod
