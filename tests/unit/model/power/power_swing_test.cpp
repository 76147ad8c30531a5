#include "sim/model/power/power_swing.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

/// 3 s at 1000 W a chip and 1 s at 400 W, 100,000 chips: 100 and 40 MW.
SwingingJob job() { return {{{3_s, 1000_W}, {1_s, 400_W}}, 300_W, 100'000}; }

UtilityLimits limits() {
  UtilityLimits limits;
  limits.ramp_up = 50_MW / 1_s;
  limits.ramp_down = 50_MW / 1_s;
  limits.dynamic_range = 40_MW;
  limits.band_share = 0.2;
  return limits;
}

TEST(PowerSwing, MeasuresTheJobsInPhase) {
  const PowerSwing one = power_swing(job(), 1, limits(), {});
  const PowerSwing three = power_swing(job(), 3, limits(), {});

  EXPECT_NEAR(one.measures.mean.value(), 85e6, 1.0);
  EXPECT_NEAR(one.measures.range().value(), 60e6, 1.0);
  EXPECT_NEAR(three.measures.range().value(), 180e6, 1.0);
  EXPECT_EQ(one.checks.size(), 4U);
  EXPECT_FALSE(meets(one.checks));
  EXPECT_NEAR(one.spectrum[0].frequency.value(), 0.25, 1e-12);
}

TEST(PowerSwing, OfAWholeJobStartsFromIdle) {
  const PowerSwing swing = power_swing(job(), 3, limits(), {});

  EXPECT_NEAR(swing.start.size.value(), 55e6, 1.0);
  EXPECT_NEAR(swing.start.shortest.value(), 1.1, 1e-9);
  EXPECT_NEAR(swing.stop.energy.value(), 0.5 * 55e6 * 1.1, 1.0);
}

TEST(PowerSwing, WithoutSmoothingLeavesTheLoad) {
  const PowerSwing swing = power_swing(job(), 1, limits(), {});

  EXPECT_EQ(swing.grid_measures.range(), swing.measures.range());
  EXPECT_EQ(swing.floor_energy, 0.0);
  EXPECT_NEAR(swing.storage_peak.value(), 100e6, 1.0);
}

TEST(PowerSwing, WithASmallestBatteryMeetsTheLimits) {
  const PowerSwing swing = power_swing(job(), 1, limits(), {});
  SmoothingSpec smoothing;
  smoothing.battery_power = swing.battery.power * 1.01;
  smoothing.battery_energy = swing.battery.capacity * 1.01;

  const PowerSwing smoothed = power_swing(job(), 1, limits(), smoothing);

  EXPECT_TRUE(meets(swing.battery.checks));
  EXPECT_TRUE(meets(smoothed.grid_checks));
}

TEST(PowerSwing, WithAFloorNarrowsTheRangeAndCostsEnergy) {
  SmoothingSpec smoothing;
  smoothing.floor = 0.9;

  const PowerSwing swing = power_swing(job(), 1, limits(), smoothing);

  EXPECT_NEAR(swing.grid_measures.range().value(), 10e6, 1.0);
  EXPECT_NEAR(swing.floor_energy, 50.0 / 340.0, 1e-9);
  ASSERT_TRUE(swing.floor);
  EXPECT_GT(swing.floor_cost, 0.0);
}

TEST(PowerSwing, WithStorageInTheChipsHoldsThePeakDown) {
  SmoothingSpec smoothing;
  smoothing.storage_per_chip = Joules(150);

  // 3 s x 50 W
  EXPECT_NEAR(power_swing(job(), 1, limits(), smoothing).storage_peak.value(), 95e6, 1.0);
}

}  // namespace
}  // namespace gigapod
