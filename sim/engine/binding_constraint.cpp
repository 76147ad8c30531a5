#include "sim/engine/binding_constraint.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace gigapod {
namespace {

constexpr double kNoticeable = 0.01;  ///< share of the chip-seconds (or requests) from which a lack counts

/// 967680 -> "967,680".
std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3) {
    digits.insert(digits.begin() + place, ',');
  }
  return digits;
}

/// What chips are counted under: "1.1 GW", or "1.1 GW at an oversubscription of 1.05".
std::string envelope_text(const PowerSpec& power) {
  const std::string rating = short_text(power.grid_power);
  return power.oversubscription == 1.0
             ? rating
             : fmt::format("{} at an oversubscription of {:.4g}", rating, power.oversubscription);
}

/// Requests that replicas on standby would have served at the pace of those that were busy.
double served_by_standby(const Fleets& fleets) {
  double requests = 0.0;
  for (const auto& fleet : fleets) {
    double busy = 0.0;
    for (std::size_t i = 0; i < fleet->busy().intervals(); ++i) busy += fleet->busy().amount(0, i);
    if (busy > 0.0) requests += fleet->tenants().counts().served * (fleet->standby_chip_seconds().value() / busy);
  }
  return requests;
}

/// Fewer chips than asked for, as the power tree or the grid carries no more.
std::optional<BindingConstraint> envelope_constraint(EngineContext& context) {
  for (const GroupFit& fit : context.site.layout().fits) {
    if (fit.bound == "power_tree") {
      return BindingConstraint{
          "power_tree", fmt::format("power tree: its nodes feed {} chips in whole pods; the grid would carry {}",
                                    grouped(fit.installed_chips), grouped(fit.envelope_chips))};
    }
    if (fit.bound != "grid_power") continue;
    const std::string rating = envelope_text(context.scenario.site.power);
    if (fit.chip_limit == 0) {
      return BindingConstraint{"grid_power", fmt::format("grid power: {} carries {} chips in whole pods", rating,
                                                         grouped(fit.installed_chips))};
    }
    return BindingConstraint{
        "grid_power",
        fmt::format("grid power: {} carries {} of the {} chips asked for, and all of them would need {} at full "
                    "activity; this run drew {} at most",
                    rating, grouped(fit.installed_chips), grouped(fit.chip_limit), short_text(fit.power_for_limit),
                    short_text(context.site.power().peak_site_power()))};
  }
  return std::nullopt;
}

}  // namespace

BindingConstraint binding_constraint(EngineContext& context, const Fleets& fleets) {
  if (std::optional<BindingConstraint> envelope = envelope_constraint(context)) return *envelope;
  const Ledger& ledger = context.site.ledger();
  const auto share = [&](Bucket bucket) { return ledger.chip_seconds(bucket) / ledger.total_chip_seconds(); };
  if (share(Bucket::kIdlePowerHeld) > kNoticeable) {
    return {"power_at_run_time",
            fmt::format("power at run time: {:.1f}% of the chip-seconds stood idle because a start "
                        "would have broken an envelope",
                        100.0 * share(Bucket::kIdlePowerHeld))};
  }
  double served = 0.0;
  double unserved = 0.0;
  for (const auto& fleet : fleets) {
    served += fleet->tenants().counts().served;
    unserved += fleet->tenants().counts().rejected;
  }
  const bool is_unserved = unserved > kNoticeable * (served + unserved);
  const bool is_for_power = is_unserved && served_by_standby(fleets) > 0.5 * unserved;
  if (share(Bucket::kPowerCapped) > kNoticeable || is_for_power) {
    const double lost = served + unserved > 0.0 ? unserved / (served + unserved) : 0.0;
    return {"power_caps",
            fmt::format("power: caps held back {:.1f}% of the chip-seconds{}", 100.0 * share(Bucket::kPowerCapped),
                        lost > 0.001 ? fmt::format(", and {:.1f}% of the requests were not served", 100.0 * lost)
                                     : std::string())};
  }
  if (is_unserved) {
    return {"serving_capacity", fmt::format("serving capacity: {:.1f}% of the requests found no free replica",
                                            100.0 * unserved / (served + unserved))};
  }
  const double scattered = context.site.wanted_chip_seconds() / ledger.total_chip_seconds();
  if (scattered > kNoticeable) {
    return {"pods",
            fmt::format("pods: {:.1f}% of the chip-seconds were free, but too few or too scattered for what waited",
                        100.0 * scattered)};
  }
  if (share(Bucket::kIdleFree) > kNoticeable) {
    return {"demand", fmt::format("demand: {:.1f}% of the chip-seconds were wanted by nobody",
                                  100.0 * share(Bucket::kIdleFree))};
  }
  return {"chips", "chips: every chip was at work; more of them would have done more"};
}

}  // namespace gigapod
