// Lives of components and their superposition.
//
//   clock           G(t) = t + (f - 1) tau (1 - exp(-t / tau))   infant mortality: the rate is f times higher at t =
//   0 life            P(life > s) = exp(-(s / eta)^k), eta = 1 / (r Gamma(1 + 1/k)), s on the clock, r the mean rate
//   n of one age a  the next fails when n ((a + s) / eta)^k has grown by an exponential draw of mean 1
//   lemons          share p at m times the rate of the others; others at r / (1 - p + p m)
//
// The superposition is exact for any n at the cost of one failure: time is changed by the inverse of the summed
// hazard and the victim drawn afterwards. A replaced component has a life of its own. With k = 1 and f = 1 this is a
// Poisson process of rate n r. Valid for k from 0.1 to 10; independence is assumed, bursts and domains are classes of
// their own.
#include "sim/model/failure/lifetime.hpp"

#include "sim/base/check.hpp"

#include <cmath>

namespace gigapod {

Lifetime::Lifetime(const FailureClass& failure, double factor)
    : shape_(failure.shape),
      age_(failure.age.value()),
      infant_excess_(failure.infant_factor - 1.0),
      infant_time_(failure.infant_time.value()) {
  const double rate = failure.rate.value() * factor;
  GIGAPOD_CHECK(rate > 0.0, "a component that fails has a rate");
  scale_ = 1.0 / (rate * std::tgamma(1.0 + 1.0 / shape_));
}

double Lifetime::clock(double time) const {
  return time + infant_excess_ * infant_time_ * -std::expm1(-time / infant_time_);
}

/// Newton's method from below: the clock is concave, so it never oversteps.
double Lifetime::time_of(double clock_time) const {
  if (infant_excess_ == 0.0) return clock_time;
  double time = 0.0;
  for (int i = 0; i < 60; ++i) {
    const double slope = 1.0 + infant_excess_ * std::exp(-time / infant_time_);
    const double step = (clock_time - clock(time)) / slope;
    time += step;
    if (std::abs(step) <= 1e-13 * time) break;
  }
  return time;
}

Seconds Lifetime::next_of(double components, Seconds now, double draw) const {
  const double reached = std::pow((age_ + clock(now.value())) / scale_, shape_);
  const double end = scale_ * std::pow(reached + draw / components, 1.0 / shape_) - age_;
  return max(now, Seconds(time_of(end)));
}

Seconds Lifetime::end_of_life(Seconds installed, double draw) const {
  const double life = scale_ * std::pow(draw, 1.0 / shape_);
  return max(installed, Seconds(time_of(clock(installed.value()) + life)));
}

LemonFactors lemon_factors(double lemon_share, double lemon_factor) {
  const double mean = 1.0 - lemon_share + lemon_share * lemon_factor;
  return {lemon_factor / mean, 1.0 / mean};
}

}  // namespace gigapod
