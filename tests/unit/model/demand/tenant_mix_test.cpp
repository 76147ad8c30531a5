#include "sim/model/demand/tenant_mix.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

TEST(Launch, AStepStays) {
  const std::vector<LaunchSpec> launches{{Seconds(1000.0), 0.5, Seconds(0.0)}};

  EXPECT_DOUBLE_EQ(launch_factor(launches, Seconds(0.0), Seconds(1000.0)), 1.0);
  EXPECT_DOUBLE_EQ(launch_factor(launches, Seconds(500.0), Seconds(1500.0)), 1.25);
  EXPECT_DOUBLE_EQ(launch_factor(launches, Seconds(9000.0), Seconds(9900.0)), 1.5);
}

TEST(Launch, ASurgeDecays) {
  const std::vector<LaunchSpec> launches{{Seconds(0.0), 2.0, Seconds(86400.0)}};

  EXPECT_NEAR(launch_factor(launches, Seconds(86400.0), Seconds(86400.1)), 1.0 + 2.0 * std::exp(-1.0), 1e-5);
  EXPECT_NEAR(launch_factor(launches, Seconds(0.0), Seconds(86400.0)), 1.0 + 2.0 * (1.0 - std::exp(-1.0)), 1e-12);
}

TEST(Launch, SeveralMultiply) {
  const std::vector<LaunchSpec> launches{{Seconds(0.0), 1.0, Seconds(0.0)}, {Seconds(10.0), -0.5, Seconds(0.0)}};

  EXPECT_DOUBLE_EQ(launch_factor(launches, Seconds(20.0), Seconds(30.0)), 1.0);
}

}  // namespace
}  // namespace gigapod
