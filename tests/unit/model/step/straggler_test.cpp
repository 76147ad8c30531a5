#include "sim/model/step/straggler.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(Straggler, LargestOfNormalValuesIsThatOfTables) {
  // Means of the largest of n standard normal values: 1.4236 for 8, 2.5076 for 100, 3.2414 for 1,000 (Harter 1961).
  EXPECT_NEAR(normal_maximum(8), 1.4236, 0.13 * 1.4236);
  EXPECT_NEAR(normal_maximum(100), 2.5076, 0.07 * 2.5076);
  EXPECT_NEAR(normal_maximum(1000), 3.2414, 0.05 * 3.2414);
}

TEST(Straggler, GrowsWithChipsAndSlices) {
  const StepConstants constants;
  double last = -1.0;
  for (double chips = 16; chips <= 1e6; chips *= 4) {
    const double share = straggler_share(chips, 1, constants);
    EXPECT_GT(share, last);
    last = share;
  }
  EXPECT_GT(straggler_share(512, 2, constants), straggler_share(512, 1, constants));
}

TEST(Straggler, OfSlicesIsTheMeanMaximumOfExponentialDelays) {
  StepConstants constants;
  constants.slice_jitter = 0.1;
  constants.chip_jitter = 0.0;

  EXPECT_DOUBLE_EQ(straggler_share(1024, 1, constants), 0.0);
  EXPECT_NEAR(straggler_share(1024, 3, constants), 0.1 * (1.0 / 2 + 1.0 / 3), 1e-15);
}

TEST(Straggler, StaysWithinWhatASliceMeasures) {
  // TPU v6e, Llama 3.1 8B: 7,243 tokens/s a chip on 16 chips, 7,207 on 256 (AI-Hypercomputer/tpu-recipes).
  const StepConstants constants;
  const double growth = straggler_share(256, 1, constants) - straggler_share(16, 1, constants);

  EXPECT_GT(growth, 0.0);
  EXPECT_LT(growth, 7243.0 / 7207.0 - 1.0);
}

}  // namespace
}  // namespace gigapod
