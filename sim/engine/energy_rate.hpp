#pragma once

#include "sim/base/quantity.hpp"

namespace gigapod {

/// What a joule of IT power costs and emits over time, the site's cooling and losses included, as integrals over
/// time: whoever draws a constant IT power pays power x (the integral now - the integral before).
class EnergyRate {
 public:
  struct Sum {
    double dollars = 0.0;    ///< $ s/J
    double carbon_kg = 0.0;  ///< kg s/J
  };

  /// From `now` on an IT joule costs so much.
  void set(Seconds now, double dollars_per_joule, double kg_per_joule) {
    sum_ = at(now);
    since_ = now;
    dollars_ = dollars_per_joule;
    carbon_ = kg_per_joule;
  }
  [[nodiscard]] Sum at(Seconds now) const {
    const double length = (now - since_).value();
    return {sum_.dollars + dollars_ * length, sum_.carbon_kg + carbon_ * length};
  }

 private:
  Seconds since_;
  double dollars_ = 0.0;
  double carbon_ = 0.0;
  Sum sum_;
};

/// What one workload has paid. Its power may change between two calls; the rate's mean of the time between is taken.
class EnergyBill {
 public:
  /// It drew `energy` since the last call.
  void add(Joules energy, Seconds now, const EnergyRate& rate) {
    const EnergyRate::Sum sum = rate.at(now);
    const Seconds length = now - since_;
    if (length > Seconds(0.0)) {
      dollars_ += energy.value() * (sum.dollars - before_.dollars) / length.value();
      carbon_kg_ += energy.value() * (sum.carbon_kg - before_.carbon_kg) / length.value();
    }
    before_ = sum;
    since_ = now;
  }
  [[nodiscard]] Dollars dollars() const { return Dollars(dollars_); }
  [[nodiscard]] double carbon_kg() const { return carbon_kg_; }

 private:
  Seconds since_;
  EnergyRate::Sum before_;
  double dollars_ = 0.0;
  double carbon_kg_ = 0.0;
};

}  // namespace gigapod
