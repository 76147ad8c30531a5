#pragma once

#include "sim/base/quantity.hpp"

#include <optional>
#include <string_view>

namespace gigapod {

/// Capital of a chip with its share of hosts and networks, between what is published at least and at most.
struct ChipCapital {
  Dollars least;
  Dollars most;
};

/// Of a catalog chip by name ("gb200"); nothing when no figure is known.
[[nodiscard]] std::optional<ChipCapital> find_chip_capital(std::string_view chip);

}  // namespace gigapod
