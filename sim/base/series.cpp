#include "sim/base/series.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace gigapod {

void PiecewiseSeries::set(Seconds time, double value) {
  if (!points_.empty()) {
    Point& last = points_.back();
    GIGAPOD_CHECK(time >= last.time, "a series is written in the order of time");
    if (time == last.time) {
      last.value = value;
      return;
    }
    if (last.value == value) return;
  }
  points_.push_back({time, value});
}

double PiecewiseSeries::at(Seconds time) const {
  const auto after =
      std::upper_bound(points_.begin(), points_.end(), time, [](Seconds t, const Point& p) { return t < p.time; });
  return after == points_.begin() ? 0.0 : std::prev(after)->value;
}

double PiecewiseSeries::integral(Seconds end) const {
  double total = 0.0;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const Seconds until = i + 1 < points_.size() ? min(points_[i + 1].time, end) : end;
    if (until > points_[i].time) total += points_[i].value * (until - points_[i].time).value();
  }
  return total;
}

double PiecewiseSeries::maximum() const {
  double largest = 0.0;
  for (const Point& point : points_) largest = std::max(largest, point.value);
  return largest;
}

}  // namespace gigapod
