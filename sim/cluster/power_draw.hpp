#pragma once

#include "sim/base/ids.hpp"
#include "sim/fabric/power_tree.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// What is short of power, where and by how much.
struct PowerShortage {
  std::string node;
  Watts missing;
};

/// The draw of every node of the power tree, kept as blocks change; a change costs the depth of the tree.
class PowerDraw {
 public:
  /// `pue` turns IT power into power at the meter, which the grid's rating holds.
  PowerDraw(const PowerTree& tree, double pue);

  /// Sets the IT draw of a block at `now`.
  void set_block(BlockId block, Watts draw, Seconds now);
  [[nodiscard]] Watts block(BlockId block) const { return block_[block.value]; }

  /// What would break if these blocks drew `draw` each; nothing when every envelope holds.
  [[nodiscard]] std::optional<PowerShortage> shortage(const std::vector<BlockId>& blocks, Watts draw) const;

  [[nodiscard]] Watts node(int index) const { return node_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] Watts it_power() const { return node_[0]; }
  [[nodiscard]] Watts site_power() const { return node_[0] * pue_; }
  [[nodiscard]] Watts peak_site_power() const { return peak_; }
  /// Energy at the meter up to `now`.
  [[nodiscard]] Joules energy(Seconds now) const { return energy_ + site_power() * (now - since_); }
  /// Draw of switches and optics that never changes.
  [[nodiscard]] Watts constant_power() const { return constant_; }
  [[nodiscard]] const PowerTree& tree() const { return *tree_; }

 private:
  const PowerTree* tree_;
  double pue_;
  std::vector<Watts> block_;
  std::vector<Watts> node_;
  Watts constant_;
  Watts peak_;
  Joules energy_;
  Seconds since_;
  mutable std::vector<Watts> extra_;  ///< scratch of `shortage`, all zero between calls
};

}  // namespace gigapod
