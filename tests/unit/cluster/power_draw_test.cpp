#include "sim/cluster/power_draw.hpp"

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "sim/fabric/power_index.hpp"
#include "tests/unit/cluster/small_site.hpp"

#include <gtest/gtest.h>

#include <cmath>

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

/// Halls lose 20% of their input, rows 10%.
SmallSite lossy_site() {
  SmallSite small;
  small.site.power.levels[static_cast<std::size_t>(PowerLevel::kHall)].efficiency = {{1.0, 0.8}};
  small.site.power.levels[static_cast<std::size_t>(PowerLevel::kRow)].efficiency = {{1.0, 0.9}};
  small.tree = build_power_tree(small.site, small.layout);
  return small;
}

TEST(PowerDraw, AddsTheLossesUpTheTree) {
  const SmallSite small = lossy_site();
  PowerDraw power(small.tree, 1.25);
  power.promise_block(BlockId{0}, 13_kW);
  power.set_block(BlockId{0}, 9_kW, 0_s);

  const double row = 9e3 / 0.9;
  const double hall = (row + 200.0) / 0.8;
  EXPECT_NEAR(power.node(node(small.tree, "eight-00/row-00")).value(), row, 1e-6);
  EXPECT_NEAR(power.node(node(small.tree, "hall-00")).value(), hall, 1e-6);
  EXPECT_NEAR(power.it_power().value(), 9400.0, 1e-6);
  EXPECT_NEAR(power.loss_power().value(), hall + 200.0 / 0.8 - 9400.0, 1e-6);
  EXPECT_NEAR(power.cooling_power().value(), 0.25 * 9400.0, 1e-6);
  EXPECT_NEAR(power.site_power().value(), 1.25 * 9400.0 + power.loss_power().value(), 1e-6);
}

TEST(PowerDraw, IntegratesLossesAndCooling) {
  const SmallSite small = lossy_site();
  PowerDraw power(small.tree, 1.25);
  const double idle_loss = power.loss_power().value();
  power.promise_block(BlockId{0}, 13_kW);

  power.set_block(BlockId{0}, 9_kW, 10_s);

  EXPECT_NEAR(power.loss_energy(30_s).value(), 10 * idle_loss + 20 * power.loss_power().value(), 1e-6);
  EXPECT_NEAR(power.cooling_energy(30_s).value(), 10 * 100.0 + 20 * 0.25 * 9400.0, 1e-6);
  EXPECT_NEAR(power.energy(30_s).value(),
              power.loss_energy(30_s).value() + power.cooling_energy(30_s).value() + 400.0 * 30 + 9e3 * 20, 1e-6);
}

TEST(PowerDraw, CountsLossesInAShortage) {
  SmallSite small = lossy_site();
  small.tree.nodes[static_cast<std::size_t>(node(small.tree, "hall-00"))].rating = 50_kW;
  const PowerDraw power(small.tree, 1.25);

  const auto shortage = power.shortage(blocks(0, 4), 10_kW);

  ASSERT_TRUE(shortage);
  EXPECT_EQ(shortage->node, "hall-00");
  EXPECT_NEAR(shortage->missing.value(), (40e3 / 0.9 + 200.0) / 0.8 - 50e3, 1e-6);
}

TEST(PowerDraw, SetsAWholeNodeAtOnce) {
  const SmallSite small = lossy_site();
  PowerDraw folded(small.tree, 1.25);
  PowerDraw single(small.tree, 1.25);
  for (PowerDraw* power : {&folded, &single}) power->promise_blocks(blocks(0, 16), 13_kW);

  folded.set_nodes(std::vector<int>{node(small.tree, "hall-00")}, 9_kW, 0_s);
  single.set_blocks(blocks(0, 8), 9_kW, 0_s);

  for (std::size_t i = 0; i < small.tree.nodes.size(); ++i) {
    const int index = static_cast<int>(i);
    EXPECT_NEAR(folded.node(index).value(), single.node(index).value(), 1e-6) << small.tree.nodes[i].name;
  }
  EXPECT_NEAR(folded.loss_power().value(), single.loss_power().value(), 1e-6);
  EXPECT_EQ(folded.block(BlockId{5}), 9_kW);
}

TEST(PowerDraw, UnfoldsANodeWhereOneBlockIsSetAlone) {
  const SmallSite small = lossy_site();
  PowerDraw power(small.tree, 1.25);
  power.promise_blocks(blocks(0, 16), 13_kW);
  power.set_nodes(std::vector<int>{node(small.tree, "hall-00")}, 9_kW, 0_s);

  power.set_block(BlockId{2}, 1_kW, 0_s);

  EXPECT_NEAR(power.node(node(small.tree, "eight-00/row-00")).value(), 28e3 / 0.9, 1e-6);
  EXPECT_NEAR(power.node(node(small.tree, "eight-00/row-01")).value(), 36e3 / 0.9, 1e-6);
  EXPECT_NEAR(power.node(node(small.tree, "hall-00")).value(), (64e3 / 0.9 + 200.0) / 0.8, 1e-6);
  EXPECT_EQ(power.block(BlockId{2}), 1_kW);
  EXPECT_EQ(power.block(BlockId{3}), 9_kW);
}

TEST(PowerDraw, CoversBlocksWithTheFewestNodes) {
  const SmallSite small;
  const PowerDraw power(small.tree, 1.25);
  std::vector<BlockId> some = blocks(0, 8);
  some.push_back(BlockId{8});
  for (const BlockId block : blocks(12, 4)) some.push_back(block);

  const std::vector<int> nodes = power.cover(some);

  const std::vector<int> expected = {node(small.tree, "hall-00"), node(small.tree, "eight-01/rack-000"),
                                     node(small.tree, "eight-01/row-01")};
  EXPECT_EQ(nodes, expected);
}

TEST(PowerDraw, RefusesAFoldedDrawAboveThePromises) {
  const SmallSite small;
  PowerDraw power(small.tree, 1.25);
  power.promise_blocks(blocks(0, 8), 10_kW);

  EXPECT_THROW(power.set_nodes(std::vector<int>{node(small.tree, "hall-00")}, 11_kW, 0_s), InternalError);
}

TEST(PowerDraw, NamesNodesAboveARunTimeLimit) {
  const SmallSite small;
  PowerDraw power(small.tree, 1.25);
  const int hall = node(small.tree, "hall-00");
  const int row = node(small.tree, "eight-00/row-01");
  power.promise_blocks(blocks(0, 16), 10_kW);
  power.set_nodes(std::vector<int>{hall}, 9_kW, 0_s);
  EXPECT_TRUE(power.over_limit().empty());

  power.set_limit(row, 30_kW, 1_s);
  power.set_limit(0, 80_kW, 1_s);

  EXPECT_EQ(power.over_limit(), (std::vector<int>{0, row}));
  EXPECT_EQ(power.limit(row), 30_kW);
  power.set_nodes(std::vector<int>{hall}, 7_kW, 2_s);
  EXPECT_TRUE(power.over_limit().empty());
  power.set_nodes(std::vector<int>{hall}, 9_kW, 3_s);
  power.set_limit(0, std::nullopt, 3_s);
  EXPECT_EQ(power.over_limit(), std::vector<int>{row});
  power.set_limit(row, std::nullopt, 3_s);
  EXPECT_TRUE(power.over_limit().empty());
}

TEST(PowerDraw, RefusesStartsAboveARunTimeLimit) {
  const SmallSite small;
  PowerDraw power(small.tree, 1.25);
  power.set_limit(node(small.tree, "eight-00/row-00"), 25_kW, 0_s);

  EXPECT_FALSE(power.shortage(blocks(0, 2), 12_kW));
  const auto shortage = power.shortage(blocks(0, 3), 12_kW);

  ASSERT_TRUE(shortage);
  EXPECT_EQ(shortage->node, "eight-00/row-00");
  EXPECT_NEAR(shortage->missing.value(), 11e3, 1e-6);
}

TEST(PowerDraw, NamesNodesThatBreakTheirRatingInsideAFoldedHall) {
  SmallSite small;
  const int rack = node(small.tree, "eight-00/rack-003");
  small.tree.nodes[static_cast<std::size_t>(rack)].rating = 5_kW;
  PowerDraw power(small.tree, 1.25);
  power.promise_blocks(blocks(0, 8), 10_kW);

  power.set_nodes(std::vector<int>{node(small.tree, "hall-00")}, 6_kW, 0_s);
  EXPECT_EQ(power.over_limit(), std::vector<int>{rack});

  power.set_nodes(std::vector<int>{node(small.tree, "hall-00")}, 4_kW, 0_s);
  EXPECT_TRUE(power.over_limit().empty());
}

TEST(PowerDraw, FollowsTheWeatherAndJudgesStartsByTheHottest) {
  SmallSite small;
  small.tree.nodes[0].rating = 110_kW;
  CoolingSpec spec;
  spec.fixed = 0.0;
  spec.proportional = 0.05;
  spec.free_cooling_below = Celsius{20.0};
  spec.chiller_per_degree = 0.01;
  spec.design_temperature = Celsius{30.0};
  spec.temperature = Celsius{10.0};
  PowerDraw power(small.tree, Cooling(spec, 200_kW));
  EXPECT_NEAR(power.site_power().value(), 400.0 * 1.05, 1e-9);

  power.set_temperature(Celsius{25.0}, 10_s);

  EXPECT_NEAR(power.site_power().value(), 400.0 * 1.10, 1e-9);
  EXPECT_NEAR(power.energy(20_s).value(), 400.0 * (1.05 + 1.10) * 10.0, 1e-6);
  EXPECT_NEAR(power.promised(0).value(), 400.0 * 1.15, 1e-9);
  EXPECT_FALSE(power.shortage(blocks(0, 7), 13_kW));  // 91.4 kW x 1.15 = 105 kW
  const auto shortage = power.shortage(blocks(0, 8), 13_kW);
  ASSERT_TRUE(shortage);
  EXPECT_EQ(shortage->node, "grid");
  power.set_temperature(Celsius{40.0}, 20_s);
  EXPECT_TRUE(power.shortage(blocks(0, 7), 13_kW));  // 91.4 kW x 1.25 = 114 kW
}

TEST(PowerDraw, LosesNothingInAHallWithoutPods) {
  SmallSite small;
  const auto feed = [](const char* name, const char* parent, PowerLevel level, int pods) {
    FeedSpec spec;
    spec.name = name;
    spec.parent = parent;
    spec.level = level;
    spec.pods = pods;
    spec.efficiency = {{0.5, 0.9}, {1.0, 0.92}};
    return spec;
  };
  small.site.power.tree = {feed("grid", "", PowerLevel::kGrid, FeedSpec::kNone),
                           feed("full", "grid", PowerLevel::kHall, 2), feed("empty", "grid", PowerLevel::kHall, 2)};
  small.tree = build_power_tree(small.site, small.layout);

  PowerDraw power(small.tree, 1.25);
  power.promise_blocks(blocks(0, 16), 10_kW);
  power.set_blocks(blocks(0, 16), 10_kW, 0_s);

  EXPECT_EQ(power.node(node(small.tree, "empty")), 0_W);
  EXPECT_TRUE(std::isfinite(power.site_power().value()));
  EXPECT_GT(power.loss_power(), 0_W);
}

TEST(PowerDraw, FindsANodeByItsName) {
  const SmallSite small;
  const PowerDraw power(small.tree, 1.25);

  EXPECT_EQ(power.node_index("hall-01"), node(small.tree, "hall-01"));
  EXPECT_FALSE(power.node_index("hall-02"));
}

}  // namespace
}  // namespace gigapod
