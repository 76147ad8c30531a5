#include "sim/engine/fleet_units.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

std::vector<FleetUnit> units_from(std::uint32_t first, std::uint32_t count) {
  std::vector<FleetUnit> units;
  for (std::uint32_t i = 0; i < count; ++i) units.push_back({BlockId{first + i}});
  return units;
}

TEST(FleetUnits, ServeOnceTheyHaveLoaded) {
  FleetUnits units;
  units.add(units_from(0, 3), Seconds(100.0), Seconds(0.0));

  EXPECT_EQ(units.serving(), 0u);
  EXPECT_EQ(units.kept(), 3u);
  EXPECT_TRUE(units.advance(Seconds(99.0)).empty());
  EXPECT_EQ(units.loading(), 3u);
  EXPECT_TRUE(units.advance(Seconds(100.0)).empty());
  EXPECT_EQ(units.serving(), 3u);
  EXPECT_EQ(units.serving_blocks().size(), 3u);
  EXPECT_TRUE(units.other_blocks().empty());
}

TEST(FleetUnits, AreFreeOnceTheyHaveDrained) {
  FleetUnits units;
  units.add(units_from(0, 5), Seconds(0.0), Seconds(0.0));

  units.drain(2, Seconds(30.0));

  EXPECT_EQ(units.serving(), 3u);
  EXPECT_EQ(units.kept(), 3u);
  EXPECT_EQ(units.held(), 5u);
  EXPECT_THAT(units.advance(Seconds(30.0)), testing::SizeIs(2));
  EXPECT_EQ(units.held(), 3u);
}

TEST(FleetUnits, ThoseThatDrainAreCalledBackFirst) {
  FleetUnits units;
  units.add(units_from(0, 5), Seconds(0.0), Seconds(0.0));
  units.drain(3, Seconds(30.0));

  EXPECT_EQ(units.recall(2), 2u);
  EXPECT_EQ(units.serving(), 4u);
  EXPECT_EQ(units.recall(9), 1u);
  EXPECT_TRUE(units.advance(Seconds(30.0)).empty());
}

TEST(FleetUnits, CancelsTheYoungestLoads) {
  FleetUnits units;
  units.add(units_from(0, 2), Seconds(100.0), Seconds(0.0));
  units.add(units_from(10, 2), Seconds(200.0), Seconds(0.0));

  const auto gone = units.cancel(3);

  ASSERT_EQ(gone.size(), 3u);
  EXPECT_EQ(gone[0].front(), BlockId{11});
  EXPECT_EQ(gone[2].front(), BlockId{1});
  EXPECT_EQ(units.loading(), 1u);
}

TEST(FleetUnits, LoseThoseOnFaultyBlocksWhateverTheyDo) {
  FleetUnits units;
  units.add(units_from(0, 4), Seconds(0.0), Seconds(0.0));
  units.drain(1, Seconds(50.0));                              // block 3
  units.add(units_from(4, 2), Seconds(100.0), Seconds(0.0));  // loading
  EXPECT_THAT(units.lose({2, 5}), testing::SizeIs(3));        // blocks 2, 3 and 4

  EXPECT_EQ(units.serving(), 2u);
  EXPECT_EQ(units.loading(), 1u);
  EXPECT_EQ(units.held(), 3u);
}

TEST(FleetUnits, ServeUntilPlannedWorkTakesTheirBlocks) {
  FleetUnits units;
  units.add(units_from(0, 4), Seconds(0.0), Seconds(0.0));
  units.add(units_from(4, 1), Seconds(100.0), Seconds(0.0));

  EXPECT_THAT(units.evacuate({2, 5}), testing::SizeIs(1)) << "what loads is given back at once";
  EXPECT_EQ(units.serving(), 4u);
  EXPECT_EQ(units.kept(), 2u) << "others are to be loaded in their place";
  EXPECT_THAT(units.lose({2, 5}), testing::SizeIs(2));
  EXPECT_EQ(units.serving(), 2u);
}

TEST(FleetUnits, OnStandbyTheyAreKeptAndTakeNoRequests) {
  FleetUnits units;
  units.add(units_from(0, 5), Seconds(0.0), Seconds(0.0));

  units.stand_by(1);
  units.stand_by(2, Seconds(30.0));

  EXPECT_EQ(units.serving(), 2u);
  EXPECT_EQ(units.kept(), 5u);
  EXPECT_EQ(units.ending(), 2u);
  EXPECT_THAT(units.standby_blocks(), testing::ElementsAre(BlockId{4}));
  EXPECT_TRUE(units.advance(Seconds(30.0)).empty());
  EXPECT_EQ(units.standing_by(), 3u);
  EXPECT_EQ(units.held(), 5u);
}

TEST(FleetUnits, ResumeFromStandbyBeforeThoseThatEndWhatTheyHave) {
  FleetUnits units;
  units.add(units_from(0, 5), Seconds(0.0), Seconds(0.0));
  units.stand_by(2, Seconds(30.0));
  units.stand_by(1);

  EXPECT_EQ(units.resume(2), 2u);
  EXPECT_EQ(units.standing_by(), 0u);
  EXPECT_EQ(units.ending(), 1u);
  units.cut_off();
  EXPECT_EQ(units.standing_by(), 1u);
  EXPECT_EQ(units.resume(9), 1u);
  EXPECT_EQ(units.serving(), 5u);
}

TEST(FleetUnits, ThoseThatEndWhatTheyHaveDrainWhenTheirBlocksAreEvacuated) {
  FleetUnits units;
  units.add(units_from(0, 4), Seconds(0.0), Seconds(0.0));
  units.stand_by(2, Seconds(30.0));  // blocks 3, 2

  EXPECT_TRUE(units.evacuate({3, 4}).empty());
  EXPECT_EQ(units.with_requests(), 4u);
  EXPECT_THAT(units.advance(Seconds(30.0)), testing::ElementsAre(FleetUnit{BlockId{3}}));
  EXPECT_EQ(units.standing_by(), 1u);
}

TEST(FleetUnits, OnStandbyTheyCanBeReleasedLostOrEvacuated) {
  FleetUnits units;
  units.add(units_from(0, 6), Seconds(0.0), Seconds(0.0));
  units.stand_by(3);  // blocks 5, 4, 3

  EXPECT_THAT(units.release(1), testing::ElementsAre(FleetUnit{BlockId{3}}));
  EXPECT_THAT(units.lose({4, 5}), testing::ElementsAre(FleetUnit{BlockId{4}}));
  EXPECT_THAT(units.evacuate({5, 6}), testing::ElementsAre(FleetUnit{BlockId{5}}));
  EXPECT_EQ(units.held(), 3u);
  EXPECT_TRUE(units.standby_blocks().empty());
}

}  // namespace
}  // namespace gigapod
