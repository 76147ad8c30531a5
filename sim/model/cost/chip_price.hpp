#pragma once

#include "sim/base/quantity.hpp"

#include <optional>
#include <string_view>

namespace gigapod {

using DollarsPerSecond = Quantity<-1, 0, 0, 0, 1>;

/// What one chip costs to rent.
struct ChipPrice {
  DollarsPerSecond on_demand;
  DollarsPerSecond one_year;     ///< with a commitment of one year; 0: not published
  DollarsPerSecond three_years;  ///< with a commitment of three years; 0: not published
};

/// Public cloud list price of a catalog chip by name ("v5p"); nothing when none is known.
[[nodiscard]] std::optional<ChipPrice> find_chip_price(std::string_view chip);

}  // namespace gigapod
