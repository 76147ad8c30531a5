#pragma once

#include "sim/base/quantity.hpp"

#include <cstddef>
#include <vector>

namespace gigapod {

/// A quantity that is constant between changes: value i holds from time i until time i + 1.
class PiecewiseSeries {
 public:
  struct Point {
    Seconds time;
    double value = 0.0;
    bool operator==(const Point&) const = default;
  };

  /// Sets the value from `time` on; `time` must not precede the last point. A change at the last point's own
  /// time replaces it, and an unchanged value adds nothing.
  void set(Seconds time, double value);

  [[nodiscard]] const std::vector<Point>& points() const { return points_; }
  /// The value at `time`; 0 before the first point.
  [[nodiscard]] double at(Seconds time) const;
  /// The integral from the first point to `end`, in value-seconds.
  [[nodiscard]] double integral(Seconds end) const;
  [[nodiscard]] double maximum() const;

 private:
  std::vector<Point> points_;
};

}  // namespace gigapod
