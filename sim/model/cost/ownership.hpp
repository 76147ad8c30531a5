#pragma once

#include "sim/base/quantity.hpp"

namespace gigapod {

/// What it takes to own chips and the site they run in.
struct OwnershipTerms {
  Dollars equipment;               ///< of a chip, with its share of hosts and networks
  double facility_dollars = 12.0;  ///< buildings, power and cooling, for each watt of IT power that they carry
  double upkeep_dollars = 0.3;     ///< staff, repairs, taxes; for each watt and year
  double equipment_years = 5.0;
  double facility_years = 14.0;
  double interest = 0.07;                   ///< a year, on capital
  DollarsPerJoule electricity{60 / 3.6e9};  ///< at the meter
  double pue = 1.1;
};

/// What a chip costs for each hour that it is owned, used or not but for the energy.
struct OwnedHour {
  Dollars equipment;
  Dollars facility;
  Dollars upkeep;
  Dollars energy;
  [[nodiscard]] Dollars total() const { return equipment + facility + upkeep + energy; }
};

/// Share of a capital that is paid back each year over its life, interest included.
[[nodiscard]] double capital_recovery(double interest, double years);

/// `provisioned`: IT power that the facility carries for a chip; `drawn`: mean IT power of a chip.
[[nodiscard]] OwnedHour owned_hour(const OwnershipTerms& terms, Watts provisioned, Watts drawn);

}  // namespace gigapod
