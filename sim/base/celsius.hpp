#pragma once

#include <compare>

namespace gigapod {

/// A temperature in degrees Celsius. Not a `Quantity`: its zero is arbitrary, so sums and ratios of it mean nothing.
struct Celsius {
  double degrees = 0.0;
  constexpr auto operator<=>(const Celsius&) const = default;
};

}  // namespace gigapod
