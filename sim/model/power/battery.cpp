// stored' = -P / e while it gives P > 0,  stored' = -P e while it charges at P < 0,  e = sqrt(round-trip efficiency)
//
// Assumes that efficiency and largest power do not depend on charge, rate, age and temperature, and no
// self-discharge. Loss is what goes in or out beyond what is stored.

#include "sim/model/power/battery.hpp"

#include "sim/base/check.hpp"

#include <cmath>
#include <limits>

namespace gigapod {
namespace {

constexpr double kRounding = 1e-9;  ///< of the energy: this near an end is at it

}  // namespace

Battery::Battery(const BatterySpec& spec)
    : spec_(spec),
      one_way_(std::sqrt(spec.efficiency)),
      least_(spec.energy * spec.least_charge),
      stored_(spec.energy * spec.charge) {}

Watts Battery::most_out() const { return stored_ - least_ > spec_.energy * kRounding ? spec_.power : Watts(0.0); }

Watts Battery::most_in() const {
  return spec_.energy - stored_ > spec_.energy * kRounding ? spec_.power : Watts(0.0);
}

Seconds Battery::time_at(Watts power) const {
  if (power > Watts(0.0)) return max(stored_ - least_, Joules(0.0)) * one_way_ / power;
  if (power < Watts(0.0)) return max(spec_.energy - stored_, Joules(0.0)) / (one_way_ * -power);
  return Seconds(std::numeric_limits<double>::infinity());
}

void Battery::run(Watts power, Seconds time) {
  const Joules at_terminals = power * time;
  const Joules before = stored_;
  stored_ -= power > Watts(0.0) ? at_terminals / one_way_ : at_terminals * one_way_;
  const Joules slack = spec_.energy * 1e-6;
  GIGAPOD_CHECK(stored_ >= min(least_, before) - slack && stored_ <= spec_.energy + slack,
                "a battery is never asked for more than it holds");
  (power > Watts(0.0) ? given_ : taken_) += power > Watts(0.0) ? at_terminals : -at_terminals;
  loss_ += before - stored_ - at_terminals;
}

}  // namespace gigapod
