#include "analysis/scaling/job_growth.hpp"

#include "analysis/scaling/scaling_curves.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

GrowthTerms made_terms() { return {made_scaling_scenario(), 0, {}}; }

TEST(JobGrowth, CountsTheChipsThatTheEnvelopeCarries) {
  const GrowthTerms terms = made_terms();
  const JobGrowth growth(terms);

  const ScalePoint point = growth.point(9216, 9216, growth.fastest(growth.allocations(9216), 9216));

  const Watts of_a_chip = point.provisioned_power / 9216.0;
  EXPECT_NEAR(growth.power_chips() * of_a_chip.value(), 1e9, 1.0);
}

TEST(JobGrowth, CountsWholePodsThatFitIntoTheFeedsOfATree) {
  GrowthTerms terms = made_terms();
  FeedSpec grid;
  grid.name = "grid";
  grid.level = PowerLevel::kGrid;
  FeedSpec hall;
  hall.name = "hall";
  hall.parent = "grid";
  hall.pods = 3;
  terms.scenario.site.power.tree = {grid, hall};

  EXPECT_EQ(JobGrowth(terms).power_chips(), 3 * 9216.0);
}

TEST(JobGrowth, OffersTheSlicesOfTheJobAtTheirSize) {
  GrowthTerms terms = made_terms();
  terms.scenario.jobs.front().slice = Shape{{4, 8, 288}};
  const JobGrowth growth(terms);

  const std::vector<SliceAllocation> own = growth.allocations(9216);

  EXPECT_EQ(own.back(), (SliceAllocation{Shape{{4, 8, 288}}, 1}));
}

TEST(JobGrowth, ScalesBatchesAndStragglersAsAsked) {
  GrowthTerms terms = made_terms();
  terms.batch = 2.0;
  terms.straggler_spread = 3.0;
  const GrowthTerms as_is = made_terms();
  const JobGrowth base(as_is);
  const JobGrowth growth(terms);

  EXPECT_EQ(growth.sequences_per_chip(), 2.0 * base.sequences_per_chip());
  EXPECT_EQ(growth.fixed_batch(), 2 * base.fixed_batch());
  const auto wait = [](const JobGrowth& of) {
    const ScalePoint point = of.point(9216, 9216, of.fastest(of.allocations(9216), 9216));
    return point.step.straggler / (point.step.total - point.step.straggler - point.step.overhead);
  };
  EXPECT_NEAR(wait(growth) / wait(base), 3.0, 1e-9);
}

TEST(JobGrowth, CountsNearTiersOfTheJob) {
  GrowthTerms terms = made_terms();
  const GrowthTerms as_is = made_terms();
  terms.scenario.jobs.front().checkpoint_tiers.resize(1);
  terms.scenario.jobs.front().checkpoint_interval = Seconds(3600);
  GrowthTerms far = terms;
  far.scenario.jobs.front().checkpoint_tiers.clear();
  const auto goodput = [](const GrowthTerms& of) {
    const JobGrowth growth(of);
    return growth_curves(growth, {294'912}, 1).weak.points.front().goodput;
  };

  EXPECT_GT(goodput(terms), goodput(far) + 0.1);
}

TEST(JobGrowth, NamesInterruptionsThatLeaveNoStep) {
  GrowthTerms terms = made_terms();
  for (FailureClass& kind : terms.scenario.failures) kind.rate *= 1e6;

  const GrowthCurves curves = growth_curves(JobGrowth(terms), {64, 294'912}, 1);

  const ScalePoint& point = curves.weak.points.back();
  EXPECT_TRUE(point.has_plan());
  EXPECT_FALSE(point.is_feasible);
  EXPECT_EQ(point.useful_tokens_per_second, 0.0);
  EXPECT_EQ(point.limit, ScalingLimit::kFailures);
  EXPECT_THAT(point.limit_reason, testing::MatchesRegex("interrupted every .*: no step is ever kept"));
}

TEST(JobGrowth, RunsAgainUnderFewerFailures) {
  GrowthTerms terms = made_terms();
  for (FailureClass& kind : terms.scenario.failures) kind.rate *= 1e6;
  ScalePoint point = growth_curves(JobGrowth(terms), {294'912}, 1).weak.points.back();
  const GrowthTerms as_is = made_terms();

  JobGrowth(as_is).add_goodput(point);

  EXPECT_TRUE(point.is_feasible);
  EXPECT_EQ(point.fault, "");
}

TEST(GrowthCurves, TellWhichSizesTheyMoveAndMerge) {
  const GrowthTerms terms = made_terms();

  const GrowthCurves curves = growth_curves(JobGrowth(terms), {9216, 1000, 1010, 3, 64, 1000}, 1);

  std::vector<std::int64_t> chips;
  for (const ScalePoint& point : curves.weak.points) chips.push_back(point.chips);
  EXPECT_EQ(chips, (std::vector<std::int64_t>{1, 64, 960, 9216}));
  EXPECT_EQ(curves.moved_sizes,
            (std::vector<MovedSize>{{3, 1, false}, {1000, 960, false}, {1000, 960, true}, {1010, 960, true}}));
}

TEST(GrowthCurves, ComeAgainOnTheSlicesOfOthers) {
  const GrowthTerms terms = made_terms();
  const JobGrowth growth(terms);
  const GrowthCurves curves = growth_curves(growth, {64, 1000, 9216, 100'000}, 2);

  const GrowthCurves again = growth_curves(growth, curves);

  ASSERT_EQ(again.weak.points.size(), curves.weak.points.size());
  for (std::size_t i = 0; i < curves.weak.points.size(); ++i) {
    EXPECT_EQ(again.weak.points[i].useful_tokens_per_second, curves.weak.points[i].useful_tokens_per_second);
    EXPECT_EQ(again.strong.points[i].slice, curves.strong.points[i].slice);
    EXPECT_EQ(again.strong.points[i].limit, curves.strong.points[i].limit);
  }
}

}  // namespace
}  // namespace gigapod
