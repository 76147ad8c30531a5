#pragma once

#include "sim/base/ids.hpp"
#include "sim/base/quantity.hpp"
#include "sim/fabric/site_layout.hpp"

#include <string>
#include <vector>

namespace gigapod {

enum class PowerLevel {
  kGrid,
  kSubstation,
  kHall,
  kRow,
  kRack
};

/// One node of the power tree. Ratings and draws below the grid are IT power; the grid's are at the meter, PUE
/// included.
struct PowerNode {
  std::string name;  ///< "hall-03"
  PowerLevel level = PowerLevel::kGrid;
  int parent = -1;  ///< index of the feeding node; -1: the grid
  Watts rating;
};

/// Grid feed -> substation -> hall -> row -> rack (one per block). Parents precede children.
struct PowerTree {
  std::vector<PowerNode> nodes;
  std::vector<int> rack_of_block;    ///< node of each block, by block id
  std::vector<int> hall_of_pod;      ///< node of each pod's hall, by pod id
  std::vector<Watts> constant_draw;  ///< per node: OCS, network and other draw that never changes, own level only
};

[[nodiscard]] PowerTree build_power_tree(const SiteSpec& site, const SiteLayout& layout);

}  // namespace gigapod
