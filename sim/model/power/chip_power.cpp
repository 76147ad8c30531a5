// P = idle + (peak - idle) (c f V(f)^2 + m)
// c = min(w_busy a_busy + w_mxu a_mxu, 1 - m)    core: clock tree, issue, matrix and vector units
// m = w_hbm a_hbm + w_ici a_ici                  memory and links, on clocks of their own
// V(f) = V_0 + (1 - V_0) f                       voltage over that at full clock, f the relative clock
//
// a_x is the mean use of a part, 0 to 1 of its peak at that clock; idle and peak are the chip's own figures. The
// bound on c is the rated power: a chip that would draw more is held there. Assumes one set of weights for all
// generations, power of a part in proportion to its traffic, and no temperature or overshoot (a GPU may exceed its
// rating for 50 ms).
//
// w_busy: the least of TPU v4's production applications, 121 W of 90 to 192 (arXiv:2304.01433, Table 4). w_ici: what
// a waiting A100 draws at the end of a step of GPT-NeoX, half of its rating (POLCA, arXiv:2308.12908). w_mxu and
// w_hbm: fitted on the load curve of Llama 3.1 70B on H100 (ml-energy/leaderboard). V_0: what a cap on power costs
// training and inference (POLCA). docs/power.md has the errors on these rows and on those that no weight is fitted
// on.

#include "sim/model/power/chip_power.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace gigapod {
namespace {

constexpr PowerWeights kWeights{.busy = 0.3, .mxu = 1.4, .hbm = 0.33, .ici = 0.1};
constexpr double kVoltageAtNoClock = 0.5;

double part(double activity) { return std::clamp(activity, 0.0, 1.0); }

/// Shares of the range from idle to peak power.
struct PowerParts {
  double core = 0.0;
  double memory = 0.0;
};

PowerParts power_parts(const Activity& activity) {
  PowerParts parts;
  parts.memory = kWeights.hbm * part(activity.hbm) + kWeights.ici * part(activity.ici);
  parts.core = std::min(kWeights.busy * part(activity.busy) + kWeights.mxu * part(activity.mxu), 1.0 - parts.memory);
  return parts;
}

double core_factor(double clock) { return clock * relative_voltage(clock) * relative_voltage(clock); }

}  // namespace

PowerWeights power_weights() { return kWeights; }

double relative_voltage(double clock) { return kVoltageAtNoClock + (1.0 - kVoltageAtNoClock) * clock; }

Watts chip_power(const ChipSpec& chip, const Activity& activity, double clock) {
  GIGAPOD_CHECK(clock > 0.0 && clock <= 1.0, "a clock is relative to the full clock");
  const PowerParts parts = power_parts(activity);
  return chip.idle_power + (chip.peak_power - chip.idle_power) * (parts.core * core_factor(clock) + parts.memory);
}

Watts chip_power_with_host(const ChipSpec& chip, const Activity& activity, double clock) {
  return chip_power(chip, activity, clock) + chip.host_power / chip.chips_per_host;
}

std::optional<double> clock_for_power(const ChipSpec& chip, const Activity& activity, Watts cap) {
  if (chip_power(chip, activity) <= cap) return 1.0;
  if (chip_power(chip, activity, chip.lowest_clock) > cap) return std::nullopt;
  double low = chip.lowest_clock;
  double high = 1.0;
  constexpr int kHalvings = 50;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = 0.5 * (low + high);
    (chip_power(chip, activity, middle) <= cap ? low : high) = middle;
  }
  return low;
}

ChipSpec chip_at_clock(const ChipSpec& chip, double clock) {
  GIGAPOD_CHECK(clock > 0.0 && clock <= 1.0, "a clock is relative to the full clock");
  ChipSpec slower = chip;
  for (FlopsPerSecond* rate : {&slower.peak_bf16, &slower.peak_int8, &slower.peak_fp8, &slower.peak_fp4}) {
    *rate = *rate * clock;
  }
  return slower;
}

}  // namespace gigapod
