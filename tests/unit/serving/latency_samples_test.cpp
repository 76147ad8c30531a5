#include "sim/serving/latency_samples.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

TEST(LatencySamples, OfNothingAreZero) { EXPECT_EQ(LatencySamples().summary().p99, Seconds(0.0)); }

TEST(LatencySamples, APercentileIsTheSmallestThatSoManyAreAtMost) {
  LatencySamples samples;
  for (int i = 200; i >= 1; --i) samples.add(i);

  const LatencySummary summary = samples.summary();

  EXPECT_EQ(summary.mean, 100.5_s);
  EXPECT_EQ(summary.p50, 100_s);
  EXPECT_EQ(summary.p95, 190_s);
  EXPECT_EQ(summary.p99, 198_s);
  EXPECT_EQ(summary.longest, 200_s);
}

TEST(LatencySamples, OfOneAreThatOne) {
  LatencySamples samples;
  samples.add(3.0);
  const LatencySummary summary = samples.summary();
  EXPECT_EQ(summary.p50, 3_s);
  EXPECT_EQ(summary.p99, 3_s);
  EXPECT_EQ(summary.longest, 3_s);
}

}  // namespace
}  // namespace gigapod::testing
