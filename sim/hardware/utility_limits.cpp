#include "sim/hardware/utility_limits.hpp"

namespace gigapod {

FieldList<UtilityLimits> utility_limit_fields() {
  FieldList<UtilityLimits> list;
  list.quantity("ramp_up", &UtilityLimits::ramp_up, kNonNegative, "Steepest rise of power allowed; 0: any.");
  list.quantity("ramp_down", &UtilityLimits::ramp_down, kNonNegative, "Steepest fall of power allowed; 0: any.");
  list.quantity("dynamic_range", &UtilityLimits::dynamic_range, kNonNegative,
                "Largest less least power of a repeating load allowed; 0: any.");
  list.number("band_share", &UtilityLimits::band_share, kFraction,
              "Energy of harmonics in the band allowed, over that of all before smoothing; 0: any.");
  list.quantity("band_low", &UtilityLimits::band_low, kPositive, "Lowest frequency of the band.");
  list.quantity("band_high", &UtilityLimits::band_high, kPositive, "Highest frequency of the band.");
  return list;
}

FieldList<SmoothingSpec> smoothing_fields() {
  FieldList<SmoothingSpec> list;
  list.number("floor", &SmoothingSpec::floor, kFraction,
              "Power that chips burn at least while a job runs, over their peak in a step; 0: none.");
  list.quantity("storage_per_chip", &SmoothingSpec::storage_per_chip, kNonNegative,
                "Energy stored in the power supply of each chip.");
  list.quantity("battery_power", &SmoothingSpec::battery_power, kNonNegative,
                "Power of the battery that smooths the site.");
  list.quantity("battery_energy", &SmoothingSpec::battery_energy, kNonNegative,
                "Energy that the battery may move up and down for smoothing.");
  list.quantity("edge", &SmoothingSpec::edge, {1e-4, 10.0},
                "Time in which chips and their power supplies go from one power to the next.");
  return list;
}

}  // namespace gigapod
