#include "sim/model/failure/slice_availability.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace gigapod {
namespace {

/// Four blocks of two hosts.
PodSpec small_pod() {
  PodSpec pod;
  pod.shape = Shape{{8, 4, 2}};
  pod.block = Shape{{2, 4, 2}};
  return pod;
}

ChipSpec chip_with_hosts_of(int chips) {
  ChipSpec chip;
  chip.chips_per_host = chips;
  return chip;
}

TEST(SliceAvailability, HostsOfABlockAreAtLeastOne) {
  EXPECT_EQ(hosts_per_block(PodSpec{}, chip_with_hosts_of(4)), 16);
  EXPECT_EQ(hosts_per_block(small_pod(), chip_with_hosts_of(8)), 2);
  EXPECT_EQ(hosts_per_block(small_pod(), chip_with_hosts_of(64)), 1);
}

TEST(SliceAvailability, ChancesAreBinomialInTheHealthOfBlocks) {
  const auto chances = healthy_block_chances(small_pod(), chip_with_hosts_of(8), std::sqrt(0.5));

  ASSERT_EQ(chances.size(), 5u);
  const double ways[] = {1, 4, 6, 4, 1};
  for (std::size_t i = 0; i < chances.size(); ++i) EXPECT_NEAR(chances[i], ways[i] / 16.0, 1e-12);
}

TEST(SliceAvailability, ChancesSumToOneAtAnyAvailability) {
  for (const double availability : {0.0, 0.3, 0.99, 0.999, 1.0}) {
    const auto chances = healthy_block_chances(PodSpec{}, chip_with_hosts_of(4), availability);
    EXPECT_NEAR(std::accumulate(chances.begin(), chances.end(), 0.0), 1.0, 1e-12) << availability;
  }
}

TEST(SliceAvailability, CapacityCountsWholeSlices) {
  // Two blocks a slice; of 0 … 4 healthy blocks with chances 1, 4, 6, 4, 1 in 16, whole slices use 0, 0, 2, 2, 4.
  const SliceCapacity capacity =
      any_blocks_capacity(Shape{{4, 4, 2}}, small_pod(), chip_with_hosts_of(8), std::sqrt(0.5));

  EXPECT_NEAR(capacity.mean, (6 * 0.5 + 4 * 0.5 + 1.0) / 16.0, 1e-12);
  EXPECT_EQ(capacity.promised, 0.0);  // two or more blocks: 11 times in 16
}

TEST(SliceAvailability, TheShareReached95PercentOfTheTimeIsPromised) {
  // Blocks healthy with 0.9: all four 66%, three or more 95% (0.9477), two or more 99.6% of the time.
  const auto promised = [](double block) {
    return any_blocks_capacity(Shape{{2, 4, 2}}, small_pod(), chip_with_hosts_of(16), block).promised;
  };

  EXPECT_EQ(promised(0.9), 0.5);
  EXPECT_EQ(promised(0.91), 0.75);
  EXPECT_EQ(promised(1.0), 1.0);
}

TEST(SliceAvailability, MoreAvailableHostsNeverHoldLess) {
  for (const Shape& slice : {Shape{{4, 4, 4}}, Shape{{8, 8, 16}}, Shape{{16, 16, 24}}}) {
    double before = 0.0;
    for (double availability = 0.9; availability <= 1.0; availability += 0.005) {
      const double mean = any_blocks_capacity(slice, PodSpec{}, chip_with_hosts_of(4), availability).mean;
      EXPECT_GE(mean, before) << to_text(slice) << " at " << availability;
      before = mean;
    }
  }
}

}  // namespace
}  // namespace gigapod
