// P = idle + (peak - idle) (w_mxu a_mxu + w_hbm a_hbm + w_ici a_ici),  w_mxu + w_hbm + w_ici = 1
//
// a_x is the mean use of a part, 0 to 1 of its peak; idle and peak are the chip's own figures. Assumes that each
// part's power grows in proportion to its traffic at a fixed clock and voltage: no clock change, no temperature, no
// overshoot shorter than the period the activity is a mean of.
//
// The weights are assumed: matrix units take most of the power of a busy chip, HBM about half of that, links the
// rest. They are checked against the range that TPU v4 shows in production (Jouppi et al., ISCA 2023, Table 4).

#include "sim/model/power/chip_power.hpp"

#include <algorithm>

namespace gigapod {
namespace {

constexpr PowerWeights kWeights{.mxu = 0.6, .hbm = 0.3, .ici = 0.1};  // assumed

double part(double activity) { return std::clamp(activity, 0.0, 1.0); }

}  // namespace

PowerWeights power_weights() { return kWeights; }

Watts chip_power(const ChipSpec& chip, const Activity& activity) {
  const double above_idle =
      kWeights.mxu * part(activity.mxu) + kWeights.hbm * part(activity.hbm) + kWeights.ici * part(activity.ici);
  return chip.idle_power + (chip.peak_power - chip.idle_power) * above_idle;
}

Watts chip_power_with_host(const ChipSpec& chip, const Activity& activity) {
  return chip_power(chip, activity) + chip.host_power / chip.chips_per_host;
}

}  // namespace gigapod
