#include "sim/model/power/smoothing.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gigapod {
namespace {

// 3 s at 100 MW, 1 s at 20 MW: mean 80 MW.
const std::vector<PowerSegment> kSquare = {{3_s, 100_MW}, {1_s, 20_MW}};
constexpr Seconds kEdge{0.01};

TEST(PowerFloor, RaisesTheValley) {
  EXPECT_EQ(with_floor(kSquare, 90_MW), (std::vector<PowerSegment>{{3_s, 100_MW}, {1_s, 90_MW}}));
  // 70 MJ more on 320 MJ
  EXPECT_DOUBLE_EQ(floor_energy_share(kSquare, 90_MW), 70.0 / 320.0);
}

TEST(PowerFloor, IsTheLowestThatHoldsTheRange) {
  UtilityLimits limits;
  limits.dynamic_range = 10_MW;

  EXPECT_NEAR(smallest_floor(kSquare, kEdge, limits).value().value(), 90e6, 1e3);
}

TEST(PowerFloor, HoldsAnyRampOnlyByBurningThePeakAllTheTime) {
  UtilityLimits limits;
  limits.ramp_up = 1_MW / 1_s;

  EXPECT_NEAR(smallest_floor(kSquare, kEdge, limits).value().value(), 100e6, 1e5);
}

TEST(StoragePeak, IsWhereTheDeficitIsTheCapacity) {
  // 3 s x (100 - L) = 30 MJ
  EXPECT_NEAR(peak_with_storage(kSquare, Joules(30e6)).value(), 90e6, 1.0);
  EXPECT_NEAR(peak_with_storage(kSquare, Joules(0)).value(), 100e6, 1.0);
}

TEST(StoragePeak, NeverFallsBelowTheMean) {
  EXPECT_NEAR(peak_with_storage(kSquare, Joules(1e12)).value(), 80e6, 1.0);
}

TEST(Battery, HoldsARampWithAWindowOfTheRangeOverTheLimit) {
  UtilityLimits limits;
  limits.ramp_up = 100_MW / 1_s;
  limits.ramp_down = 100_MW / 1_s;

  const BatterySmoothing battery = smallest_battery(kSquare, kEdge, limits);

  EXPECT_TRUE(meets(battery.checks));
  EXPECT_NEAR(battery.window.value(), 0.8, 0.01);
  // Half of the window at each change: the battery starts with half of the step.
  EXPECT_NEAR(battery.power.value(), 40e6, 1e6);
}

TEST(Battery, HoldsARangeWithTheWindowThatBlursIt) {
  UtilityLimits limits;
  limits.dynamic_range = 40_MW;

  const BatterySmoothing battery = smallest_battery(kSquare, kEdge, limits);

  // A window of w s covers the valley with 1 / w of its time: 80 / w = 40.
  EXPECT_NEAR(battery.window.value(), 2.0, 0.02);
  EXPECT_LE(measures(battery.grid).range(), 40_MW * (1 + 1e-9));
}

TEST(Battery, IsEmptyWhereTheLoadMeetsTheLimits) {
  UtilityLimits limits;
  limits.dynamic_range = 100_MW;

  const BatterySmoothing battery = smallest_battery(kSquare, kEdge, limits);

  EXPECT_EQ(battery.power, 0_W);
  EXPECT_EQ(battery.capacity, Joules(0));
}

TEST(Battery, LeavesTheMeanUnderALimitOfNextToNothing) {
  UtilityLimits limits;
  limits.ramp_up = WattsPerSecond(1e-9);

  const BatterySmoothing battery = smallest_battery(kSquare, kEdge, limits);

  EXPECT_TRUE(meets(battery.checks));
  EXPECT_NEAR(battery.power.value(), 60e6, 1.0);
  // 1 s x 60 MW, less a corner at each end of the edge
  EXPECT_NEAR(battery.capacity.value(), 60e6, 0.5e6);
}

TEST(Battery, PlusGridIsTheLoad) {
  const BatterySmoothing battery = smoothed(kSquare, kEdge, 1_s, {});

  EXPECT_NEAR(measures(battery.grid).mean.value(), 80e6, 1e-3);
  EXPECT_GT(battery.capacity, Joules(0));
}

TEST(StorageWindow, IsTheLongestThatPowerAndCapacityAllow) {
  const BatterySmoothing battery = smoothed(kSquare, kEdge, 0.5_s, {});

  EXPECT_NEAR(window_of_storage(kSquare, kEdge, std::nullopt, battery.capacity).value(), 0.5, 0.006);
  EXPECT_NEAR(window_of_storage(kSquare, kEdge, battery.power * 1.0001, battery.capacity).value(), 0.5, 0.006);
  EXPECT_LT(window_of_storage(kSquare, kEdge, 1_MW, battery.capacity), 0.5_s);
  EXPECT_EQ(window_of_storage(kSquare, kEdge, 0_W, battery.capacity), kEdge);
  EXPECT_EQ(window_of_storage(kSquare, kEdge, 1_GW, Joules(1e12)), 4_s);
}

TEST(Stagger, KeepsTheEnergyAndNarrowsTheRange) {
  const std::vector<PowerSegment> four = staggered(kSquare, 4);

  const WaveformMeasures found = measures(waveform(four, kEdge));

  // One of the four is always in its valley.
  EXPECT_NEAR(found.mean.value(), 320e6, 1.0);
  EXPECT_NEAR(found.range().value(), 0.0, 1.0);
}

TEST(Stagger, OfTwoJobsHasTwoValleys) {
  const std::vector<PowerSegment> two = staggered(kSquare, 2);

  const WaveformMeasures found = measures(waveform(two, kEdge));

  EXPECT_NEAR(found.mean.value(), 160e6, 1.0);
  EXPECT_NEAR(found.least.value(), 120e6, 1.0);
  EXPECT_NEAR(found.largest.value(), 200e6, 1.0);
}

TEST(Stagger, OfOneJobIsTheJob) { EXPECT_EQ(staggered(kSquare, 1), kSquare); }

TEST(PowerChange, TakesAsLongAsTheRampLimitSays) {
  UtilityLimits limits;
  limits.ramp_up = 10_MW / 1_s;

  const PowerChange start = power_change(20_MW, 120_MW, limits);

  EXPECT_EQ(start.size, 100_MW);
  EXPECT_DOUBLE_EQ(start.shortest.value(), 10.0);
  EXPECT_DOUBLE_EQ(start.energy.value(), 500e6);
  EXPECT_EQ(power_change(120_MW, 20_MW, limits).shortest, 0_s);
}

}  // namespace
}  // namespace gigapod
