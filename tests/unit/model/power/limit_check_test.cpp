#include "sim/model/power/limit_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

PowerWaveform square() {
  const std::vector<PowerSegment> segments = {{1_s, 100_MW}, {1_s, 50_MW}};
  return waveform(segments, 0.1_s);
}

std::vector<LimitCheck> checks(const UtilityLimits& limits) {
  return check_limits(grid_power(square(), limits), measures(square()).variance, limits);
}

TEST(UtilityLimits, CheckOnlyWhatIsGiven) { EXPECT_TRUE(checks({}).empty()); }

TEST(UtilityLimits, CompareRampsAndRange) {
  UtilityLimits limits;
  limits.ramp_up = 600_MW / 1_s;
  limits.ramp_down = 400_MW / 1_s;
  limits.dynamic_range = 50_MW;

  const std::vector<LimitCheck> found = checks(limits);

  ASSERT_EQ(found.size(), 3U);
  EXPECT_NEAR(found[0].found, 500e6, 1.0);
  EXPECT_TRUE(found[0].passes());
  EXPECT_NEAR(found[1].found, 500e6, 1.0);
  EXPECT_FALSE(found[1].passes());
  EXPECT_NEAR(found[2].found, 50e6, 1e-3);
  EXPECT_TRUE(found[2].passes());
  EXPECT_FALSE(meets(found));
}

TEST(UtilityLimits, FindTheHarmonicsOfASecondInTheCriticalBand) {
  UtilityLimits limits;
  limits.band_share = 0.2;

  const std::vector<LimitCheck> found = checks(limits);

  ASSERT_EQ(found.size(), 1U);
  EXPECT_GT(found[0].found, 0.99);
  EXPECT_FALSE(found[0].passes());
}

TEST(UtilityLimits, MeasureHarmonicsAgainstTheLoadBeforeSmoothing) {
  UtilityLimits limits;
  limits.band_share = 0.2;

  const auto halved = check_limits(grid_power(scaled(square(), 0.4), limits), measures(square()).variance, limits);

  EXPECT_NEAR(halved[0].found, 0.16, 0.002);
  EXPECT_TRUE(halved[0].passes());
}

}  // namespace
}  // namespace gigapod
