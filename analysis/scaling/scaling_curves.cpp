#include "analysis/scaling/scaling_curves.hpp"

#include "analysis/number_text.hpp"
#include "analysis/scaling/scaling_limit.hpp"
#include "sim/base/worker_threads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gigapod {
namespace {

/// One size before it is searched.
struct Size {
  std::int64_t requested = 0;
  std::int64_t chips = 0;
  std::vector<SliceAllocation> weak;
  std::vector<SliceAllocation> strong;
};

/// The sizes by the chips that they come to, and those that are not what was asked for.
struct DistinctSizes {
  std::vector<Size> sizes;
  std::vector<MovedSize> moved;
};

DistinctSizes distinct_sizes(const JobGrowth& growth, std::vector<std::int64_t> requested) {
  std::sort(requested.begin(), requested.end());
  DistinctSizes all;
  for (const std::int64_t size : requested) {
    const std::vector<SliceAllocation> allocations = growth.allocations(size);
    const std::int64_t chips = allocations.empty() ? 0 : allocations.front().chips();
    const bool is_merged = !all.sizes.empty() && all.sizes.back().chips == chips;
    if (chips != size || is_merged) all.moved.push_back({size, chips, is_merged});
    if (chips > 0 && !is_merged) all.sizes.push_back({size, chips, allocations, allocations});
  }
  return all;
}

/// Those of a curve that ran; where nothing did, all there are.
std::vector<SliceAllocation> same_slices(const JobGrowth& growth, const ScalePoint& point) {
  if (point.is_feasible) return {{point.slice, point.slices}};
  return growth.allocations(point.requested_chips);
}

GrowthCurves grow(const JobGrowth& growth, const std::vector<Size>& sizes, int jobs) {
  const double per_chip = growth.sequences_per_chip();
  const std::int64_t fixed = growth.fixed_batch();
  const auto weak_batch = [&](const Size& size) {
    return std::max<std::int64_t>(1, std::llround(per_chip * static_cast<double>(size.chips)));
  };
  GrowthCurves curves;
  const char* unit = per_chip == 1.0 ? "sequence" : "sequences";
  curves.weak = {"weak", fmt::format("{:.4g} {} per chip", per_chip, unit), {}, {}};
  curves.strong = {"strong", fmt::format("{} per step", counted(fixed, "sequence")), {}, {}};
  std::vector<std::pair<PlacedPlan, PlacedPlan>> found(sizes.size());
  // The largest machines take longest, so they begin.
  run_in_threads(sizes.size(), jobs, [&](std::size_t place) {
    const Size& size = sizes[sizes.size() - 1 - place];
    found[sizes.size() - 1 - place] = {growth.fastest(size.weak, weak_batch(size)),
                                       growth.fastest(size.strong, fixed)};
  });
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const auto& [weak, strong] = found[i];
    curves.weak.points.push_back(growth.point(sizes[i].requested, weak_batch(sizes[i]), weak));
    add_limits(growth, &weak.search, nullptr, curves.weak.points);
    curves.strong.points.push_back(growth.point(sizes[i].requested, fixed, strong));
    add_limits(growth, &strong.search, &weak.search, curves.strong.points);
  }
  return curves;
}

}  // namespace

std::vector<std::int64_t> default_sizes() {
  std::vector<std::int64_t> sizes;
  for (std::int64_t chips = 64; chips < 1'000'000; chips *= 2) sizes.push_back(chips);
  sizes.push_back(1'000'000);
  return sizes;
}

const ScalePoint* best_size(const std::vector<ScalePoint>& points) {
  const ScalePoint* best = nullptr;
  for (const ScalePoint& point : points) {
    if (point.is_feasible && (best == nullptr || point.useful_rate() > best->useful_rate())) best = &point;
  }
  return best;
}

void add_limits(const JobGrowth& growth, const PlanSearchResult* search, const PlanSearchResult* weak,
                std::vector<ScalePoint>& points) {
  ScalePoint& point = points.back();
  const std::vector<MetLimit> met =
      limits_met(point, {growth.envelope(), growth.chip().hbm_capacity, search, weak, best_size(points)});
  if (met.empty()) return;
  point.limit = met.front().limit;
  point.limit_reason = met.front().reason;
  point.later_limits.assign(met.begin() + 1, met.end());
}

GrowthCurves growth_curves(const JobGrowth& growth, std::vector<std::int64_t> sizes, int jobs) {
  DistinctSizes distinct = distinct_sizes(growth, std::move(sizes));
  GrowthCurves curves = grow(growth, distinct.sizes, jobs);
  curves.moved_sizes = std::move(distinct.moved);
  return curves;
}

GrowthCurves growth_curves(const JobGrowth& growth, const GrowthCurves& like) {
  std::vector<Size> sizes;
  for (std::size_t i = 0; i < like.weak.points.size(); ++i) {
    const ScalePoint& weak = like.weak.points[i];
    const ScalePoint& strong = like.strong.points[i];
    sizes.push_back({weak.requested_chips, weak.chips, same_slices(growth, weak), same_slices(growth, strong)});
  }
  return grow(growth, sizes, 1);
}

}  // namespace gigapod
