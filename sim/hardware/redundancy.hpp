#pragma once

#include "sim/base/quantity.hpp"

#include <array>

namespace gigapod {

/// How a feed survives the loss of units. Its rating is what it must carry: n units of rating / n.
enum class Redundancy {
  kNone,     ///< N: n units, all needed
  kOneMore,  ///< N+1: one unit more than needed
  kTwice     ///< 2N: two whole sides
};
inline constexpr std::array kRedundancyNames = {"N", "N+1", "2N"};

/// Units that are installed where `needed` carry the rating.
[[nodiscard]] int installed_units(Redundancy redundancy, int needed);

/// What is left of a rating that `needed` units carry, after `failed` of the installed ones failed. Never more than
/// the rating. Assumes that any unit left carries any load: sides are tied or loads have two cords.
[[nodiscard]] Watts available_rating(Watts rating, Redundancy redundancy, int needed, int failed);

}  // namespace gigapod
