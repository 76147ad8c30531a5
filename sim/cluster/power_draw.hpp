#pragma once

#include "sim/base/celsius.hpp"
#include "sim/base/ids.hpp"
#include "sim/cluster/power_flow.hpp"
#include "sim/fabric/power_index.hpp"
#include "sim/fabric/power_tree.hpp"
#include "sim/hardware/cooling.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gigapod {

/// What is short of power, where and by how much.
struct PowerShortage {
  std::string node;
  Watts missing;
};

/// The power of every node of the power tree, losses and cooling included, kept as blocks change; a change costs the
/// depth of the tree. Beside its draw each block has a promise: the most its holder will draw. Starts are judged by
/// promises, at the hottest weather and the limits of the moment, so a job that is still compiling or a fleet at
/// night keeps the headroom it will need, and no draw ever breaks a rating.
class PowerDraw {
 public:
  PowerDraw(const PowerTree& tree, const Cooling& cooling);
  /// With a cooling that is always `pue` - 1 of the IT power.
  PowerDraw(const PowerTree& tree, double pue) : PowerDraw(tree, Cooling(pue)) {}
  PowerDraw(const PowerDraw&) = delete;
  PowerDraw& operator=(const PowerDraw&) = delete;

  /// Sets the most a block will draw until the next promise; at least its draw now.
  void promise_block(BlockId block, Watts most) { promise_blocks({&block, 1}, most); }
  void promise_blocks(std::span<const BlockId> blocks, Watts most);
  /// The same for every block below each of the nodes; costs the nodes and the depth of the tree, not the blocks.
  void promise_nodes(std::span<const int> nodes, Watts per_block);
  /// Sets the IT draw of a block at `now`, at most its promise.
  void set_block(BlockId block, Watts draw, Seconds now) { set_blocks({&block, 1}, draw, now); }
  /// The same for each of many blocks at once; every node above them is summed once.
  void set_blocks(std::span<const BlockId> blocks, Watts draw, Seconds now);
  /// The same for every block below each of the nodes; costs the nodes and the depth of the tree, not the blocks.
  void set_nodes(std::span<const int> nodes, Watts per_block, Seconds now);
  /// The fewest nodes that have exactly these blocks below them.
  [[nodiscard]] std::vector<int> cover(std::span<const BlockId> blocks) const;
  [[nodiscard]] Watts block(BlockId block) const { return drawn_.block(block); }

  /// Holds the node under `most` at run time, below its rating: a curtailment, a failed unit of a redundant feed.
  /// Nothing: its rating again. Starts keep to it; what is drawn already may be above it (see over_limit).
  void set_limit(int node, std::optional<Watts> most, Seconds now);
  /// The rating, or the run-time limit below it.
  [[nodiscard]] Watts limit(int node) const { return drawn_.limit(node); }
  /// Nodes that take more than their limit now, in the order of the tree.
  [[nodiscard]] std::vector<int> over_limit() const;
  /// The outdoor temperature from now on.
  void set_temperature(Celsius outdoors, Seconds now);

  /// From now on starts are judged by what is drawn in the weather of the moment, not by promises: more fits, and it
  /// may come to more than the envelopes hold.
  void judge_by_draws() { is_judged_by_draws_ = true; }
  /// What the node would take as starts are judged.
  [[nodiscard]] Watts planned(int index) const { return is_judged_by_draws_ ? node(index) : promised(index); }
  /// What would break if these blocks were promised `most` each; nothing when every envelope holds.
  [[nodiscard]] std::optional<PowerShortage> shortage(const std::vector<BlockId>& blocks, Watts most) const;

  /// What the node takes from its feed; the grid: at the meter.
  [[nodiscard]] Watts node(int index) const { return index == 0 ? site_power() : drawn_.flow(index).input(); }
  /// The same when every block draws its promise, in the hottest weather.
  [[nodiscard]] Watts promised(int index) const;
  /// Index of the node of that name; nothing without one.
  [[nodiscard]] std::optional<int> node_index(std::string_view name) const;
  [[nodiscard]] Watts it_power() const { return drawn_.it_power(); }
  [[nodiscard]] Watts site_power() const { return site_.input(); }
  [[nodiscard]] Watts peak_site_power() const { return peak_; }
  [[nodiscard]] Watts cooling_power() const { return cooling_power_; }
  /// Losses of all nodes.
  [[nodiscard]] Watts loss_power() const { return site_.total_loss; }
  /// Draw of switches and optics that never changes.
  [[nodiscard]] Watts constant_power() const { return constant_; }
  [[nodiscard]] Celsius temperature() const { return outdoors_; }

  /// Energy at the meter up to `now`.
  [[nodiscard]] Joules energy(Seconds now) const { return energy_ + site_power() * (now - since_); }
  [[nodiscard]] Joules cooling_energy(Seconds now) const { return cooling_energy_ + cooling_power_ * (now - since_); }
  [[nodiscard]] Joules loss_energy(Seconds now) const { return loss_energy_ + loss_power() * (now - since_); }
  [[nodiscard]] const PowerTree& tree() const { return *tree_; }

 private:
  /// The grid's flow for this IT power and the losses below the grid.
  [[nodiscard]] NodeFlow at_meter(Watts it_power, Watts losses, Celsius outdoors) const;
  [[nodiscard]] Celsius hottest() const;
  [[nodiscard]] double blocks_below(int node) const {
    return index_->kinds[static_cast<std::size_t>(index_->kind[static_cast<std::size_t>(node)])].blocks;
  }
  void integrate(Seconds now);
  void refresh();
  void add_extra(int node, Watts extra) const;

  const PowerTree* tree_;
  std::unique_ptr<const PowerIndex> index_;
  Cooling cooling_;
  PowerFlow drawn_;
  PowerFlow promised_;
  Watts constant_;
  Celsius outdoors_;
  bool is_judged_by_draws_ = false;
  NodeFlow site_;
  Watts cooling_power_;
  Watts peak_;
  Joules energy_;
  Joules cooling_energy_;
  Joules loss_energy_;
  Seconds since_;
  // Scratch of `shortage`: all empty or zero between calls.
  mutable std::vector<Watts> extra_;
  mutable std::vector<std::vector<int>> touched_;  ///< by depth
};

}  // namespace gigapod
