#include "analysis/scaling/scaling_limit.hpp"

#include "sim/base/quantity.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

/// A step of one second on `chips` chips, all compute but for `ici` and `straggler`.
ScalePoint point_with(std::int64_t chips, double ici, double straggler, double goodput) {
  ScalePoint point;
  point.chips = chips;
  point.is_feasible = true;
  point.global_batch = 1'000'000;
  point.goodput = goodput;
  point.step.total = Seconds(1);
  point.step.ici = Seconds(ici);
  point.step.straggler = Seconds(straggler);
  point.step.compute = Seconds(1 - ici - straggler);
  // Tokens follow compute, so that the losses are exactly the parts that are not compute.
  point.tokens_per_second = static_cast<double>(chips) * point.step.compute.value();
  point.useful_tokens_per_second = point.tokens_per_second * goodput;
  point.provisioned_power = 1_kW * static_cast<double>(chips);
  point.mean_time_between_interruptions = Seconds(1800);
  return point;
}

PlannedStep planned(double seconds, int fsdp) {
  PlannedStep step;
  step.step.total = Seconds(seconds);
  step.plan.parallelism.fsdp = fsdp;
  return step;
}

struct Fixture {
  PlanSearchResult search;
  PlanSearchResult weak;
  ScalePoint small = point_with(64, 0.0, 0.0, 1.0);

  std::vector<MetLimit> limits(const ScalePoint& point) {
    LimitEvidence evidence;
    evidence.envelope = 1_MW;
    evidence.hbm_capacity = 100_GB;
    evidence.search = &search;
    evidence.search_of_weak_curve = weak.best ? &weak : nullptr;
    evidence.best_size = &small;
    return limits_met(point, evidence);
  }
};

TEST(ScalingLimits, AreNoneWhileUsefulTokensPerChipStayWithinATenth) {
  Fixture test;

  EXPECT_TRUE(test.limits(point_with(128, 0.05, 0.02, 0.98)).empty());
}

TEST(ScalingLimits, NameTheCauseThatCostsMost) {
  Fixture test;

  const std::vector<MetLimit> met = test.limits(point_with(128, 0.15, 0.05, 1.0));

  ASSERT_EQ(met.size(), 1u);
  EXPECT_EQ(met[0].limit, ScalingLimit::kIci);
  EXPECT_EQ(met[0].reason,
            "20.0% fewer useful tokens per chip than at 64 chips, 15 points for exposed communication inside "
            "slices");
}

TEST(ScalingLimits, SayWhatTheRestGainsWhereACauseCostsMoreThanAll) {
  Fixture test;
  test.small = point_with(64, 0.0, 0.1, 1.0);

  const std::vector<MetLimit> met = test.limits(point_with(128, 0.25, 0.0, 1.0));

  ASSERT_EQ(met.size(), 1u);
  EXPECT_EQ(met[0].reason,
            "16.7% fewer useful tokens per chip than at 64 chips, 25 points for exposed communication inside slices, "
            "less 8 that the rest gains");
}

TEST(ScalingLimits, ListFurtherCausesOfATenthOrMore) {
  Fixture test;

  const std::vector<MetLimit> met = test.limits(point_with(128, 0.3, 0.2, 1.0));

  ASSERT_EQ(met.size(), 2u);
  EXPECT_EQ(met[1].limit, ScalingLimit::kStragglers);
}

TEST(ScalingLimits, CountFailuresAgainstTheWholeTime) {
  Fixture test;

  const std::vector<MetLimit> met = test.limits(point_with(128, 0.0, 0.0, 0.8));

  ASSERT_EQ(met.size(), 1u);
  EXPECT_EQ(met[0].reason,
            "20.0% fewer useful tokens per chip than at 64 chips, 20 points for restarts, lost steps and "
            "checkpoints (interrupted every 30.0 min)");
}

TEST(ScalingLimits, PutTheEnvelopeFirst) {
  Fixture test;

  const std::vector<MetLimit> met = test.limits(point_with(1024, 0.5, 0.0, 1.0));

  ASSERT_EQ(met.size(), 2u);
  EXPECT_EQ(met[0].limit, ScalingLimit::kPower);
  EXPECT_EQ(met[0].reason, "1,024 chips need 1.02 MW at full activity; the site's envelope is 1.00 MW");
  EXPECT_EQ(met[1].limit, ScalingLimit::kIci);
}

TEST(ScalingLimits, CallAModelThatFitsNowhereAMemoryLimit) {
  Fixture test;
  ScalePoint point;
  point.fault = "memory: needs 300 GiB";

  const std::vector<MetLimit> met = test.limits(point);

  ASSERT_EQ(met.size(), 1u);
  EXPECT_EQ(met[0].limit, ScalingLimit::kHbm);
  EXPECT_EQ(met[0].reason, "memory: needs 300 GiB");
}

TEST(ScalingLimits, SayWhatMoreMemoryWouldBring) {
  Fixture test;
  test.search.best_with_twice_the_memory = planned(0.8, 1);
  test.search.best_with_twice_the_memory->step.memory.weights = 130_GB;

  const std::vector<MetLimit> met = test.limits(test.small);

  ASSERT_EQ(met.size(), 1u);
  EXPECT_EQ(met[0].reason, "a plan that is 25.0% faster lacks 30 GB of HBM a chip");
}

TEST(ScalingLimits, CompareTheBatchWithTheRanksOfTheWeakCurvesPlan) {
  Fixture test;
  test.weak.best = planned(1.0, 256);
  ScalePoint point = point_with(256, 0.0, 0.0, 1.0);
  point.global_batch = 128;

  const std::vector<MetLimit> met = test.limits(point);

  ASSERT_EQ(met.size(), 1u);
  EXPECT_EQ(met[0].limit, ScalingLimit::kBatch);
  EXPECT_EQ(met[0].reason,
            "128 sequences are fewer than the 256 data-parallel ranks of the fastest plan for 256 chips");
}

}  // namespace
}  // namespace gigapod
