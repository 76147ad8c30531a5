// Random trees, random histories: the draw kept as it changes equals one worked out from nothing, and what is
// accepted never breaks a rating.
#include "sim/base/random.hpp"
#include "sim/cluster/power_draw.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

constexpr double kBlockAtMost = 10e3;

/// A tree of random shape, losses, redundancy and ratings; some ratings are too small for all blocks at once.
class RandomTree {
 public:
  explicit RandomTree(RandomStream& random) : random_(random) {
    tree.curves.push_back(LossCurve({{1.0, 0.95}}));
    tree.curves.push_back(LossCurve({{0.25, 0.93}, {0.5, 0.97}, {1.0, 0.96}}));
    add(0, -1);
    std::vector<Watts> below = tree.constant_draw;
    for (std::size_t i = tree.nodes.size(); i-- > 0;) {
      PowerNode& node = tree.nodes[i];
      if (node.level == PowerLevel::kRack) below[i] += Watts(kBlockAtMost);
      node.rating = below[i] * (0.7 + 0.8 * random.uniform()) * (i == 0 ? 1.2 : 1.0) + Watts(1.0);
      if (i > 0) below[static_cast<std::size_t>(node.parent)] += below[i] * 1.05;
    }
  }

  PowerTree tree;

 private:
  void add(int depth, int parent) {
    const int index = static_cast<int>(tree.nodes.size());
    PowerNode node;
    node.name = "n" + std::to_string(index);
    node.parent = parent;
    node.level = depth == 4 ? PowerLevel::kRack : static_cast<PowerLevel>(depth);
    node.curve = static_cast<int>(random_.below(3));
    node.redundancy = static_cast<Redundancy>(random_.below(3));
    node.units = 1 + static_cast<int>(random_.below(4));
    tree.nodes.push_back(node);
    tree.constant_draw.push_back(Watts(depth == 2 ? 500.0 * random_.uniform() : 0.0));
    if (depth == 4) {
      tree.rack_of_block.push_back(index);
      return;
    }
    const auto children = 1 + random_.below(4);
    for (std::uint64_t i = 0; i < children; ++i) add(depth + 1, index);
  }

  RandomStream& random_;
};

/// The power of every node from the draws of the blocks, the grid without cooling.
std::vector<double> inputs(const PowerTree& tree, const std::vector<double>& draws) {
  std::vector<double> output(tree.nodes.size());
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) output[i] = tree.constant_draw[i].value();
  for (std::size_t b = 0; b < draws.size(); ++b) output[static_cast<std::size_t>(tree.rack_of_block[b])] += draws[b];
  for (std::size_t i = tree.nodes.size(); i-- > 1;) {
    const double capacity = tree.nodes[i].capacity().value();
    output[i] += capacity * tree.curves[static_cast<std::size_t>(tree.nodes[i].curve)].loss(output[i] / capacity);
    output[static_cast<std::size_t>(tree.nodes[i].parent)] += output[i];
  }
  return output;
}

class History {
 public:
  explicit History(std::uint64_t seed)
      : random_(seed),
        made_(random_),
        power_(made_.tree, Cooling(spec(), Watts(1e6))),
        draws_(blocks()),
        promises_(blocks()) {}

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      now_ += Seconds(10.0 * random_.uniform());
      integrate();
      switch (random_.below(5)) {
        case 0: start(); break;
        case 1: change_blocks(); break;
        case 2: change_node(); break;
        case 3: limit(); break;
        default: power_.set_temperature(Celsius{-10.0 + 40.0 * random_.uniform()}, now_); break;
      }
      if (i % 7 == 0) compare();
    }
    compare();
  }

 private:
  static CoolingSpec spec() {
    CoolingSpec cooling;
    cooling.part_load_exponent = 2.0;
    return cooling;
  }
  [[nodiscard]] std::size_t blocks() const { return made_.tree.rack_of_block.size(); }
  [[nodiscard]] std::uint32_t any_block() { return static_cast<std::uint32_t>(random_.below(blocks())); }

  /// Promises a few blocks more when nothing would break.
  void start() {
    std::vector<BlockId> wanted;
    for (int i = 0; i < 6; ++i) wanted.push_back(BlockId{any_block()});
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    const double most = kBlockAtMost * random_.uniform();
    for (const BlockId block : wanted) {
      if (draws_[block.value] > most) return;
    }
    if (power_.shortage(wanted, Watts(most))) return;
    power_.promise_blocks(wanted, Watts(most));
    for (const BlockId block : wanted) promises_[block.value] = most;
  }

  void change_blocks() {
    const std::uint32_t block = any_block();
    draws_[block] = promises_[block] * random_.uniform();
    power_.set_block(BlockId{block}, Watts(draws_[block]), now_);
  }

  void change_node() {
    const int node = static_cast<int>(random_.below(made_.tree.nodes.size()));
    std::vector<std::size_t> below;
    double most = kBlockAtMost;
    for (std::size_t b = 0; b < blocks(); ++b) {
      for (int up = made_.tree.rack_of_block[b]; up >= 0;
           up = made_.tree.nodes[static_cast<std::size_t>(up)].parent) {
        if (up == node) {
          below.push_back(b);
          most = std::min(most, promises_[b]);
        }
      }
    }
    const double draw = most * random_.uniform();
    for (const std::size_t b : below) draws_[b] = draw;
    power_.set_nodes(std::vector<int>{node}, Watts(draw), now_);
  }

  void limit() {
    const int node = static_cast<int>(random_.below(made_.tree.nodes.size()));
    const Watts rating = made_.tree.nodes[static_cast<std::size_t>(node)].rating;
    if (random_.uniform() < 0.5) {
      power_.set_limit(node, std::nullopt, now_);
    } else {
      power_.set_limit(node, rating * random_.uniform(), now_);
    }
  }

  void integrate() {
    energy_ += power_.site_power() * (now_ - since_);
    parts_ += (power_.it_power() + power_.cooling_power() + power_.loss_power()) * (now_ - since_);
    since_ = now_;
  }

  void compare() {
    const PowerTree& tree = made_.tree;
    const std::vector<double> expected = inputs(tree, draws_);
    std::vector<int> over;
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
      const int node = static_cast<int>(i);
      const double input = power_.node(node).value();
      const double fresh = i > 0 ? expected[i] : input;  // the grid's is checked below
      ASSERT_NEAR(input, fresh, 1e-9 * fresh + 1e-6) << tree.nodes[i].name;
      ASSERT_LE(input, tree.nodes[i].rating.value() * (1.0 + 1e-8)) << tree.nodes[i].name;
      ASSERT_LE(input, power_.promised(node).value() * (1.0 + 1e-8)) << tree.nodes[i].name;
      if (input > power_.limit(node).value() * (1.0 + 1e-9)) over.push_back(node);
    }
    ASSERT_EQ(power_.over_limit(), over);
    for (std::size_t b = 0; b < blocks(); ++b) {
      ASSERT_EQ(power_.block(BlockId{static_cast<std::uint32_t>(b)}).value(), draws_[b]);
    }
    double it = 0.0;
    for (const double draw : draws_) it += draw;
    for (const Watts constant : tree.constant_draw) it += constant.value();
    ASSERT_NEAR(power_.it_power().value(), it, 1e-9 * it);
    ASSERT_NEAR(power_.site_power().value(),
                (power_.it_power() + power_.cooling_power() + power_.loss_power()).value(),
                1e-9 * power_.site_power().value());
    ASSERT_NEAR(power_.energy(now_).value(), energy_.value(), 1e-9 * energy_.value());
    ASSERT_NEAR(power_.energy(now_).value(), parts_.value(), 1e-9 * energy_.value());
  }

  RandomStream random_;
  RandomTree made_;
  PowerDraw power_;
  std::vector<double> draws_;
  std::vector<double> promises_;
  Seconds now_;
  Seconds since_;
  Joules energy_;
  Joules parts_;
};

class PowerDrawProperty : public testing::TestWithParam<std::uint64_t> {};

TEST_P(PowerDrawProperty, AnyHistoryEqualsAFreshSumAndBreaksNoRating) { History(GetParam()).run(400); }

INSTANTIATE_TEST_SUITE_P(Seeds, PowerDrawProperty, testing::Range<std::uint64_t>(1, 61));

/// The fewest nodes of any blocks feed these blocks and no others.
TEST(PowerDrawCover, FeedsExactlyTheBlocksAsked) {
  RandomStream random(3);
  for (int run = 0; run < 100; ++run) {
    const RandomTree made(random);
    const PowerDraw power(made.tree, 1.1);
    std::vector<BlockId> asked;
    for (std::uint32_t b = 0; b < made.tree.rack_of_block.size(); ++b) {
      if (random.uniform() < 0.8) asked.push_back(BlockId{b});
    }
    const std::vector<int> nodes = power.cover(asked);
    for (std::uint32_t b = 0; b < made.tree.rack_of_block.size(); ++b) {
      int above = 0;
      for (int up = made.tree.rack_of_block[b]; up >= 0; up = made.tree.nodes[static_cast<std::size_t>(up)].parent) {
        above += static_cast<int>(std::count(nodes.begin(), nodes.end(), up));
      }
      ASSERT_EQ(above, std::binary_search(asked.begin(), asked.end(), BlockId{b}) ? 1 : 0);
    }
  }
}

}  // namespace
}  // namespace gigapod
