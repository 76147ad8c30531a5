#include "analysis/scaling/scaling_machine.hpp"

#include "tests/unit/analysis/made_scenario.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

std::vector<SliceAllocation> allocations(std::int64_t chips) {
  const Scenario scenario = made_scaling_scenario();
  const PodSpec& pod = scenario.pods.at("ironwood");
  return allocations_for(chips, pod, slice_shapes(pod));
}

TEST(SliceAllocation, TakesTheMostCompactShapeOfASizeInsideAPod) {
  const std::vector<SliceAllocation> found = allocations(512);

  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0], (SliceAllocation{Shape{{8, 8, 8}}, 1}));
  EXPECT_EQ(found[1], (SliceAllocation{Shape{{4, 8, 16}}, 1}));
  EXPECT_EQ(found[2], (SliceAllocation{Shape{{4, 4, 32}}, 1}));
}

TEST(SliceAllocation, TakesWholePodsWhereTheyLeaveLittleUnused) {
  const SliceAllocation million = allocations(1'000'000).front();

  EXPECT_EQ(million, (SliceAllocation{Shape{{16, 24, 24}}, 108}));
  EXPECT_EQ(million.chips(), 995'328);
}

TEST(SliceAllocation, SplitsIntoEqualSlicesWhereWholePodsLeaveMuchUnused) {
  EXPECT_EQ(allocations(16384).front(), (SliceAllocation{Shape{{16, 16, 32}}, 2}));
}

TEST(SliceAllocation, HonoursEverySizeOfManyCubesWithinATenth) {
  for (std::int64_t chips = 2048; chips <= 1'000'000; chips = chips * 5 / 4) {
    for (const SliceAllocation& allocation : allocations(chips)) {
      EXPECT_LE(allocation.chips(), chips);
      EXPECT_GE(static_cast<double>(allocation.chips()), 0.9 * static_cast<double>(chips)) << chips;
      EXPECT_EQ(allocation.chips(), allocations(chips).front().chips());
    }
  }
}

TEST(SliceAllocation, IsNothingBelowTheSmallestShape) { EXPECT_TRUE(allocations(0).empty()); }

TEST(MachineFor, GivesEachSliceItsHostsNicsOverTheOversubscription) {
  Scenario scenario = made_scaling_scenario();
  const JobSpec& job = scenario.jobs.front();
  scenario.site.dcn.oversubscription = 2.0;

  const StepMachine machine = machine_for({Shape{{16, 24, 24}}, 2}, job, scenario);

  EXPECT_EQ(machine.slices, 2);
  EXPECT_EQ(machine.slice.chips(), 9216);
  EXPECT_DOUBLE_EQ(machine.dcn_bandwidth_per_slice.value(), 2304 * 50e9 / 2);
}

TEST(MachineFor, IsHeldBackByABlocksUplinksOnlyWhenTheyCarryLessThanOnePod) {
  Scenario scenario = made_scaling_scenario();
  const JobSpec& job = scenario.jobs.front();
  scenario.site.dcn.pods_per_block = 4;
  const SliceAllocation many{Shape{{16, 24, 24}}, 8};
  const double free = machine_for(many, job, scenario).dcn_bandwidth_per_slice.value();

  scenario.site.dcn.block_oversubscription = 4.0;
  EXPECT_DOUBLE_EQ(machine_for(many, job, scenario).dcn_bandwidth_per_slice.value(), free);
  scenario.site.dcn.block_oversubscription = 8.0;
  EXPECT_DOUBLE_EQ(machine_for(many, job, scenario).dcn_bandwidth_per_slice.value(), free / 2);
}

}  // namespace
}  // namespace gigapod
