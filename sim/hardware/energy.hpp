#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

#include <string>

namespace gigapod {

/// What a battery at the grid connection is used for.
enum class BatteryUse {
  kReserve,  ///< gives what the import limit lacks, otherwise stays full
  kSurplus,  ///< as reserve, but charged by on-site generation alone; gives back whenever the site imports
  kPrice     ///< as reserve, and trades: charges below one price, gives above another
};

/// A battery at the grid connection. Power and energy are at its terminals on the site's side.
struct BatterySpec {
  Watts power;                ///< largest charge and discharge
  Joules energy;              ///< between empty and full
  double efficiency = 0.85;   ///< of a round trip
  double charge = 1.0;        ///< at the start, of `energy`
  double least_charge = 0.0;  ///< never below, of `energy`
  BatteryUse use = BatteryUse::kReserve;
  DollarsPerJoule charge_below{0.0};     ///< use `price`
  DollarsPerJoule discharge_above{0.0};  ///< use `price`
  bool operator==(const BatterySpec&) const = default;
};
[[nodiscard]] FieldList<BatterySpec> battery_fields();

enum class GeneratorKind {
  kGas,   ///< runs when the import limit is too small, or where it is cheaper than the grid
  kSolar  ///< its rating times the series `solar`, whatever the site needs
};

/// On-site generation, at the grid connection.
struct GeneratorSpec {
  std::string name;
  GeneratorKind kind = GeneratorKind::kGas;
  Watts rating;
  Seconds start_time{600.0};          ///< gas: from the call to full power
  DollarsPerJoule energy_price{0.0};  ///< fuel and upkeep
  double carbon = 0.0;                ///< g CO2e/kWh generated
  bool is_economic = false;           ///< gas: runs too while the grid's price is above `energy_price`
  bool operator==(const GeneratorSpec&) const = default;
};
[[nodiscard]] FieldList<GeneratorSpec> generator_fields();

/// What carries the halls when their feed fails.
struct BackupSpec {
  Seconds ride_through{0.0};  ///< UPS batteries carry any load below a failed node so long; 0: there are none
  bool operator==(const BackupSpec&) const = default;
};
[[nodiscard]] FieldList<BackupSpec> backup_fields();

/// What the utility sells.
struct ContractSpec {
  Watts firm_power{0.0};  ///< never curtailed; 0: everything is interruptible
  bool operator==(const ContractSpec&) const = default;
};
[[nodiscard]] FieldList<ContractSpec> contract_fields();

}  // namespace gigapod
