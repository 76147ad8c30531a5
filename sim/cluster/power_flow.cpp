// input = output + loss(output / capacity) capacity,   output = constant + blocks or the inputs of the children
//
// A lazy segment tree over the power tree: a folded node stands for all blocks below it at one draw, and is unfolded
// level by level only where one of them is set alone.
#include "sim/cluster/power_flow.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <limits>

namespace gigapod {
namespace {

constexpr Watts kMixed{-1.0};
constexpr double kRounding = 1.0 + 1e-9;

std::size_t at(int node) { return static_cast<std::size_t>(node); }

}  // namespace

PowerFlow::PowerFlow(const PowerTree& tree, const PowerIndex& index)
    : tree_(&tree),
      index_(&index),
      state_(tree.nodes.size()),
      fold_(tree.nodes.size(), kMixed),
      pins_(tree.nodes.size()),
      is_over_(tree.nodes.size()),
      posted_(tree.nodes.size()),
      touched_(at(*std::max_element(index.depth.begin(), index.depth.end())) + 1),
      is_touched_(tree.nodes.size()) {
  for (const PowerNode& node : tree.nodes) limit_.push_back(node.rating);
  for (const int kind : index.kind) curve_.push_back(index.kinds[at(kind)].curve);
  assign(0, Watts(0.0));
}

const PowerKind& PowerFlow::kind(int node) const { return index_->kinds[at(index_->kind[at(node)])]; }

NodeFlow PowerFlow::with_loss(const PowerKind& kind, NodeFlow flow) const {
  const Watts below = flow.total_loss - flow.loss;
  flow.loss = conversion_loss(tree_->curves[at(kind.curve)], kind.capacity, flow.output);
  flow.total_loss = below + flow.loss;
  return flow;
}

NodeFlow PowerFlow::folded_flow(const PowerKind& kind, Watts per_block) const {
  NodeFlow flow;
  if (kind.is_lossless) {
    flow.output = kind.constant_below + per_block * kind.blocks;
    flow.is_over_below = per_block > kind.most_below * kRounding;
    return flow;
  }
  flow.output = kind.constant;
  if (kind.children.empty()) flow.output += per_block * kind.blocks;
  for (const PowerKind::Part& part : kind.children) {
    const PowerKind& child = index_->kinds[at(part.kind)];
    const NodeFlow one = folded_flow(child, per_block);
    flow.output += one.input() * part.count;
    flow.total_loss += one.total_loss * part.count;
    flow.is_over_below = flow.is_over_below || one.is_over_below || one.input() > child.rating * kRounding;
  }
  return with_loss(kind, flow);
}

int PowerFlow::folded_above(int node) const {
  int found = -1;
  for (int above = index_->parent[at(node)]; above >= 0; above = index_->parent[at(above)]) {
    if (fold_[at(above)] >= Watts(0.0)) found = above;
  }
  return found;
}

NodeFlow PowerFlow::flow(int node) const {
  const int folded = folded_above(node);
  return folded < 0 ? state_[at(node)] : folded_flow(kind(node), fold_[at(folded)]);
}

PowerFlow::Extremes PowerFlow::extremes(std::span<const BlockId> blocks) const {
  Extremes found{Watts(std::numeric_limits<double>::infinity()), Watts(0.0)};
  int row = -1;
  int folded = -1;
  for (const BlockId block : blocks) {
    const int rack = tree_->rack_of_block[block.value];
    if (index_->parent[at(rack)] != row) {
      row = index_->parent[at(rack)];
      folded = folded_above(rack);
    }
    const Watts draw = fold_[at(folded < 0 ? rack : folded)];
    found = {min(found.least, draw), max(found.most, draw)};
  }
  return found;
}

void PowerFlow::unfold_above(int node) {
  for (int folded = folded_above(node); folded >= 0; folded = folded_above(node)) unfold(folded);
}

void PowerFlow::unfold(int node) {
  const Watts per_block = fold_[at(node)];
  if (per_block < Watts(0.0)) return;
  fold_[at(node)] = kMixed;
  for (int i = index_->first_child[at(node)]; i < index_->first_child[at(node) + 1]; ++i) {
    const int child = index_->children[at(i)];
    state_[at(child)] = folded_flow(kind(child), per_block);
    fold_[at(child)] = per_block;
  }
}

PowerFlow::Change PowerFlow::assign(int node, Watts per_block) {
  if (fold_[at(node)] == per_block) return {};
  const NodeFlow before = state_[at(node)];
  const bool is_leaf = index_->first_child[at(node)] == index_->first_child[at(node) + 1];
  const NodeFlow folded = folded_flow(kind(node), per_block);
  if (is_leaf || (pins_[at(node)] == 0 && !folded.is_over_below)) {
    forget_over_below(node);
    fold_[at(node)] = per_block;
    state_[at(node)] = folded;
  } else {
    unfold(node);
    Change change;
    for (int i = index_->first_child[at(node)]; i < index_->first_child[at(node) + 1]; ++i) {
      const Change one = assign(index_->children[at(i)], per_block);
      change.input += one.input;
      change.loss += one.loss;
    }
    add_output(node, change);
  }
  judge(node);
  return {state_[at(node)].input() - before.input(), state_[at(node)].total_loss - before.total_loss};
}

PowerFlow::Change PowerFlow::assign_rack(int rack, Watts draw) {
  if (fold_[at(rack)] == draw) return {};
  NodeFlow& state = state_[at(rack)];
  const NodeFlow before = state;
  fold_[at(rack)] = draw;
  state = {};
  state.output = kind(rack).constant + draw;
  if (curve_[at(rack)] > 0) state = with_loss(kind(rack), state);
  judge(rack);
  return {state.input() - before.input(), state.total_loss - before.total_loss};
}

void PowerFlow::add_output(int node, Change change) {
  NodeFlow& state = state_[at(node)];
  state.output += change.input;
  state.total_loss += change.loss;
  if (curve_[at(node)] > 0) state = with_loss(kind(node), state);
}

void PowerFlow::post(int node, Change change) {
  if (node < 0) return;
  posted_[at(node)].input += change.input;
  posted_[at(node)].loss += change.loss;
  if (is_touched_[at(node)] != 0) return;
  is_touched_[at(node)] = 1;
  touched_[at(index_->depth[at(node)])].push_back(node);
}

/// Takes what was posted up the tree, every touched node once.
void PowerFlow::settle() {
  for (std::size_t depth = touched_.size(); depth-- > 0;) {
    for (const int node : touched_[depth]) {
      const NodeFlow before = state_[at(node)];
      add_output(node, posted_[at(node)]);
      posted_[at(node)] = {};
      is_touched_[at(node)] = 0;
      judge(node);
      const NodeFlow& after = state_[at(node)];
      post(index_->parent[at(node)], {after.input() - before.input(), after.total_loss - before.total_loss});
    }
    touched_[depth].clear();
  }
}

void PowerFlow::set_nodes(std::span<const int> nodes, Watts per_block) {
  GIGAPOD_CHECK(per_block >= Watts(0.0), "a block draws power, it gives none");
  for (const int node : nodes) {
    unfold_above(node);
    post(index_->parent[at(node)], assign(node, per_block));
  }
  settle();
}

void PowerFlow::set_blocks(std::span<const BlockId> blocks, Watts draw) {
  GIGAPOD_CHECK(draw >= Watts(0.0), "a block draws power, it gives none");
  int row = -1;
  Change sum;
  for (const BlockId block : blocks) {
    const int rack = tree_->rack_of_block[block.value];
    if (index_->parent[at(rack)] != row) {
      post(row, sum);
      row = index_->parent[at(rack)];
      sum = {};
      unfold_above(rack);
    }
    const Change change = assign_rack(rack, draw);
    sum.input += change.input;
    sum.loss += change.loss;
  }
  post(row, sum);
  settle();
}

void PowerFlow::set_limit(int node, Watts limit) {
  const Watts rating = tree_->nodes[at(node)].rating;
  const int pins = static_cast<int>(limit != rating) - static_cast<int>(limit_[at(node)] != rating);
  unfold_above(node);
  for (int above = index_->parent[at(node)]; above >= 0; above = index_->parent[at(above)]) pins_[at(above)] += pins;
  limit_[at(node)] = limit;
  judge(node);
}

void PowerFlow::judge(int node) {
  if (node == 0) return;
  const bool is_over = state_[at(node)].input() > limit_[at(node)] * kRounding;
  if (is_over == (is_over_[at(node)] != 0)) return;
  is_over_[at(node)] = is_over ? 1 : 0;
  if (is_over) {
    over_.insert(node);
  } else {
    over_.erase(node);
  }
}

void PowerFlow::forget_over_below(int node) {
  const auto first = over_.upper_bound(node);
  const auto last = over_.lower_bound(index_->end[at(node)]);
  for (auto over = first; over != last; ++over) is_over_[at(*over)] = 0;
  over_.erase(first, last);
}

}  // namespace gigapod
