#pragma once

#include "sim/hardware/utility_limits.hpp"
#include "sim/model/power/spectrum.hpp"
#include "sim/model/power/waveform.hpp"

#include <string_view>
#include <vector>

namespace gigapod {

/// Kinds of limit, in the order of the checks.
enum class UtilityLimit {
  kRampUp,
  kRampDown,
  kDynamicRange,
  kBandShare
};

/// A limit and what the load does; in W/s, W or a fraction.
struct LimitCheck {
  UtilityLimit limit = UtilityLimit::kRampUp;
  double found = 0.0;
  double allowed = 0.0;
  [[nodiscard]] bool passes() const;
};

/// What the limits look at.
struct GridPower {
  WaveformMeasures measures;
  double band_energy = 0.0;  ///< mean square of the harmonics in the band, W^2
};
[[nodiscard]] GridPower grid_power(const PowerWaveform& waveform, const UtilityLimits& limits);

/// One check for each limit that is set. `variance` is that of the load before any smoothing, W^2.
[[nodiscard]] std::vector<LimitCheck> check_limits(const GridPower& power, double variance,
                                                   const UtilityLimits& limits);
[[nodiscard]] bool meets(const std::vector<LimitCheck>& checks);

/// "ramp up" …
[[nodiscard]] std::string_view limit_name(UtilityLimit limit);

}  // namespace gigapod
