#include "sim/model/checkpoint/checkpoint_tier.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

using namespace literals;

ChipSpec chip() {
  ChipSpec spec = chip_v4();
  spec.chips_per_host = 4;
  spec.ici_link_bandwidth = 50_GBps;
  spec.ici_efficiency = 0.8;
  spec.pcie_bandwidth = 16_GBps;
  spec.host_memory = 100_GB;
  return spec;
}

CheckpointTier tier(TierKind kind) {
  CheckpointTier tier;
  tier.tier = kind;
  return tier;
}

TEST(CheckpointTier, TakesTheTimeOfItsSlowestLink) {
  // 8 GB a chip.
  const TierTimes peer = tier_times(tier(TierKind::kPeer), 512_GB, 64, chip());
  const TierTimes host = tier_times(tier(TierKind::kHost), 512_GB, 64, chip());
  const TierTimes disk = tier_times(tier(TierKind::kDisk), 512_GB, 64, chip());

  EXPECT_DOUBLE_EQ(peer.pause.value(), 0.2);
  EXPECT_DOUBLE_EQ(peer.per_host.value(), 64e9);
  EXPECT_DOUBLE_EQ(host.pause.value(), 0.5);
  EXPECT_DOUBLE_EQ(host.per_host.value(), 32e9);
  EXPECT_DOUBLE_EQ(disk.pause.value(), 0.5);
  EXPECT_DOUBLE_EQ(disk.complete.value(), 0.5 + 32.0 / 3.0);
  EXPECT_DOUBLE_EQ(disk.restore.value(), 32.0 / 3.0);
  EXPECT_DOUBLE_EQ(disk.per_host.value(), 0.0);
}

TEST(CheckpointTier, SurvivesWhatItsPlaceSurvives) {
  EXPECT_TRUE(survives(tier(TierKind::kHost), FailureScope::kJob));
  EXPECT_FALSE(survives(tier(TierKind::kHost), FailureScope::kHost));
  EXPECT_FALSE(survives(tier(TierKind::kDisk), FailureScope::kChip));
  EXPECT_TRUE(survives(tier(TierKind::kPeer), FailureScope::kHost));
  EXPECT_FALSE(survives(tier(TierKind::kPeer), FailureScope::kRack));

  CheckpointTier far = tier(TierKind::kPeer);
  far.survives = 0b0011111;
  EXPECT_TRUE(survives(far, FailureScope::kRack));
  EXPECT_FALSE(survives(far, FailureScope::kRow));
}

TEST(CheckpointTier, SaysWhatItCannotHave) {
  CheckpointTier often = tier(TierKind::kHost);
  often.interval = 1_s;

  EXPECT_EQ(checkpoint_tier_faults({tier(TierKind::kPeer)}, 512_GB, 64, chip()), std::vector<std::string>());
  EXPECT_EQ(checkpoint_tier_faults({often, often}, 512_GB, 64, chip()),
            (std::vector<std::string>{
                "checkpoint_tiers: a copy to 'host' takes 500 ms; an interval of 1 s is too short, 2 s will do",
                "checkpoint_tiers: the tier 'host' is given twice",
                "checkpoint_tiers: a copy to 'host' takes 500 ms; an interval of 1 s is too short, 2 s will do"}));
  EXPECT_EQ(
      checkpoint_tier_faults({tier(TierKind::kPeer), tier(TierKind::kHost)}, 1_TB, 64, chip()),
      std::vector<std::string>{"checkpoint_tiers: copies of 187.5 GB do not fit into the host memory of 100 GB"});
}

}  // namespace
}  // namespace gigapod::testing
