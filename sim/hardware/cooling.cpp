// cooling = D (fixed + proportional u^n) + P_it per_degree max(0, T - T_free),   u = P_it / D
//
// P_it IT power now, D at full activity, T outdoors, n = 1 (follows the load) to 3 (affinity law of fans and pumps).
// Assumes that plant follows the weather at once and that one slope stands for economizer, chiller and humidity;
// heat of conversion losses is removed by the building's ventilation, in `fixed`.
// Range: outdoor temperatures from which the plant still holds its set point.
#include "sim/hardware/cooling.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

double chiller_share(const CoolingSpec& spec, Celsius outdoors) {
  return spec.chiller_per_degree * std::max(0.0, outdoors.degrees - spec.free_cooling_below.degrees);
}

}  // namespace

FieldList<CoolingSpec> cooling_fields() {
  FieldList<CoolingSpec> list;
  list.number("fixed", &CoolingSpec::fixed, {0.0, 1.0}, "Draw at any load, of the IT power at full activity.");
  list.number("proportional", &CoolingSpec::proportional, {0.0, 1.0},
              "Fans and pumps at full IT power, a share of it.");
  list.number("part_load_exponent", &CoolingSpec::part_load_exponent, {1.0, 3.0},
              "Fans and pumps at part load: 1 follows IT power, 3 is the fan law.");
  list.temperature("free_cooling_below", &CoolingSpec::free_cooling_below, {-50.0, 60.0},
                   "Outdoor temperature up to which no chiller runs.");
  list.number("chiller_per_degree", &CoolingSpec::chiller_per_degree, {0.0, 0.1},
              "Chillers, for each degree above, a share of the IT power now.");
  list.temperature("design_temperature", &CoolingSpec::design_temperature, {-50.0, 60.0},
                   "Hottest outdoor temperature that starts are judged by.");
  list.temperature("temperature", &CoolingSpec::temperature, {-60.0, 60.0},
                   "Outdoor temperature, until a series says otherwise.");
  return list;
}

double full_load_pue(const CoolingSpec& cooling, Celsius outdoors) {
  return 1.0 + cooling.fixed + cooling.proportional + chiller_share(cooling, outdoors);
}

Watts Cooling::facility_power(Watts it_power, Celsius outdoors) const {
  if (pue_ > 0.0) return it_power * pue_;
  const double load = design_ > Watts(0.0) ? it_power / design_ : 0.0;
  const double mechanical = spec_.proportional * std::pow(std::max(0.0, load), spec_.part_load_exponent);
  return it_power * (1.0 + chiller_share(spec_, outdoors)) + design_ * (spec_.fixed + mechanical);
}

}  // namespace gigapod
