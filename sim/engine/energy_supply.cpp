// demand + charge + spilled = import + solar + gas + discharge, at the grid connection and at every moment.
//
// In this order: solar; gas that is cheaper than the grid; a battery that gives by choice; the grid up to its limit;
// the battery; gas that was called. What is still missing is imported above the limit, until the controller acts.

#include "sim/engine/energy_supply.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kPerMegawattHour = 1.0 / 3.6e9;  ///< of a joule; also g/kWh in kg/J
constexpr Watts kNothing{0.0};

/// The first change of the series after `now`.
std::optional<Seconds> next_point(const Signal& signal, Seconds now) {
  if (!signal.is_given()) return std::nullopt;
  const double turn = std::floor(now / signal.period);
  const Seconds within = now - signal.period * turn;
  const auto& points = signal.series.points();
  const auto next = std::upper_bound(points.begin(), points.end(), within + Seconds(1e-6),
                                     [](Seconds time, const PiecewiseSeries::Point& p) { return time < p.time; });
  return next != points.end() ? signal.period * turn + next->time : signal.period * (turn + 1.0);
}

}  // namespace

Signal signal_of(const std::optional<SignalSpec>& spec) {
  Signal signal;
  if (!spec) return signal;
  signal.period = spec->period;
  signal.unit = spec->unit;
  for (std::size_t i = 0; i < spec->times.size(); ++i) signal.series.set(spec->times[i], spec->values[i]);
  return signal;
}

EnergySupply::EnergySupply(const Scenario& scenario)
    : site_(&scenario.site),
      price_(signal_of(scenario.series.price)),
      carbon_(signal_of(scenario.series.carbon)),
      temperature_(signal_of(scenario.series.temperature)),
      solar_series_(signal_of(scenario.series.solar)) {
  if (scenario.site.battery) battery_.emplace(*scenario.site.battery);
}

double EnergySupply::price(Seconds now) const {
  return price_.is_given() ? price_.at(now) : site_->power.energy_price.value() / kPerMegawattHour;
}

void EnergySupply::advance(Seconds now) {
  const Seconds length = now - booked_;
  if (length <= Seconds(0.0)) return;
  account_.import += import_ * length;
  account_.peak_import = max(account_.peak_import, import_);
  account_.solar += solar_ * length;
  account_.gas += gas_ * length;
  account_.spilled += spilled_ * length;
  account_.over += max(kNothing, import_ - limit_) * length;
  account_.cost += Dollars(dollars_per_second() * length.value());
  account_.carbon_kg += kg_per_second() * length.value();
  if (battery_ && battery_power_ != kNothing) battery_->run(battery_power_, length);
  booked_ = now;
}

/// Sums `of` over the generators that share the gas power, each filled in turn.
template <class Of>
double EnergySupply::of_gas(const Of& of) const {
  double sum = 0.0;
  Watts left = gas_;
  for (const GeneratorSpec& generator : site_->generation) {
    if (generator.kind != GeneratorKind::kGas) continue;
    const Watts part = min(left, generator.rating);
    left -= part;
    sum += part.value() * of(generator);
  }
  return sum;
}

double EnergySupply::dollars_per_second() const {
  return import_.value() * price(booked_) * kPerMegawattHour +
         of_gas([](const GeneratorSpec& g) { return g.energy_price.value(); });
}

double EnergySupply::kg_per_second() const {
  return (import_.value() * carbon(booked_) + of_gas([](const GeneratorSpec& g) { return g.carbon; })) *
         kPerMegawattHour;
}

/// Ratings of the generators of a kind that `counts`, together.
template <class Counts>
Watts EnergySupply::rating(GeneratorKind kind, const Counts& counts) const {
  Watts sum;
  for (const GeneratorSpec& generator : site_->generation) {
    if (generator.kind == kind && counts(generator)) sum += generator.rating;
  }
  return sum;
}

Watts EnergySupply::solar_output(Seconds now) const {
  const Watts rating = this->rating(GeneratorKind::kSolar, [](const GeneratorSpec&) { return true; });
  return rating > kNothing ? rating * solar_series_.at(now) : kNothing;
}

Watts EnergySupply::gas_rating() const {
  return rating(GeneratorKind::kGas, [](const GeneratorSpec&) { return true; });
}

/// Assumed: a generator that runs for its price has been started in time.
Watts EnergySupply::economic_gas(Watts need, Seconds now) const {
  const Watts gas = rating(GeneratorKind::kGas, [&](const GeneratorSpec& generator) {
    return generator.is_economic && generator.energy_price.value() < price(now) * kPerMegawattHour;
  });
  return min(gas, max(kNothing, need));
}

bool EnergySupply::gives_by_choice(Seconds now) const {
  const BatterySpec& battery = *site_->battery;
  if (battery.use == BatteryUse::kSurplus) return true;
  return battery.use == BatteryUse::kPrice && price(now) * kPerMegawattHour > battery.discharge_above.value();
}

Watts EnergySupply::wanted_charge(Seconds now, bool is_curtailed) const {
  const BatterySpec& battery = *site_->battery;
  if (is_curtailed || battery.use == BatteryUse::kSurplus) return kNothing;
  const bool is_cheap = price(now) * kPerMegawattHour < battery.charge_below.value();
  return battery.use == BatteryUse::kReserve || is_cheap ? battery_->most_in() : kNothing;
}

void EnergySupply::balance(Watts demand, Watts limit, bool is_curtailed, Seconds now) {
  limit_ = limit;
  solar_ = solar_output(now);
  spilled_ = battery_power_ = kNothing;
  const Watts need = demand - solar_;
  if (need < kNothing) {
    Watts surplus = -need;
    if (battery_) battery_power_ = -min(surplus, battery_->most_in());
    spilled_ = surplus + battery_power_;
    solar_ -= spilled_;
    gas_ = import_ = kNothing;
    return;
  }
  gas_ = max(economic_gas(need, now), min(forced_gas_, need));
  if (battery_ && gives_by_choice(now)) battery_power_ = min(battery_->most_out(), need - gas_);
  import_ = need - gas_ - battery_power_;
  if (import_ > limit && battery_) {
    const Watts more = min(battery_->most_out() - battery_power_, import_ - limit);
    battery_power_ += more;
    import_ -= more;
  }
  if (import_ > limit && has_gas(now)) {
    const Watts more = min(gas_rating() - gas_, import_ - limit);
    gas_ += more;
    import_ -= more;
  }
  if (battery_ && battery_power_ == kNothing && import_ < limit) {
    const Watts charge = min(wanted_charge(now, is_curtailed), limit - import_);
    battery_power_ = -charge;
    import_ += charge;
  }
}

void EnergySupply::call_gas(Seconds now) {
  if (gas_ready_) return;
  Seconds start;
  for (const GeneratorSpec& generator : site_->generation) {
    if (generator.kind == GeneratorKind::kGas) start = max(start, generator.start_time);
  }
  if (gas_rating() > kNothing) gas_ready_ = now + start;
}

bool EnergySupply::carries(Watts load, Seconds within) const {
  const Watts ready =
      rating(GeneratorKind::kGas, [&](const GeneratorSpec& generator) { return generator.start_time <= within; });
  return ready - gas_ >= load;
}

Watts EnergySupply::beside_import(Seconds now, bool uses_battery) const {
  Watts sum = solar_output(now);
  sum += has_gas(now) ? gas_rating() : gas_;
  if (uses_battery && battery_) sum += battery_->most_out();
  return sum;
}

std::optional<Seconds> EnergySupply::next_change(Seconds now) const {
  std::optional<Seconds> next;
  const auto consider = [&](std::optional<Seconds> time) {
    if (time && *time > now && (!next || *time < *next)) next = time;
  };
  for (const Signal* signal : {&price_, &carbon_, &temperature_, &solar_series_}) consider(next_point(*signal, now));
  consider(gas_ready_);
  if (battery_ && battery_power_ != kNothing) {
    const Seconds end = now + battery_->time_at(battery_power_);
    consider(max(end, now + Seconds(1e-3)));
  }
  return next;
}

}  // namespace gigapod
