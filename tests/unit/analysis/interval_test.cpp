#include "analysis/interval.hpp"

#include "analysis/study/measure_text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace gigapod {
namespace {

TEST(MeanInterval, FollowsStudentsDistribution) {
  // Mean 3, s = sqrt(2.5), t(4) = 2.776: 2.776 sqrt(2.5 / 5) = 1.963.
  const MeanInterval interval = mean_interval(std::vector<double>{1, 2, 3, 4, 5});

  EXPECT_DOUBLE_EQ(interval.mean, 3.0);
  EXPECT_NEAR(interval.half_width, 1.963, 0.002);
  EXPECT_EQ(interval.samples, 5u);
}

TEST(MeanInterval, ThirtySamplesUseTheTableValueOfStudent) {
  std::vector<double> samples(30, 0.0);
  for (std::size_t i = 0; i < samples.size(); i += 2) samples[i] = 2.0;  // s^2 = 30 / 29

  EXPECT_NEAR(mean_interval(samples).half_width, 2.0452 / std::sqrt(29.0), 1e-4);
}

TEST(MeanInterval, IsExactForTwoAndThreeSamples) {
  // s = sqrt(2), t(1) = 12.7062; s = 1, t(2) = 4.30265.
  EXPECT_NEAR(mean_interval(std::vector<double>{0, 2}).half_width, 12.7062, 1e-4);
  EXPECT_NEAR(mean_interval(std::vector<double>{0, 1, 2}).half_width, 4.30265 / std::sqrt(3.0), 1e-5);
}

TEST(MeanInterval, HoldsWhatLiesBetweenItsEnds) {
  const MeanInterval interval{10.0, 0.5, 30};

  EXPECT_TRUE(interval.holds(9.5));
  EXPECT_TRUE(interval.holds(10.5));
  EXPECT_FALSE(interval.holds(10.6));
}

TEST(MeanInterval, HasNoWidthWithFewerThanTwoSamples) {
  EXPECT_EQ(mean_interval(std::vector<double>{}).samples, 0u);
  EXPECT_EQ(mean_interval(std::vector<double>{7.0}).mean, 7.0);
  EXPECT_EQ(mean_interval(std::vector<double>{7.0}).half_width, 0.0);
}

TEST(MeanInterval, OfSamplesThatDifferInTheirLastBitsIsRounding) {
  const double one = 0.899;
  const std::vector<double> same = {one, one, std::nextafter(one, 1.0)};
  const std::vector<double> apart = {one, one, one + 1e-6};

  EXPECT_GT(mean_interval(same).half_width, 0.0);
  EXPECT_TRUE(mean_interval(same).is_rounding());
  EXPECT_EQ(interval_text(mean_interval(same), "failures"), "0.899 ± 0.000");
  EXPECT_FALSE(mean_interval(apart).is_rounding());
}

}  // namespace
}  // namespace gigapod
