#include "analysis/smallest_slice.hpp"

#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

PodSpec trillium() {
  PodSpec pod;
  pod.chip = "v6e";
  pod.topology = "fixed_torus_2d";
  pod.shape = Shape{{16, 16}};
  pod.block = Shape{{2, 4}};
  pod.ocs_count = 0;
  pod.wrap_length = 16;
  return pod;
}

TEST(SmallestSlice, HoldsTheWeights) {
  ServingPlan plan = testing::llama_setup().replica.plan;  // 70.6 GB in int8, 32 GB a chip
  EXPECT_EQ(smallest_slice(plan, testing::chip_v6e(), trillium()), Shape({{2, 2}}));

  plan.weight_bytes = 2.0;
  EXPECT_EQ(smallest_slice(plan, testing::chip_v6e(), trillium()), Shape({{2, 4}}));
}

TEST(SmallestSlice, DoesNotAskForLatency) {
  ServingPlan plan = testing::llama_setup().replica.plan;
  plan.tpot_target = plan.ttft_target = Seconds(1e-9);

  EXPECT_EQ(smallest_slice(plan, testing::chip_v6e(), trillium()), Shape({{2, 2}}));
}

TEST(SmallestSlice, IsNothingForAModelLargerThanThePod) {
  ServingPlan plan = testing::llama_setup().replica.plan;
  plan.weight_bytes = 1000.0;

  EXPECT_FALSE(smallest_slice(plan, testing::chip_v6e(), trillium()));
}

}  // namespace
}  // namespace gigapod
