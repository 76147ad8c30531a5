#include "sim/model/serving/latency_histogram.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

constexpr QuantileTimes kFast = {Seconds(0.1), Seconds(0.3), Seconds(0.5)};
constexpr QuantileTimes kSlow = {Seconds(10.0), Seconds(30.0), Seconds(50.0)};

TEST(LatencyHistogram, GivesBackTheQuantilesOfOneLoad) {
  LatencyHistogram histogram;
  histogram.add(kFast, 1e6);

  const QuantileTimes times = histogram.quantiles();

  for (std::size_t i = 0; i < times.size(); ++i) EXPECT_NEAR(times[i] / kFast[i], 1.0, 0.011) << i;  // half a bin
}

TEST(LatencyHistogram, WeighsLoadsByTheirRequests) {
  LatencyHistogram histogram;
  histogram.add(kFast, 97.0);
  histogram.add(kSlow, 3.0);

  const QuantileTimes times = histogram.quantiles();

  EXPECT_NEAR(times[0] / kFast[0], 1.0, 0.15);
  EXPECT_LT(times[1], Seconds(1.0));
  EXPECT_GT(times[2], Seconds(5.0)) << "three in a hundred are slow";
}

TEST(LatencyHistogram, IsZeroWithoutRequests) { EXPECT_EQ(LatencyHistogram().quantile(0.99), Seconds(0.0)); }

}  // namespace
}  // namespace gigapod
