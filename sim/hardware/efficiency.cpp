// loss(l) / rating = l (1 / e - 1) at each point (load l, efficiency e), straight between points.
#include "sim/hardware/efficiency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace gigapod {
namespace {

double loss_at(const EfficiencyPoint& point) { return point.load * (1.0 / point.efficiency - 1.0); }

}  // namespace

LossCurve::LossCurve(const std::vector<EfficiencyPoint>& points) {
  if (points.empty() || (points.size() == 1 && points.front().efficiency == 1.0)) return;
  if (points.size() == 1) {
    corners_ = {{0.0, 0.0}, {1.0, 1.0 / points.front().efficiency - 1.0}};
    return;
  }
  const double first = loss_at(points[0]);
  const double slope = (loss_at(points[1]) - first) / (points[1].load - points[0].load);
  corners_.push_back({0.0, std::clamp(first - slope * points[0].load, 0.0, first)});
  for (const EfficiencyPoint& point : points) corners_.push_back({point.load, loss_at(point)});
}

double LossCurve::loss(double load) const {
  if (corners_.empty()) return 0.0;
  std::size_t upper = 1;
  while (upper + 1 < corners_.size() && load > corners_[upper].load) ++upper;
  const Corner& a = corners_[upper - 1];
  const Corner& b = corners_[upper];
  return a.loss + (b.loss - a.loss) * (load - a.load) / (b.load - a.load);
}

std::string efficiency_fault(const std::vector<EfficiencyPoint>& points) {
  double load = 0.0;
  double loss = 0.0;
  for (const EfficiencyPoint& point : points) {
    if (point.efficiency <= 0.0) {
      return fmt::format("an efficiency of {} loses everything; it must be above 0", point.efficiency);
    }
    if (point.efficiency > 1.0) {
      return fmt::format("an efficiency of {} gives more than it takes; it must be at most 1", point.efficiency);
    }
    if (point.load <= load) {
      return fmt::format("loads must rise from above 0; {} comes after {}", point.load, load);
    }
    const double next = loss_at(point);
    if (next < loss) {
      return fmt::format("the efficiency of {} at load {} means a smaller loss than at load {}", point.efficiency,
                         point.load, load);
    }
    load = point.load;
    loss = next;
  }
  return {};
}

}  // namespace gigapod
