#pragma once

#include "sim/base/quantity.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/model/power/activity.hpp"

#include <optional>

namespace gigapod {

/// Power of a chip's parts at their peak over its range from idle to peak power. They add up to more than 1: a chip
/// at its rated power is held there by its firmware.
struct PowerWeights {
  double busy = 0.0;  ///< clock tree, instruction issue and leakage while a program runs
  double mxu = 0.0;
  double hbm = 0.0;
  double ici = 0.0;
};

/// The weights `chip_power` uses for every generation (docs/models/power.md).
[[nodiscard]] PowerWeights power_weights();

/// Voltage at a clock, both relative to those at full clock.
[[nodiscard]] double relative_voltage(double clock);

/// Power of one chip with its HBM at the given activity, between idle_power and peak_power. `clock` is relative to
/// the full clock, over 0 to 1.
[[nodiscard]] Watts chip_power(const ChipSpec& chip, const Activity& activity, double clock = 1.0);

/// As chip_power, with the chip's share of its host (constant while the host is on).
[[nodiscard]] Watts chip_power_with_host(const ChipSpec& chip, const Activity& activity, double clock = 1.0);

/// The highest clock at which the chip draws at most `cap` at that activity; nothing when it draws more even at its
/// lowest clock.
[[nodiscard]] std::optional<double> clock_for_power(const ChipSpec& chip, const Activity& activity, Watts cap);

/// The chip at a lower clock, for the step and serving models: products are slower, HBM and links are not.
[[nodiscard]] ChipSpec chip_at_clock(const ChipSpec& chip, double clock);

}  // namespace gigapod
