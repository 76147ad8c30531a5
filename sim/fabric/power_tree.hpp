#pragma once

#include "sim/base/ids.hpp"
#include "sim/base/quantity.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/hardware/power_feed.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// One node of the power tree. Its rating bounds its input: what it takes from its feed, its own loss included. The
/// grid's is at the meter, cooling included.
struct PowerNode {
  std::string name;  ///< "hall-03"
  PowerLevel level = PowerLevel::kGrid;
  int parent = -1;  ///< index of the feeding node; -1: the grid
  Watts rating{};
  int curve = 0;  ///< what it loses: index into the tree's curves
  Redundancy redundancy = Redundancy::kNone;
  int units = 1;  ///< that carry the rating together

  /// Nominal rating of all installed units, which their load is measured by.
  [[nodiscard]] Watts capacity() const {
    return rating * (static_cast<double>(installed_units(redundancy, units)) / units);
  }
};

/// Grid feed -> … -> hall -> row -> rack (one per block). A node is followed by all nodes below it.
struct PowerTree {
  std::vector<PowerNode> nodes;
  std::vector<LossCurve> curves = {LossCurve{}};  ///< the first is lossless
  std::vector<int> rack_of_block;                 ///< node of each block, by block id
  std::vector<int> hall_of_pod;                   ///< node that feeds each pod, by pod id
  std::vector<Watts> constant_draw;  ///< per node: OCS, network and other draw that never changes, own level only
};

/// What a node of this capacity loses when it feeds `output`; nothing when it has none, as a hall without pods.
[[nodiscard]] inline Watts conversion_loss(const LossCurve& curve, Watts capacity, Watts output) {
  if (curve.is_lossless() || capacity == Watts(0.0)) return Watts(0.0);
  return capacity * curve.loss(output / capacity);
}

[[nodiscard]] PowerTree build_power_tree(const SiteSpec& site, const SiteLayout& layout);

/// The cooling of a site whose pods are laid out: its PUE, or its parts for the pods at full activity.
[[nodiscard]] Cooling site_cooling(const SiteSpec& site, const SiteLayout& layout);

}  // namespace gigapod
