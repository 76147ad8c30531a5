#pragma once

#include "sim/model/step/step_constants.hpp"

namespace gigapod {

/// Mean of the largest of n standard normal values: 0 for n < 8, where it is not worth a formula.
[[nodiscard]] double normal_maximum(double n);

/// 1/2 + 1/3 + ... + 1/n: how far the mean of the largest of n exponential delays exceeds one, in means.
[[nodiscard]] double exponential_excess(int n);

/// How much longer than the mean step the slowest of `chips` chips in `slices` slices takes, as a fraction.
[[nodiscard]] double straggler_share(double chips, int slices, const StepConstants& constants);

}  // namespace gigapod
