#include "sim/model/power/chip_power.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gigapod::testing {
namespace {

constexpr Activity kFull{1.0, 1.0, 1.0, 1.0};

TEST(ChipPower, IsIdlePowerWithoutWorkAndPeakPowerAtFullActivity) {
  for (const ChipSpec& chip : {chip_v4(), chip_v5e(), chip_v6e(), chip_v7(), chip_h100()}) {
    EXPECT_EQ(chip_power(chip, Activity{}), chip.idle_power) << chip.name;
    EXPECT_NEAR(chip_power(chip, kFull).value(), chip.peak_power.value(), 1e-9) << chip.name;
  }
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
                         ::testing::Values(V4Case{"idle", {0.0, 0.0, 0.0, 0.0}, 90.0},
                                           V4Case{"a_program_that_waits", {0.0, 0.0, 0.0, 1.0}, 121.0},
                                           V4Case{"training_mean", {0.25, 0.35, 0.2, 1.0}, 170.0},
                                           V4Case{"everything_busy", {1.0, 1.0, 1.0, 1.0}, 192.0}),
                         [](const auto& each) { return each.param.name; });

TEST(ChipPower, OfTheCoreFallsWithClockTimesSquareOfVoltage) {
  const ChipSpec chip = chip_v4();

  // V(0.5) = 0.5 + 0.5 x 0.5 = 0.75; the core's 0.3 + 1.4 x 0.25 = 0.65 of 102 W; HBM's 0.33 x 0.5 stays
  const double watts = 90.0 + 102.0 * (0.65 * 0.5 * 0.75 * 0.75 + 0.33 * 0.5);
  EXPECT_NEAR(chip_power(chip, {0.25, 0.5, 0.0, 1.0}, 0.5).value(), watts, 1e-9);
}

TEST(ChipPower, OfAChipAtItsRatingFallsWithTheFirstStepOfTheClock) {
  const ChipSpec chip = chip_v7();

  EXPECT_LT(chip_power(chip, kFull, 0.99), chip_power(chip, kFull));
}

TEST(ClockForPower, IsTheHighestThatHoldsTheCap) {
  const ChipSpec chip = chip_v7();
  std::mt19937_64 random(11);
  const auto draw = [&random] { return static_cast<double>(random() >> 11) * 0x1.0p-53; };
  for (int i = 0; i < 500; ++i) {
    const Activity activity{draw(), draw(), draw(), 1.0};
    const Watts lowest = chip_power(chip, activity, chip.lowest_clock);
    const Watts cap = lowest + (chip_power(chip, activity) - lowest) * draw();

    const std::optional<double> clock = clock_for_power(chip, activity, cap);

    ASSERT_TRUE(clock);
    ASSERT_LE(chip_power(chip, activity, *clock), cap);
    ASSERT_NEAR(chip_power(chip, activity, *clock).value(), cap.value(), 1e-6);
  }
}

TEST(ClockForPower, IsFullUnderACapThatTheChipNeverReaches) {
  EXPECT_EQ(clock_for_power(chip_v7(), kFull, 900_W), 1.0);
}

TEST(ClockForPower, FindsNothingBelowThePowerAtTheLowestClock) {
  const ChipSpec chip = chip_v7();
  const Watts lowest = chip_power(chip, kFull, chip.lowest_clock);

  EXPECT_TRUE(clock_for_power(chip, kFull, lowest * 1.001));
  EXPECT_FALSE(clock_for_power(chip, kFull, lowest * 0.999));
}

TEST(ClockForPower, NeverFallsWithTheCap) {
  const ChipSpec chip = chip_v6e();
  double before = 0.0;
  for (double watts = 200.0; watts <= 360.0; watts += 1.0) {
    const double clock = clock_for_power(chip, {0.4, 0.5, 0.2, 1.0}, Watts(watts)).value_or(0.0);
    ASSERT_GE(clock, before);
    before = clock;
  }
}

TEST(ChipAtClock, SlowsProductsButNotMemoryOrLinks) {
  const ChipSpec chip = chip_v7();

  ChipSpec slower = chip_at_clock(chip, 0.5);

  EXPECT_DOUBLE_EQ(slower.peak_bf16.value(), 0.5 * chip.peak_bf16.value());
  EXPECT_DOUBLE_EQ(slower.peak_fp8.value(), 0.5 * chip.peak_fp8.value());
  slower.peak_bf16 = chip.peak_bf16;
  slower.peak_fp8 = chip.peak_fp8;
  EXPECT_EQ(slower, chip);
}

TEST(ChipPower, NeverFallsWhenAnyPartWorksMore) {
  std::mt19937_64 random(7);
  const auto draw = [&random] { return static_cast<double>(random() >> 11) * 0x1.0p-53; };
  const ChipSpec chip = chip_v7();
  for (int i = 0; i < 2000; ++i) {
    const auto more = [&draw](double use) { return use + draw() * (1 - use); };
    const Activity low{draw(), draw(), draw(), draw()};
    const Activity high{more(low.mxu), more(low.hbm), more(low.ici), more(low.busy)};
    ASSERT_LE(chip_power(chip, low), chip_power(chip, high));
    ASSERT_GE(chip_power(chip, low), chip.idle_power);
    ASSERT_LE(chip_power(chip, high).value(), chip.peak_power.value() * (1 + 1e-12));
  }
}

TEST(ChipPower, HostShareIsConstant) {
  const ChipSpec chip = chip_v7();

  EXPECT_DOUBLE_EQ((chip_power_with_host(chip, {}) - chip_power(chip, {})).value(), 700.0 / 4);
  EXPECT_DOUBLE_EQ((chip_power_with_host(chip, kFull) - chip_power(chip, kFull)).value(), 700.0 / 4);
}

}  // namespace
}  // namespace gigapod::testing
