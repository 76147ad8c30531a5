#pragma once

#include "sim/fabric/power_tree.hpp"

#include <vector>

namespace gigapod {

/// Subtrees that are equal in everything but names: what one draws when all its blocks draw the same, each draws.
struct PowerKind {
  PowerLevel level = PowerLevel::kGrid;
  Watts rating;
  Watts capacity;
  Watts constant;  ///< of the top node alone
  int curve = 0;
  struct Part {
    int kind = 0;
    int count = 0;
    auto operator<=>(const Part&) const = default;
  };
  std::vector<Part> children;
  // Of the whole subtree.
  double blocks = 0.0;
  Watts constant_below{};  ///< own constant included
  bool is_lossless = true;
  Watts most_below{};  ///< of a lossless one: draw of each block up to which no node below the top breaks its rating
};

/// What a power tree's shape says, worked out once.
struct PowerIndex {
  explicit PowerIndex(const PowerTree& tree);

  std::vector<PowerKind> kinds;
  std::vector<int> kind;         ///< by node
  std::vector<int> parent;       ///< by node
  std::vector<int> depth;        ///< by node; the grid is 0
  std::vector<int> end;          ///< by node: the first node after all below it
  std::vector<int> first_child;  ///< by node: where its children begin in `children`; one more at the end
  std::vector<int> children;
};

}  // namespace gigapod
