#pragma once

#include "sim/base/quantity.hpp"
#include "sim/model/failure/failure_class.hpp"

namespace gigapod {

/// How long components of one class live: Weibull lives of shape k on a clock that runs faster while the site is new.
class Lifetime {
 public:
  /// `factor` multiplies the rate of the class (a lemon's over the mean).
  Lifetime(const FailureClass& failure, double factor);

  /// Lives without memory: who failed is as good as the rest at once.
  [[nodiscard]] bool is_exponential() const { return shape_ == 1.0; }
  /// When the next of `components` installed at the start fails, after `now`; `draw` is exponential with mean 1.
  [[nodiscard]] Seconds next_of(double components, Seconds now, double draw) const;
  /// When a component installed at `installed` fails; `draw` is exponential with mean 1.
  [[nodiscard]] Seconds end_of_life(Seconds installed, double draw) const;

 private:
  [[nodiscard]] double clock(double time) const;
  [[nodiscard]] double time_of(double clock) const;

  double shape_;
  double scale_;  ///< seconds
  double age_;    ///< seconds at the start
  double infant_excess_;
  double infant_time_;
};

/// Rate of a lemon, and of a component that is none, over the mean rate of the class.
struct LemonFactors {
  double lemon = 1.0;
  double other = 1.0;
};
[[nodiscard]] LemonFactors lemon_factors(double lemon_share, double lemon_factor);

}  // namespace gigapod
