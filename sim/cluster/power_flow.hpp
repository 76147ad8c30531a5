#pragma once

#include "sim/base/ids.hpp"
#include "sim/fabric/power_index.hpp"
#include "sim/fabric/power_tree.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <vector>

namespace gigapod {

/// Power through one node.
struct NodeFlow {
  Watts output;                ///< what it feeds
  Watts loss;                  ///< its own
  Watts total_loss;            ///< its own and of all nodes below
  bool is_over_below = false;  ///< when folded: a node below takes more than its rating

  [[nodiscard]] Watts input() const { return output + loss; }
};

/// Power through every node of a tree from the draws of its blocks, losses included, kept as they change. A subtree
/// whose blocks all draw the same is held folded, as that one draw: setting it costs its kinds of nodes and the depth
/// of the tree, not its size. Of the grid only the output is kept here; its cooling and loss are the caller's.
class PowerFlow {
 public:
  /// No block draws anything yet.
  PowerFlow(const PowerTree& tree, const PowerIndex& index);

  /// Every block below each of the nodes, none of which is above another, draws `per_block` from now on.
  void set_nodes(std::span<const int> nodes, Watts per_block);
  /// Each of the blocks draws `draw`; every node above them is summed once.
  void set_blocks(std::span<const BlockId> blocks, Watts draw);
  /// The input that `over_limit` judges the node by: its rating at first.
  void set_limit(int node, Watts limit);

  [[nodiscard]] NodeFlow flow(int node) const;
  /// The same right after the node was set, when no node above it is folded.
  [[nodiscard]] const NodeFlow& last_set(int node) const { return state_[static_cast<std::size_t>(node)]; }
  [[nodiscard]] Watts block(BlockId block) const { return extremes({&block, 1}).most; }
  struct Extremes {
    Watts least;
    Watts most;
  };
  /// The least and the most that one of the blocks draws.
  [[nodiscard]] Extremes extremes(std::span<const BlockId> blocks) const;
  [[nodiscard]] Watts limit(int node) const { return limit_[static_cast<std::size_t>(node)]; }
  /// The flow of a node of which only the output is known.
  [[nodiscard]] NodeFlow with_loss(int node, NodeFlow flow) const { return with_loss(kind(node), flow); }
  /// Nodes below the grid whose input is above their limit, in the order of the tree.
  [[nodiscard]] const std::set<int>& over_limit() const { return over_; }
  /// Draw of blocks and switches, without losses.
  [[nodiscard]] Watts it_power() const { return state_[0].output - state_[0].total_loss; }
  /// Losses of all nodes but the grid.
  [[nodiscard]] Watts loss() const { return state_[0].total_loss; }

 private:
  struct Change {
    Watts input;
    Watts loss;
  };
  [[nodiscard]] const PowerKind& kind(int node) const;
  [[nodiscard]] NodeFlow with_loss(const PowerKind& kind, NodeFlow flow) const;
  [[nodiscard]] NodeFlow folded_flow(const PowerKind& kind, Watts per_block) const;
  /// The topmost folded node above `node`; -1: none.
  [[nodiscard]] int folded_above(int node) const;
  void unfold_above(int node);
  void unfold(int node);
  Change assign(int node, Watts per_block);
  /// The same for the rack of one block.
  Change assign_rack(int rack, Watts draw);
  void add_output(int node, Change change);
  void post(int node, Change change);
  void settle();
  void judge(int node);
  void forget_over_below(int node);

  const PowerTree* tree_;
  const PowerIndex* index_;
  std::vector<NodeFlow> state_;  ///< stale below a folded node
  std::vector<Watts> fold_;      ///< draw of each block below; negative: they differ
  std::vector<int> pins_;        ///< nodes below with a run-time limit: such a subtree is not folded
  std::vector<Watts> limit_;
  std::vector<std::uint8_t> is_over_;
  std::set<int> over_;
  std::vector<int> curve_;  ///< by node
  // Changes on their way up: all empty or zero between calls.
  std::vector<Change> posted_;             ///< by node
  std::vector<std::vector<int>> touched_;  ///< by depth
  std::vector<std::uint8_t> is_touched_;   ///< by node
};

}  // namespace gigapod
