#include "sim/cluster/power_draw.hpp"

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "tests/unit/cluster/small_site.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;

constexpr Watts kCubeAtMost{64 * 210.0};

std::vector<BlockId> blocks(std::uint32_t first, std::uint32_t count) {
  std::vector<BlockId> all;
  for (std::uint32_t i = 0; i < count; ++i) all.push_back(BlockId{first + i});
  return all;
}

/// Index of the node of that name.
int node(const PowerTree& tree, const std::string& name) {
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    if (tree.nodes[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

TEST(PowerDraw, StartsWithTheConstantDrawOfSwitches) {
  const SmallSite small;
  const PowerDraw power(small.tree, 1.25);

  EXPECT_DOUBLE_EQ(power.it_power().value(), 400.0);
  EXPECT_DOUBLE_EQ(power.site_power().value(), 500.0);
}

TEST(PowerDraw, AddsABlockAtEveryLevelAboveIt) {
  const SmallSite small;
  PowerDraw power(small.tree, 1.25);

  power.promise_block(BlockId{9}, 13_kW);
  power.set_block(BlockId{9}, 10_kW, 0_s);

  EXPECT_DOUBLE_EQ(power.node(node(small.tree, "hall-00")).value(), 200.0);
  EXPECT_DOUBLE_EQ(power.node(node(small.tree, "hall-01")).value(), 10200.0);
  EXPECT_DOUBLE_EQ(power.promised(node(small.tree, "hall-01")).value(), 13200.0);
  EXPECT_DOUBLE_EQ(power.it_power().value(), 10400.0);
}

TEST(PowerDraw, IntegratesEnergyAtTheMeter) {
  const SmallSite small;
  PowerDraw power(small.tree, 1.25);
  power.promise_block(BlockId{0}, 10_kW);

  power.set_block(BlockId{0}, 10_kW, 10_s);
  power.set_block(BlockId{0}, 0_W, 30_s);

  EXPECT_DOUBLE_EQ(power.energy(50_s).value(), 500.0 * 50.0 + 12500.0 * 20.0);
  EXPECT_DOUBLE_EQ(power.peak_site_power().value(), 13000.0);
}

TEST(PowerDraw, RefusesADrawAboveThePromise) {
  const SmallSite small;
  PowerDraw power(small.tree, 1.25);
  power.promise_block(BlockId{0}, 10_kW);

  EXPECT_THROW(power.set_block(BlockId{0}, 11_kW, 0_s), InternalError);
}

TEST(PowerDraw, RefusesAPromiseBelowTheDraw) {
  const SmallSite small;
  PowerDraw power(small.tree, 1.25);
  power.promise_block(BlockId{0}, 10_kW);
  power.set_block(BlockId{0}, 10_kW, 0_s);

  EXPECT_THROW(power.promise_block(BlockId{0}, 9_kW), InternalError);
}

TEST(PowerDraw, FindsNoShortageWhenEveryRatingHolds) {
  const SmallSite small;
  const PowerDraw power(small.tree, 1.25);

  EXPECT_FALSE(power.shortage(blocks(0, 16), kCubeAtMost));
}

TEST(PowerDraw, NamesTheGridAndTheMissingPowerAtTheMeter) {
  SmallSite small;
  small.tree.nodes[0].rating = 100_kW;
  const PowerDraw power(small.tree, 1.25);

  const auto shortage = power.shortage(blocks(0, 8), kCubeAtMost);

  ASSERT_TRUE(shortage);
  EXPECT_EQ(shortage->node, "grid");
  EXPECT_NEAR(shortage->missing.value(), (8 * 64 * 210.0 + 400.0) * 1.25 - 100e3, 1e-6);
}

TEST(PowerDraw, CountsPromisesThatAreNotDrawnYet) {
  SmallSite small;
  small.tree.nodes[0].rating = 200_kW;
  PowerDraw power(small.tree, 1.25);
  for (const BlockId block : blocks(0, 8)) power.promise_block(block, kCubeAtMost);

  EXPECT_TRUE(power.shortage(blocks(8, 8), kCubeAtMost));
  EXPECT_FALSE(power.shortage(blocks(8, 3), kCubeAtMost));
}

TEST(PowerDraw, EqualsAFreshSumAfterAnyHistory) {
  const SmallSite small;
  RandomStream random(11);
  PowerDraw power(small.tree, 1.25);
  std::vector<Watts> draws(16);
  for (std::uint32_t i = 0; i < 16; ++i) power.promise_block(BlockId{i}, kCubeAtMost);

  for (int i = 0; i < 100000; ++i) {
    const auto block = static_cast<std::uint32_t>(random.below(16));
    draws[block] = kCubeAtMost * random.uniform();
    power.set_block(BlockId{block}, draws[block], Seconds(i));
  }

  PowerDraw fresh(small.tree, 1.25);
  for (std::uint32_t i = 0; i < 16; ++i) {
    fresh.promise_block(BlockId{i}, kCubeAtMost);
    fresh.set_block(BlockId{i}, draws[i], 0_s);
  }
  for (std::size_t i = 0; i < small.tree.nodes.size(); ++i) {
    const double expected = fresh.node(static_cast<int>(i)).value();
    EXPECT_NEAR(power.node(static_cast<int>(i)).value(), expected, 1e-9 * expected + 1e-6);
  }
}

}  // namespace
}  // namespace gigapod
