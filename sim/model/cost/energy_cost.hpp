#pragma once

#include "sim/base/quantity.hpp"

namespace gigapod {

/// Price of energy bought at the meter.
[[nodiscard]] constexpr Dollars energy_cost(Joules energy, DollarsPerJoule price) { return energy * price; }

}  // namespace gigapod
