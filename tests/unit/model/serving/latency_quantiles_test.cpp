#include "sim/model/serving/latency_quantiles.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

/// Lognormal with median 1 s and a standard deviation of the logarithm of 0.5.
QuantileTimes lognormal() {
  QuantileTimes times;
  for (std::size_t i = 0; i < times.size(); ++i) times[i] = Seconds(std::exp(0.5 * kNormalQuantiles[i]));
  return times;
}

TEST(LatencyQuantiles, AreExactForALognormalLatency) {
  EXPECT_NEAR(log_latency(lognormal(), -1.0), -0.5, 1e-9);
  EXPECT_NEAR(log_latency(lognormal(), 3.0), 1.5, 1e-9);
  EXPECT_NEAR(share_within(lognormal(), Seconds(std::exp(0.5))), 0.841345, 1e-6);
  EXPECT_NEAR(share_within(lognormal(), Seconds(std::exp(-1.0))), 0.022750, 1e-6);
}

TEST(LatencyQuantiles, PassThroughTheThree) {
  const QuantileTimes times{Seconds(0.1), Seconds(0.4), Seconds(3.0)};

  for (std::size_t i = 0; i < times.size(); ++i) {
    EXPECT_NEAR(share_within(times, times[i]), kLatencyQuantiles[i], 1e-6) << i;
    EXPECT_NEAR(log_latency(times, kNormalQuantiles[i]), std::log(times[i].value()), 1e-9) << i;
  }
}

TEST(LatencyQuantiles, OfOneLatencyAreAllOrNothing) {
  const QuantileTimes times{Seconds(0.1), Seconds(0.1), Seconds(0.1)};

  EXPECT_DOUBLE_EQ(share_within(times, Seconds(0.2)), 1.0);
  EXPECT_DOUBLE_EQ(share_within(times, Seconds(0.05)), 0.0);
}

}  // namespace
}  // namespace gigapod
