#include "sim/hardware/energy.hpp"

namespace gigapod {

FieldList<BatterySpec> battery_fields() {
  FieldList<BatterySpec> list;
  list.quantity("power", &BatterySpec::power, kPositive, "Largest charge and discharge.").required();
  list.quantity("energy", &BatterySpec::energy, kPositive, "Between empty and full.").required();
  list.number("efficiency", &BatterySpec::efficiency, {0.0, 1.0, true}, "Of a round trip.");
  list.number("charge", &BatterySpec::charge, kFraction, "At the start, of its energy.");
  list.number("least_charge", &BatterySpec::least_charge, {0.0, 0.99}, "Never below, of its energy.");
  list.choice("use", &BatterySpec::use, {"reserve", "surplus", "price"},
              "Gives what the import limit lacks; `surplus`: charged by on-site generation alone and given back "
              "whenever the site imports; `price`: trades as well.");
  list.quantity("charge_below", &BatterySpec::charge_below, kNonNegative, "Use `price`: charges below this price.");
  list.quantity("discharge_above", &BatterySpec::discharge_above, kNonNegative,
                "Use `price`: gives above this price.");
  return list;
}

FieldList<GeneratorSpec> generator_fields() {
  FieldList<GeneratorSpec> list;
  list.text("name", &GeneratorSpec::name, "Name of the generator.").required();
  list.choice("kind", &GeneratorSpec::kind, {"gas", "solar"},
              "Gas runs when the import limit is too small; solar gives its rating times the series `solar`.");
  list.quantity("rating", &GeneratorSpec::rating, kPositive, "Full power.").required();
  list.quantity("start_time", &GeneratorSpec::start_time, kNonNegative, "Gas: from the call to full power.");
  list.quantity("energy_price", &GeneratorSpec::energy_price, kNonNegative, "Fuel and upkeep.");
  list.number("carbon", &GeneratorSpec::carbon, kNonNegative, "g CO2e/kWh generated.");
  list.boolean("economic", &GeneratorSpec::is_economic,
               "Gas: runs too while the series `price` is above its energy_price.");
  return list;
}

FieldList<BackupSpec> backup_fields() {
  FieldList<BackupSpec> list;
  list.quantity("ride_through", &BackupSpec::ride_through, kNonNegative,
                "UPS batteries carry what a failed feed fed so long.");
  return list;
}

FieldList<ContractSpec> contract_fields() {
  FieldList<ContractSpec> list;
  list.quantity("firm_power", &ContractSpec::firm_power, kNonNegative,
                "Import that no curtailment takes; 0 W: everything is interruptible.");
  return list;
}

}  // namespace gigapod
