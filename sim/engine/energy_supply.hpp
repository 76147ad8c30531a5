#pragma once

#include "sim/base/quantity.hpp"
#include "sim/model/power/battery.hpp"
#include "sim/policy/scheduler.hpp"
#include "sim/scenario/scenario.hpp"

#include <optional>
#include <vector>

namespace gigapod {

/// A given series as the engine looks it up.
[[nodiscard]] Signal signal_of(const std::optional<SignalSpec>& spec);

/// Energy by where it came from and where it went, up to a time.
struct SupplyAccount {
  Joules import;
  Joules solar;
  Joules gas;
  Joules spilled;  ///< solar that nobody took; not in `solar`
  Joules over;     ///< imported above the limit
  Watts peak_import;
  Dollars cost;  ///< of import and gas
  double carbon_kg = 0.0;
};

/// Where the site's power comes from: the grid up to a limit, generation and a battery. Constant between calls of
/// `balance`; `advance` books what flowed since.
class EnergySupply {
 public:
  explicit EnergySupply(const Scenario& scenario);

  /// Books up to `now`.
  void advance(Seconds now);
  /// Splits the site's demand over the sources from `now` on, under this import limit. While the limit is a curtailed
  /// one the battery is not charged from the grid.
  void balance(Watts demand, Watts limit, bool is_curtailed, Seconds now);
  /// Gas is needed: it starts, where it does not run.
  void call_gas(Seconds now);
  void dismiss_gas() { gas_ready_.reset(); }
  /// Whether gas beyond what runs can take this load over within a time.
  [[nodiscard]] bool carries(Watts load, Seconds within) const;
  /// Gas carries so much more (or, negative, less) from now on, whatever the grid gives.
  void force_gas(Watts change) { forced_gas_ += change; }

  /// What can be drawn now beside the import: generation, and with `uses_battery` the battery.
  [[nodiscard]] Watts beside_import(Seconds now, bool uses_battery) const;
  /// When a source changes by itself next: a series, a battery full or empty, gas ready.
  [[nodiscard]] std::optional<Seconds> next_change(Seconds now) const;

  /// Cost and emission of what flows now.
  [[nodiscard]] double dollars_per_second() const;
  [[nodiscard]] double kg_per_second() const;

  [[nodiscard]] Watts import() const { return import_; }
  [[nodiscard]] Watts solar() const { return solar_; }
  [[nodiscard]] Watts gas() const { return gas_; }
  [[nodiscard]] Watts battery_power() const { return battery_power_; }  ///< positive: gives
  [[nodiscard]] const std::optional<Battery>& battery() const { return battery_; }
  [[nodiscard]] const SupplyAccount& account() const { return account_; }
  [[nodiscard]] double temperature(Seconds now) const { return temperature_.at(now); }
  [[nodiscard]] bool has_temperature() const { return temperature_.is_given(); }
  [[nodiscard]] double price(Seconds now) const;  ///< of the grid, $/MWh
  [[nodiscard]] double carbon(Seconds now) const { return carbon_.is_given() ? carbon_.at(now) : 0.0; }
  [[nodiscard]] bool has_carbon() const { return carbon_.is_given(); }

 private:
  template <class Counts>
  [[nodiscard]] Watts rating(GeneratorKind kind, const Counts& counts) const;
  template <class Of>
  [[nodiscard]] double of_gas(const Of& of) const;
  [[nodiscard]] Watts solar_output(Seconds now) const;
  [[nodiscard]] bool has_gas(Seconds now) const { return gas_ready_ && *gas_ready_ <= now; }
  [[nodiscard]] Watts economic_gas(Watts need, Seconds now) const;
  [[nodiscard]] Watts gas_rating() const;
  [[nodiscard]] Watts wanted_charge(Seconds now, bool is_curtailed) const;
  [[nodiscard]] bool gives_by_choice(Seconds now) const;

  const SiteSpec* site_;
  Signal price_;
  Signal carbon_;
  Signal temperature_;
  Signal solar_series_;
  std::optional<Battery> battery_;
  std::optional<Seconds> gas_ready_;  ///< nothing: not called
  Watts forced_gas_;
  Watts import_;
  Watts limit_;
  Watts solar_;
  Watts spilled_;
  Watts gas_;
  Watts battery_power_;
  Seconds booked_;
  SupplyAccount account_;
};

}  // namespace gigapod
