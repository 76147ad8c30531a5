#include "sim/cluster/inventory.hpp"

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "tests/unit/cluster/small_site.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace gigapod {
namespace {

TEST(Inventory, StartsWithEveryBlockFreeAndHealthy) {
  const SmallSite small;
  const Inventory inventory(small.layout);

  EXPECT_EQ(inventory.free_blocks(PodId{0}), 8);
  EXPECT_EQ(inventory.free_blocks(PodId{1}), 8);
  EXPECT_EQ(inventory.owner(BlockId{15}), Inventory::kNobody);
  EXPECT_EQ(inventory.pod_of(BlockId{8}), PodId{1});
}

TEST(Inventory, RefusesToGiveOutABlockTwice) {
  const SmallSite small;
  Inventory inventory(small.layout);
  inventory.take({BlockId{3}}, 7);

  EXPECT_EQ(inventory.owner(BlockId{3}), 7);
  EXPECT_THROW(inventory.take({BlockId{3}}, 8), InternalError);
}

TEST(Inventory, RefusesToGiveOutAFaultyBlock) {
  const SmallSite small;
  Inventory inventory(small.layout);
  inventory.add_fault(BlockId{3}, 4);

  EXPECT_THROW(inventory.take({BlockId{3}}, 8), InternalError);
}

TEST(Inventory, FreesABlockOnlyWhenItsLastFaultIsRepaired) {
  const SmallSite small;
  Inventory inventory(small.layout);
  inventory.add_fault(BlockId{3}, 4);
  inventory.add_fault(BlockId{3}, 0);

  inventory.repair_fault(BlockId{3}, 4);
  EXPECT_FALSE(inventory.is_healthy(BlockId{3}));
  EXPECT_EQ(inventory.free_blocks(PodId{0}), 7);
  inventory.repair_fault(BlockId{3}, 0);
  EXPECT_TRUE(inventory.is_healthy(BlockId{3}));
  EXPECT_EQ(inventory.free_blocks(PodId{0}), 8);
}

TEST(Inventory, CountsNoMoreChipsDownThanABlockHas) {
  const SmallSite small;
  Inventory inventory(small.layout);

  for (int i = 0; i < 20; ++i) inventory.add_fault(BlockId{0}, 4);

  EXPECT_EQ(inventory.down_chips(BlockId{0}), 64);
}

/// One random take, return, fault or repair on one block, as far as its state allows it.
void step(Inventory& inventory, RandomStream& random, std::vector<int>& faults) {
  const BlockId block{static_cast<std::uint32_t>(random.below(faults.size()))};
  const bool is_held = inventory.owner(block) != Inventory::kNobody;
  switch (random.below(4)) {
    case 0:
      if (!is_held && faults[block.value] == 0) inventory.take({block}, 1);
      break;
    case 1:
      if (is_held) inventory.give_back({block});
      break;
    case 2:
      if (!is_held) {
        inventory.add_fault(block, 4);
        ++faults[block.value];
      }
      break;
    default:
      if (faults[block.value] > 0) {
        inventory.repair_fault(block, 4);
        --faults[block.value];
      }
  }
}

TEST(Inventory, CountsAgreeWithFlagsAfterAnyHistory) {
  const SmallSite small;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Inventory inventory(small.layout);
    RandomStream random(seed);
    std::vector<int> faults(16);

    for (int i = 0; i < 500; ++i) step(inventory, random, faults);

    for (std::uint32_t pod = 0; pod < 2; ++pod) {
      const auto flags = inventory.free_flags(PodId{pod});
      EXPECT_EQ(std::accumulate(flags.begin(), flags.end(), 0), inventory.free_blocks(PodId{pod}));
    }
    for (std::uint32_t i = 0; i < 16; ++i) {
      const bool is_held = inventory.owner(BlockId{i}) != Inventory::kNobody;
      EXPECT_EQ(inventory.free_flags(inventory.pod_of(BlockId{i}))[i % 8] == 1, !is_held && faults[i] == 0);
      EXPECT_EQ(inventory.is_healthy(BlockId{i}), faults[i] == 0);
      EXPECT_EQ(inventory.down_chips(BlockId{i}), std::min(64, 4 * faults[i]));
    }
  }
}

TEST(Inventory, KeepsASpareFromEverybodyThroughAFaultAndItsRepair) {
  const SmallSite small;
  Inventory inventory(small.layout);
  inventory.set_spare(BlockId{3}, true);
  inventory.add_fault(BlockId{3}, 4);
  inventory.repair_fault(BlockId{3}, 4);

  EXPECT_TRUE(inventory.is_spare(BlockId{3}));
  EXPECT_EQ(inventory.free_blocks(PodId{0}), 7);
  EXPECT_THROW(inventory.take({BlockId{3}}, 8), InternalError);

  inventory.set_spare(BlockId{3}, false);
  EXPECT_EQ(inventory.free_blocks(PodId{0}), 8);
  inventory.take({BlockId{3}}, 8);
  EXPECT_THROW(inventory.set_spare(BlockId{3}, true), InternalError);
}

}  // namespace
}  // namespace gigapod
