#include "sim/hardware/utility_limits.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(UtilityLimits, LimitNothingUnlessGiven) {
  const UtilityLimits limits;

  EXPECT_EQ(limits.ramp_up, WattsPerSecond(0));
  EXPECT_EQ(limits.dynamic_range, 0_W);
  EXPECT_EQ(limits.band_share, 0.0);
  EXPECT_EQ(limits.band_low, Hertz(0.1));
  EXPECT_EQ(limits.band_high, Hertz(20.0));
}

TEST(UtilityLimits, HaveAFieldForEveryLimit) {
  UtilityLimits limits;
  const auto entries = utility_limit_fields().entries();
  ASSERT_EQ(entries.size(), 6U);

  entries[0].write(limits, 1e6);
  entries[1].write(limits, 2e6);

  EXPECT_EQ(limits.ramp_up, 1_MW / 1_s);
  EXPECT_EQ(limits.ramp_down, 2_MW / 1_s);
  EXPECT_EQ(entries[0].field.dimension, Dimension::kPowerRamp);
}

TEST(SmoothingSpec, IsThereOnlyWhenGiven) {
  const SmoothingSpec smoothing;

  EXPECT_EQ(smoothing.floor, 0.0);
  EXPECT_EQ(smoothing.storage_per_chip, Joules(0));
  EXPECT_EQ(smoothing.battery_power, 0_W);
  EXPECT_EQ(smoothing_fields().entries().size(), 5U);
}

}  // namespace
}  // namespace gigapod
