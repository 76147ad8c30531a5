#include "sim/model/power/limit_check.hpp"

#include <algorithm>

namespace gigapod {

bool LimitCheck::passes() const {
  constexpr double kRounding = 1e-9;
  return found <= allowed * (1.0 + kRounding);
}

GridPower grid_power(const PowerWaveform& waveform, const UtilityLimits& limits) {
  GridPower power{measures(waveform), 0.0};
  if (limits.band_share > 0.0) {
    const std::vector<Harmonic> lines = spectrum(waveform, limits.band_high);
    power.band_energy = power.measures.variance * share_in_band(lines, limits.band_low, limits.band_high);
  }
  return power;
}

std::vector<LimitCheck> check_limits(const GridPower& power, double variance, const UtilityLimits& limits) {
  std::vector<LimitCheck> checks;
  const auto check = [&checks](UtilityLimit limit, double found, double allowed) {
    if (allowed > 0.0) checks.push_back({limit, found, allowed});
  };
  check(UtilityLimit::kRampUp, power.measures.ramp_up.value(), limits.ramp_up.value());
  check(UtilityLimit::kRampDown, power.measures.ramp_down.value(), limits.ramp_down.value());
  check(UtilityLimit::kDynamicRange, power.measures.range().value(), limits.dynamic_range.value());
  check(UtilityLimit::kBandShare, variance > 0.0 ? power.band_energy / variance : 0.0, limits.band_share);
  return checks;
}

bool meets(const std::vector<LimitCheck>& checks) {
  return std::all_of(checks.begin(), checks.end(), [](const LimitCheck& check) { return check.passes(); });
}

std::string_view limit_name(UtilityLimit limit) {
  switch (limit) {
    case UtilityLimit::kRampUp: return "ramp up";
    case UtilityLimit::kRampDown: return "ramp down";
    case UtilityLimit::kDynamicRange: return "dynamic range";
    case UtilityLimit::kBandShare: return "harmonics in band";
  }
  return "";
}

}  // namespace gigapod
