#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

namespace gigapod {

/// What a utility lets the power of a site do in seconds to minutes. 0: not limited.
struct UtilityLimits {
  WattsPerSecond ramp_up;
  WattsPerSecond ramp_down;
  Watts dynamic_range;      ///< largest less least power of a repeating load
  double band_share = 0.0;  ///< energy of the harmonics in the band over that of all harmonics without smoothing
  Hertz band_low{0.1};      ///< band and 20% are the example of arXiv:2508.14318
  Hertz band_high{20.0};
  bool operator==(const UtilityLimits&) const = default;
};
[[nodiscard]] FieldList<UtilityLimits> utility_limit_fields();

/// What smooths the power of synchronous jobs. 0: not there.
struct SmoothingSpec {
  double floor = 0.0;       ///< power that chips burn at least while a job runs, over their peak in the step
  Joules storage_per_chip;  ///< in the power supplies, beside each chip
  Watts battery_power;      ///< of the site, for smoothing
  Joules battery_energy;    ///< of that, what smoothing may use
  Seconds edge{0.01};       ///< in which the power of a chip and its supply goes from one level to the next (assumed)
  bool operator==(const SmoothingSpec&) const = default;
};
[[nodiscard]] FieldList<SmoothingSpec> smoothing_fields();

}  // namespace gigapod
