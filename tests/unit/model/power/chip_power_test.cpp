#include "sim/model/power/chip_power.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gigapod::testing {
namespace {

TEST(ChipPower, IsIdlePowerWithoutWorkAndPeakPowerAtFullActivity) {
  for (const ChipSpec& chip : {chip_v4(), chip_v5e(), chip_v6e(), chip_v7(), chip_h100()}) {
    EXPECT_EQ(chip_power(chip, Activity{}), chip.idle_power) << chip.name;
    EXPECT_NEAR(chip_power(chip, {1.0, 1.0, 1.0}).value(), chip.peak_power.value(), 1e-9) << chip.name;
  }
}

TEST(ChipPower, WeightsAddUpToOne) {
  const PowerWeights weights = power_weights();

  EXPECT_DOUBLE_EQ(weights.mxu + weights.hbm + weights.ici, 1.0);
}

struct V4Case {
  const char* name;
  Activity activity;
  double published_watts;
};

class TpuV4Power : public ::testing::TestWithParam<V4Case> {};

// Jouppi et al., ISCA 2023 (arXiv:2304.01433), Table 4: idle, and least, mean and largest of production applications.
// The activities are not published: each is one that such an application can have.
TEST_P(TpuV4Power, ReproducesThePublishedRange) {
  const double watts = chip_power(chip_v4(), GetParam().activity).value();

  EXPECT_NEAR(watts, GetParam().published_watts, 2.0);
}

INSTANTIATE_TEST_SUITE_P(Published, TpuV4Power,
                         ::testing::Values(V4Case{"idle", {0.0, 0.0, 0.0}, 90.0},
                                           V4Case{"memory_bound_with_little_compute", {0.10, 0.70, 0.30}, 121.0},
                                           V4Case{"training_mean", {0.75, 0.85, 0.80}, 170.0},
                                           V4Case{"everything_busy", {1.0, 1.0, 1.0}, 192.0}),
                         [](const auto& each) { return each.param.name; });

TEST(ChipPower, NeverFallsWhenAnyPartWorksMore) {
  std::mt19937_64 random(7);
  const auto draw = [&random] { return static_cast<double>(random() >> 11) * 0x1.0p-53; };
  const ChipSpec chip = chip_v7();
  for (int i = 0; i < 2000; ++i) {
    const Activity low{draw(), draw(), draw()};
    const Activity high{low.mxu + draw() * (1 - low.mxu), low.hbm + draw() * (1 - low.hbm),
                        low.ici + draw() * (1 - low.ici)};
    ASSERT_LE(chip_power(chip, low), chip_power(chip, high));
    ASSERT_GE(chip_power(chip, low), chip.idle_power);
    ASSERT_LE(chip_power(chip, high).value(), chip.peak_power.value() * (1 + 1e-12));
  }
}

TEST(ChipPower, HostShareIsConstant) {
  const ChipSpec chip = chip_v7();

  EXPECT_DOUBLE_EQ((chip_power_with_host(chip, {}) - chip_power(chip, {})).value(), 700.0 / 4);
  EXPECT_DOUBLE_EQ((chip_power_with_host(chip, {1, 1, 1}) - chip_power(chip, {1, 1, 1})).value(), 700.0 / 4);
}

}  // namespace
}  // namespace gigapod::testing
