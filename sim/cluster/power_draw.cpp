#include "sim/cluster/power_draw.hpp"

#include "sim/base/check.hpp"

namespace gigapod {
namespace {

constexpr double kRounding = 1.0 + 1e-9;  ///< the same draw worked out in another order

}  // namespace

PowerDraw::PowerDraw(const PowerTree& tree, double pue)
    : tree_(&tree),
      pue_(pue),
      block_(tree.rack_of_block.size()),
      node_(tree.nodes.size()),
      promised_block_(tree.rack_of_block.size()),
      extra_(tree.nodes.size()) {
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    constant_ += tree.constant_draw[i];
    for (int node = static_cast<int>(i); node >= 0; node = tree.nodes[static_cast<std::size_t>(node)].parent) {
      node_[static_cast<std::size_t>(node)] += tree.constant_draw[i];
    }
  }
  for (const PowerNode& node : tree.nodes) parent_.push_back(node.parent);
  promised_node_ = node_;
  peak_ = site_power();
}

void PowerDraw::promise_block(BlockId block, Watts most) {
  const Watts change = most - promised_block_[block.value];
  if (change == Watts(0.0)) return;
  GIGAPOD_CHECK(block_[block.value] <= most * kRounding, "a block can't be promised less than it draws");
  promised_block_[block.value] = most;
  for (int node = tree_->rack_of_block[block.value]; node >= 0; node = parent_[static_cast<std::size_t>(node)]) {
    promised_node_[static_cast<std::size_t>(node)] += change;
  }
}

void PowerDraw::add_upwards(int node, Watts change) {
  for (; node >= 0; node = parent_[static_cast<std::size_t>(node)]) node_[static_cast<std::size_t>(node)] += change;
}

void PowerDraw::set_blocks(std::span<const BlockId> blocks, Watts draw, Seconds now) {
  GIGAPOD_CHECK(now >= since_, "power changes in the order of time");
  energy_ += site_power() * (now - since_);
  since_ = now;
  int row = -1;
  Watts row_change;
  for (const BlockId block : blocks) {
    GIGAPOD_CHECK(draw <= promised_block_[block.value] * kRounding, "a block draws at most what it was promised");
    const Watts change = draw - block_[block.value];
    if (change == Watts(0.0)) continue;
    block_[block.value] = draw;
    const auto rack = static_cast<std::size_t>(tree_->rack_of_block[block.value]);
    node_[rack] += change;
    if (parent_[rack] != row) {
      add_upwards(row, row_change);
      row = parent_[rack];
      row_change = Watts(0.0);
    }
    row_change += change;
  }
  add_upwards(row, row_change);
  peak_ = max(peak_, site_power());
}

std::optional<PowerShortage> PowerDraw::shortage(const std::vector<BlockId>& blocks, Watts most) const {
  std::vector<int> touched;
  for (const BlockId block : blocks) {
    const Watts change = most - promised_block_[block.value];
    for (int node = tree_->rack_of_block[block.value]; node >= 0; node = parent_[static_cast<std::size_t>(node)]) {
      Watts& extra = extra_[static_cast<std::size_t>(node)];
      if (extra == Watts(0.0)) touched.push_back(node);
      extra += change;
    }
  }
  std::optional<PowerShortage> worst;
  for (const int index : touched) {
    const auto node = static_cast<std::size_t>(index);
    const double scale = index == 0 ? pue_ : 1.0;
    const Watts missing = (promised_node_[node] + extra_[node]) * scale - tree_->nodes[node].rating;
    extra_[node] = Watts(0.0);
    const bool counts = missing > tree_->nodes[node].rating * 1e-9;
    if (counts && (!worst || missing > worst->missing)) worst = PowerShortage{tree_->nodes[node].name, missing};
  }
  return worst;
}

}  // namespace gigapod
