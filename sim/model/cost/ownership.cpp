// Cost of ownership of a chip for an hour:
//
//   capital recovery   a(r, n) = r / (1 - (1 + r)^-n), 1 / n without interest
//   equipment          C a(r, n_e) / h            C capital of a chip, h hours of a year
//   facility           f P a(r, n_f) / h          f dollars a watt, P IT power it carries for a chip
//   upkeep             u P / h
//   energy             p PUE D                    D mean IT power of a chip
//
// Range: equal yearly payments, no resale, no taxes on profit. With 25.6 G$ of equipment and 12.4 $/W the model gives
// the 8.5 G$ a year that Epoch AI's model of a site of 1 GW of GB200 comes to, and its 12 and 7 G$ at lives of 3 and
// 7 years (tests/theory/ownership_test.cpp).

#include "sim/model/cost/ownership.hpp"

#include <cmath>

namespace gigapod {
namespace {

constexpr double kHoursOfAYear = 8766.0;

}  // namespace

double capital_recovery(double interest, double years) {
  return interest > 0.0 ? interest / -std::expm1(-years * std::log1p(interest)) : 1.0 / years;
}

OwnedHour owned_hour(const OwnershipTerms& terms, Watts provisioned, Watts drawn) {
  OwnedHour hour;
  hour.equipment = terms.equipment * (capital_recovery(terms.interest, terms.equipment_years) / kHoursOfAYear);
  const double facility = terms.facility_dollars * provisioned.value();
  hour.facility = Dollars(facility * capital_recovery(terms.interest, terms.facility_years) / kHoursOfAYear);
  hour.upkeep = Dollars(terms.upkeep_dollars * provisioned.value() / kHoursOfAYear);
  hour.energy = terms.electricity * (drawn * terms.pue * Seconds(3600.0));
  return hour;
}

}  // namespace gigapod
