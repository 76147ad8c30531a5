#pragma once

#include <vector>

namespace gigapod {

/// A curve that never falls, through measured points: points that fall are averaged with their neighbours first
/// (isotonic regression), then joined by cubics that never fall either.
class MonotoneCurve {
 public:
  MonotoneCurve() = default;
  /// `x` ascends, without equal values; at least one point.
  MonotoneCurve(std::vector<double> x, std::vector<double> y);
  /// Outside the points: the nearest one's value.
  [[nodiscard]] double at(double x) const;

 private:
  std::vector<double> x_;
  std::vector<double> y_;
  std::vector<double> slopes_;
};

}  // namespace gigapod
