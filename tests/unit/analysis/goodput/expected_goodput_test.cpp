#include "analysis/goodput/expected_goodput.hpp"

#include "sim/base/random.hpp"
#include "sim/model/checkpoint/checkpoint.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

TEST(ExpectedGoodput, IsTheShareBetweenPausesWithoutInterruptions) {
  EXPECT_DOUBLE_EQ(expected_goodput({Hertz(0), Seconds(300), Seconds(90), Seconds(10)}), 0.9);
  EXPECT_DOUBLE_EQ(expected_goodput({Hertz(0), Seconds(300), Seconds(0), Seconds(0)}), 1.0);
}

TEST(ExpectedGoodput, FollowsDalysCompleteModelWorkedByHand) {
  // r = 1/1000, u = 100, dt = 90, w = 10: 0.09 / (e^0.1 (e^0.1 - 1)) = 0.09 / (1.2214028 - 1.1051709)
  EXPECT_NEAR(expected_goodput({Hertz(1e-3), Seconds(100), Seconds(90), Seconds(10)}), 0.7743145, 1e-6);
}

TEST(ExpectedGoodput, AgreesWithTheFirstOrderFormWhereFailuresAreRare) {
  const Hertz rate(1e-6);

  const double complete = expected_goodput({rate, Seconds(300), Seconds(1800), Seconds(2)});

  EXPECT_NEAR(complete, expected_ettr(rate, Seconds(300), Seconds(1800), Seconds(2)), 1e-5);
}

/// One long history of a job, drawn failure by failure.
double drawn_goodput(const InterruptionPlan& plan, RandomStream& random) {
  double kept = 0.0;
  double now = 0.0;
  double next_failure = random.exponential(plan.rate).value();
  bool is_restarting = false;
  while (now < 2e7) {
    const double work = is_restarting ? plan.restart.value() : (plan.interval + plan.pause).value();
    if (now + work > next_failure) {
      now = next_failure;
      next_failure += random.exponential(plan.rate).value();
      is_restarting = true;
      continue;
    }
    now += work;
    if (!is_restarting) kept += plan.interval.value();
    is_restarting = false;
  }
  return kept / now;
}

TEST(ExpectedGoodput, IsWhatDrawnHistoriesComeTo) {
  for (const double between : {300.0, 1000.0, 10000.0}) {
    const InterruptionPlan plan{Hertz(1.0 / between), Seconds(240), Seconds(60), Seconds(3)};
    double sum = 0.0;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
      RandomStream random(seed);
      sum += drawn_goodput(plan, random);
    }

    EXPECT_NEAR(sum / 30, expected_goodput(plan), 0.003) << "failures every " << between << " s";
  }
}

}  // namespace
}  // namespace gigapod
