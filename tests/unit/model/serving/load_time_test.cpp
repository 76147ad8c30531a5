#include "sim/model/serving/load_time.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

struct Case {
  const char* name;
  BytesPerSecond storage;
  BytesPerSecond network;
  BytesPerSecond pcie;
  BytesPerSecond slowest;
};

class LoadTimes : public ::testing::TestWithParam<Case> {};

TEST_P(LoadTimes, FollowTheSlowestPart) {
  const Case& part = GetParam();
  ServingPlan plan;
  plan.model = llama3_70b();
  plan.weight_bytes = 1.0;
  ChipSpec chip = chip_v6e();
  chip.host_nic_bandwidth = part.network;
  chip.pcie_bandwidth = part.pcie;
  const Seconds time = load_time(plan, chip, torus({4, 4}, false), {part.storage, 30_s});
  EXPECT_NEAR(time.value(), 30.0 + parameter_count(plan.model) / part.slowest.value(), 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Parts, LoadTimes,
                         ::testing::Values(Case{"storage", 10_GBps, 25_GBps, 32_GBps, 10_GBps},
                                           Case{"network", 100_GBps, 25_GBps, 32_GBps, 50_GBps},
                                           Case{"pcie", 100_GBps, 90_GBps, 1_GBps, 16_GBps},
                                           Case{"unknown", 100_GBps, 0_GBps, 0_GBps, 100_GBps}),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
}  // namespace gigapod::testing
