#pragma once

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"
#include "sim/hardware/efficiency.hpp"
#include "sim/hardware/redundancy.hpp"

#include <array>
#include <string>
#include <vector>

namespace gigapod {

/// Kinds of nodes of the power tree, from the meter to the rack of one allocation block.
enum class PowerLevel {
  kGrid,
  kSubstation,
  kTransformer,
  kUps,
  kHall,
  kRow,
  kRack
};
inline constexpr std::array kPowerLevelNames = {"grid", "substation", "transformer", "ups", "hall", "row", "rack"};

/// What nodes of one level have unless they say otherwise.
struct LevelSpec {
  double margin = 1.0;  ///< rating over what the nodes below need
  std::vector<EfficiencyPoint> efficiency;
  bool operator==(const LevelSpec&) const = default;
};
using LevelSpecs = std::array<LevelSpec, kPowerLevelNames.size()>;
[[nodiscard]] FieldList<LevelSpec> level_fields();

/// One node of a power tree that a site describes itself.
struct FeedSpec {
  static constexpr int kRest = 0;   ///< of `pods`: all that are left
  static constexpr int kNone = -1;  ///< of `pods`: it feeds other nodes

  std::string name;
  std::string parent;  ///< name of the feeding node; empty: the root
  PowerLevel level = PowerLevel::kHall;
  Watts rating;         ///< 0: margin of the level x what the nodes below need
  double margin = 0.0;  ///< 0: the level's
  Redundancy redundancy = Redundancy::kNone;
  int units = 1;                            ///< that carry the rating together
  double oversubscription = 1.0;            ///< ratings of the children over the own rating, at most
  int pods = kNone;                         ///< pods it feeds, in the order of the site
  std::string pod_type;                     ///< of these pods; empty: any
  std::vector<EfficiencyPoint> efficiency;  ///< empty: the level's
  bool operator==(const FeedSpec&) const = default;
};
[[nodiscard]] FieldList<FeedSpec> feed_fields();

}  // namespace gigapod
