#pragma once

#include "sim/hardware/chip.hpp"

#include <vector>

namespace gigapod {

/// Clocks that a power cap may set, relative to the full one: 1, then down by steps of 0.05 to the chip's lowest.
[[nodiscard]] inline std::vector<double> clock_levels(const ChipSpec& chip) {
  constexpr double kStep = 0.05;
  constexpr double kRounding = 1e-9;
  std::vector<double> levels{1.0};
  for (int i = 1; 1.0 - i * kStep >= chip.lowest_clock - kRounding; ++i) levels.push_back(1.0 - i * kStep);
  return levels;
}

}  // namespace gigapod
