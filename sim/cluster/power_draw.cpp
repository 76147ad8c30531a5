#include "sim/cluster/power_draw.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace gigapod {
namespace {

constexpr double kRounding = 1.0 + 1e-9;  ///< the same draw worked out in another order

std::size_t at(int node) { return static_cast<std::size_t>(node); }

}  // namespace

PowerDraw::PowerDraw(const PowerTree& tree, const Cooling& cooling)
    : tree_(&tree),
      index_(std::make_unique<const PowerIndex>(tree)),
      cooling_(cooling),
      drawn_(tree, *index_),
      promised_(tree, *index_),
      constant_(drawn_.it_power()),
      outdoors_(cooling.usual_temperature()),
      extra_(tree.nodes.size()),
      touched_(at(*std::max_element(index_->depth.begin(), index_->depth.end())) + 1) {
  refresh();
}

NodeFlow PowerDraw::at_meter(Watts it_power, Watts losses, Celsius outdoors) const {
  NodeFlow flow;
  flow.output = cooling_.facility_power(it_power, outdoors) + losses;
  flow.total_loss = losses;
  const PowerNode& grid = tree_->nodes.front();
  flow.loss = conversion_loss(tree_->curves[at(grid.curve)], grid.capacity(), flow.output);
  flow.total_loss += flow.loss;
  return flow;
}

Celsius PowerDraw::hottest() const { return std::max(outdoors_, cooling_.design_temperature()); }

void PowerDraw::integrate(Seconds now) {
  GIGAPOD_CHECK(now >= since_, "power changes in the order of time");
  energy_ = energy(now);
  cooling_energy_ = cooling_energy(now);
  loss_energy_ = loss_energy(now);
  since_ = now;
}

void PowerDraw::refresh() {
  site_ = at_meter(drawn_.it_power(), drawn_.loss(), outdoors_);
  cooling_power_ = cooling_.facility_power(drawn_.it_power(), outdoors_) - drawn_.it_power();
  peak_ = max(peak_, site_power());
}

void PowerDraw::promise_blocks(std::span<const BlockId> blocks, Watts most) {
  GIGAPOD_CHECK(drawn_.extremes(blocks).most <= most * kRounding, "a block can't be promised less than it draws");
  promised_.set_blocks(blocks, most);
}

void PowerDraw::promise_nodes(std::span<const int> nodes, Watts per_block) {
  promised_.set_nodes(nodes, per_block);
  for (const int node : nodes) {
    GIGAPOD_CHECK(drawn_.flow(node).input() <= promised_.last_set(node).input() * kRounding,
                  "blocks can't be promised less than they draw");
  }
}

void PowerDraw::set_blocks(std::span<const BlockId> blocks, Watts draw, Seconds now) {
  integrate(now);
  GIGAPOD_CHECK(draw <= promised_.extremes(blocks).least * kRounding, "a block draws at most what it was promised");
  drawn_.set_blocks(blocks, draw);
  refresh();
}

void PowerDraw::set_nodes(std::span<const int> nodes, Watts per_block, Seconds now) {
  integrate(now);
  drawn_.set_nodes(nodes, per_block);
  for (const int node : nodes) {
    GIGAPOD_CHECK(drawn_.last_set(node).input() <= promised_.flow(node).input() * kRounding,
                  "blocks draw at most what they were promised");
  }
  refresh();
}

/// Racks in the order of the tree; as soon as the nodes that end the list have all blocks of their parent, the parent
/// takes their place.
std::vector<int> PowerDraw::cover(std::span<const BlockId> blocks) const {
  struct Run {
    double blocks = 0.0;     ///< below this node and its siblings just before it
    std::size_t length = 0;  ///< of these nodes
  };
  std::vector<int> racks;
  racks.reserve(blocks.size());
  for (const BlockId block : blocks) racks.push_back(tree_->rack_of_block[block.value]);
  if (!std::is_sorted(racks.begin(), racks.end())) std::sort(racks.begin(), racks.end());
  std::vector<int> nodes;
  std::vector<Run> runs;
  for (int node : racks) {
    while (true) {
      const int parent = index_->parent[at(node)];
      const bool goes_on = !nodes.empty() && index_->parent[at(nodes.back())] == parent;
      Run run = goes_on ? runs.back() : Run{};
      run.blocks += blocks_below(node);
      ++run.length;
      nodes.push_back(node);
      runs.push_back(run);
      if (parent < 0 || run.blocks < blocks_below(parent)) break;
      nodes.resize(nodes.size() - run.length);
      runs.resize(nodes.size());
      node = parent;
    }
  }
  return nodes;
}

void PowerDraw::set_limit(int node, std::optional<Watts> most, Seconds now) {
  integrate(now);
  const Watts rating = tree_->nodes[at(node)].rating;
  const bool is_grid = node == 0;  // generation on the site adds to what the grid gives
  drawn_.set_limit(node, most ? (is_grid ? *most : min(*most, rating)) : rating);
}

std::vector<int> PowerDraw::over_limit() const {
  std::vector<int> nodes;
  if (site_power() > limit(0) * kRounding) nodes.push_back(0);
  nodes.insert(nodes.end(), drawn_.over_limit().begin(), drawn_.over_limit().end());
  return nodes;
}

void PowerDraw::set_temperature(Celsius outdoors, Seconds now) {
  integrate(now);
  outdoors_ = outdoors;
  refresh();
}

Watts PowerDraw::promised(int index) const {
  if (index > 0) return promised_.flow(index).input();
  return at_meter(promised_.it_power(), promised_.loss(), hottest()).input();
}

std::optional<int> PowerDraw::node_index(std::string_view name) const {
  const auto found = std::find_if(tree_->nodes.begin(), tree_->nodes.end(),
                                  [&](const PowerNode& node) { return node.name == name; });
  if (found == tree_->nodes.end()) return std::nullopt;
  return static_cast<int>(found - tree_->nodes.begin());
}

void PowerDraw::add_extra(int node, Watts extra) const {
  Watts& sum = extra_[at(node)];
  if (sum == Watts(0.0)) touched_[at(index_->depth[at(node)])].push_back(node);
  sum += extra;
}

std::optional<PowerShortage> PowerDraw::shortage(const std::vector<BlockId>& blocks, Watts most) const {
  const PowerFlow& judged = is_judged_by_draws_ ? drawn_ : promised_;
  const Celsius outdoors = is_judged_by_draws_ ? outdoors_ : hottest();
  Watts more_it;
  for (const BlockId block : blocks) {
    const Watts extra = most - judged.block(block);
    if (extra == Watts(0.0)) continue;
    more_it += extra;
    add_extra(tree_->rack_of_block[block.value], extra);
  }
  std::optional<PowerShortage> worst;
  for (std::size_t depth = touched_.size(); depth-- > 0;) {
    for (const int node : touched_[depth]) {
      NodeFlow flow = node > 0 ? judged.flow(node) : NodeFlow{};
      const Watts before = flow.input();
      flow.output += extra_[at(node)];
      flow = node > 0 ? judged.with_loss(node, flow)
                      : at_meter(judged.it_power() + more_it, judged.loss() + extra_[0] - more_it, outdoors);
      if (node > 0) add_extra(index_->parent[at(node)], flow.input() - before);
      extra_[at(node)] = Watts(0.0);
      const Watts missing = flow.input() - limit(node);
      const bool counts = missing > limit(node) * 1e-9;
      if (counts && (!worst || missing > worst->missing)) worst = PowerShortage{tree_->nodes[at(node)].name, missing};
    }
    touched_[depth].clear();
  }
  return worst;
}

}  // namespace gigapod
