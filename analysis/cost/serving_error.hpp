#pragma once

#include "sim/fabric/slice.hpp"

#include <string_view>

namespace gigapod {

/// How far the serving model is off on a chip.
struct ServingError {
  double deviation = 0.0;  ///< standard deviation of the logarithm of predicted over published
  int rows = 0;            ///< published rows of the chip; 0: none, `deviation` is that of chips without a fit
};

/// Of a chip by its name in the catalog ("v7"), in pods of that rule: switched ones are of GPUs.
[[nodiscard]] ServingError serving_error(std::string_view chip, SliceRule rule);

}  // namespace gigapod
