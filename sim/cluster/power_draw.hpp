#pragma once

#include "sim/base/ids.hpp"
#include "sim/fabric/power_tree.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

/// What is short of power, where and by how much.
struct PowerShortage {
  std::string node;
  Watts missing;
};

/// The draw of every node of the power tree, kept as blocks change; a change costs the depth of the tree. Beside its
/// draw each block has a promise: the most its holder will draw. Starts are judged by promises, so a job that is
/// still compiling or a fleet at night keeps the headroom it will need, and no draw ever breaks a rating.
class PowerDraw {
 public:
  /// `pue` turns IT power into power at the meter, which the grid's rating holds.
  PowerDraw(const PowerTree& tree, double pue);

  /// Sets the most a block will draw until the next promise; at least its draw now.
  void promise_block(BlockId block, Watts most);
  /// Sets the IT draw of a block at `now`, at most its promise.
  void set_block(BlockId block, Watts draw, Seconds now) { set_blocks({&block, 1}, draw, now); }
  /// The same for each of many blocks at once; neighbours in a row cost one way up the tree.
  void set_blocks(std::span<const BlockId> blocks, Watts draw, Seconds now);
  [[nodiscard]] Watts block(BlockId block) const { return block_[block.value]; }

  /// What would break if these blocks were promised `most` each; nothing when every envelope holds.
  [[nodiscard]] std::optional<PowerShortage> shortage(const std::vector<BlockId>& blocks, Watts most) const;

  [[nodiscard]] Watts node(int index) const { return node_[static_cast<std::size_t>(index)]; }
  /// Promises of all blocks below the node, with the draw that never changes.
  [[nodiscard]] Watts promised(int index) const { return promised_node_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] Watts it_power() const { return node_[0]; }
  [[nodiscard]] Watts site_power() const { return node_[0] * pue_; }
  [[nodiscard]] Watts peak_site_power() const { return peak_; }
  /// Energy at the meter up to `now`.
  [[nodiscard]] Joules energy(Seconds now) const { return energy_ + site_power() * (now - since_); }
  /// Draw of switches and optics that never changes.
  [[nodiscard]] Watts constant_power() const { return constant_; }
  [[nodiscard]] const PowerTree& tree() const { return *tree_; }

 private:
  void add_upwards(int node, Watts change);

  const PowerTree* tree_;
  double pue_;
  std::vector<int> parent_;  ///< by node
  std::vector<Watts> block_;
  std::vector<Watts> node_;
  std::vector<Watts> promised_block_;
  std::vector<Watts> promised_node_;
  Watts constant_;
  Watts peak_;
  Joules energy_;
  Seconds since_;
  mutable std::vector<Watts> extra_;  ///< scratch of `shortage`, all zero between calls
};

}  // namespace gigapod
