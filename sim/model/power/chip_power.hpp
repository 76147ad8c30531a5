#pragma once

#include "sim/base/quantity.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/model/power/activity.hpp"

namespace gigapod {

/// Shares of a chip's power above idle that its parts take when each is at its peak; they add up to 1.
struct PowerWeights {
  double mxu = 0.0;
  double hbm = 0.0;
  double ici = 0.0;
};

/// The weights `chip_power` uses for every generation (docs/models/power.md).
[[nodiscard]] PowerWeights power_weights();

/// Power of one chip with its HBM at the given activity, between idle_power and peak_power.
[[nodiscard]] Watts chip_power(const ChipSpec& chip, const Activity& activity);

/// As chip_power, with the chip's share of its host (constant while the host is on).
[[nodiscard]] Watts chip_power_with_host(const ChipSpec& chip, const Activity& activity);

}  // namespace gigapod
