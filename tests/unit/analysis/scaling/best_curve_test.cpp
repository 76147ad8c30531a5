#include "analysis/scaling/best_curve.hpp"

#include "analysis/scaling/end_shifts.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

GrowthTerms terms_of(double critical_tokens) {
  GrowthTerms terms{made_scaling_scenario(), 0, {}};
  terms.scenario.jobs.front().plan.remat = Remat::kFull;
  if (critical_tokens > 0.0) terms.critical_batch = given_critical_batch(critical_tokens);
  return terms;
}

const std::vector<std::int64_t> kSizes = {256, 9216, 100'000};
constexpr std::int64_t kPlans = 20'000;

TEST(BestCurve, IsNowhereWorseThanTheOtherCurves) {
  for (const double critical : {0.0, 3e7}) {
    const GrowthTerms terms = terms_of(critical);
    const JobGrowth growth(terms);
    const GrowthCurves curves = growth_curves(growth, kSizes, 1);

    const ScaleCurve best = best_curve(growth, curves, kPlans, 1);

    ASSERT_EQ(best.points.size(), kSizes.size());
    for (std::size_t i = 0; i < kSizes.size(); ++i) {
      EXPECT_GE(best.points[i].useful_tokens_per_second, curves.weak.points[i].useful_tokens_per_second);
      EXPECT_GE(best.points[i].useful_tokens_per_second, curves.strong.points[i].useful_tokens_per_second);
    }
  }
}

TEST(BestCurve, GainsFromWhatTheJobItselfDoesNotDo) {
  const GrowthTerms terms = terms_of(0.0);
  const JobGrowth growth(terms);
  const GrowthCurves curves = growth_curves(growth, kSizes, 1);

  const ScaleCurve best = best_curve(growth, curves, kPlans, 1);

  // Memory is plenty for 70 billion parameters on 256 chips, so that nothing has to be repeated.
  EXPECT_NE(best.points.front().remat.remat, Remat::kFull);
  EXPECT_GT(best.points.front().useful_tokens_per_second,
            1.05 * curves.strong.points.front().useful_tokens_per_second);
}

TEST(BestCurve, NeverLosesByABudgetThatIsLarger) {
  const GrowthTerms terms = terms_of(0.0);
  const JobGrowth growth(terms);
  const GrowthCurves curves = growth_curves(growth, {9216}, 1);

  double useful = 0.0;
  for (const std::int64_t plans : {1, 1000, 5000, 20'000}) {
    const double found = best_curve(growth, curves, plans, 1).points.front().useful_tokens_per_second;
    EXPECT_GE(found, useful) << plans;
    useful = found;
  }
}

TEST(BestCurve, TakesASmallerBatchWhereTheCriticalOneMakesItTeachMore) {
  const GrowthTerms free = terms_of(0.0);
  const GrowthTerms bound = terms_of(3e7);
  const JobGrowth free_growth(free);
  const JobGrowth bound_growth(bound);
  const std::vector<std::int64_t> sizes = {100'000};

  const ScaleCurve unlimited = best_curve(free_growth, growth_curves(free_growth, sizes, 1), kPlans, 1);
  const ScaleCurve limited = best_curve(bound_growth, growth_curves(bound_growth, sizes, 1), kPlans, 1);

  EXPECT_LT(limited.points.front().global_batch, unlimited.points.front().global_batch);
  EXPECT_EQ(unlimited.rule, "slices, layout and remat chosen at each size");
  EXPECT_EQ(limited.rule, "slices, layout, remat and batch chosen at each size");
}

/// The best curve under other terms beside the two that it is held against.
class BestCurveNear : public ::testing::TestWithParam<double> {
 protected:
  BestCurveNear() : terms_(terms_of(GetParam())), growth_(terms_), curves_(growth_curves(growth_, kSizes, 1)) {
    curves_.best = best_curve(growth_, curves_, kPlans, 1);
  }

  GrowthTerms terms_;
  JobGrowth growth_;
  GrowthCurves curves_;
};

TEST_P(BestCurveNear, FindsItselfUnderItsOwnTerms) {
  for (const bool replans : {false, true}) {
    const ScaleCurve again = best_curve_near(growth_, curves_, curves_.best, replans);

    for (std::size_t i = 0; i < kSizes.size(); ++i) {
      EXPECT_NEAR(again.points[i].useful_tokens_per_second / curves_.best.points[i].useful_tokens_per_second, 1.0,
                  1e-3)
          << again.points[i].chips;
    }
  }
}

TEST_P(BestCurveNear, IsNowhereWorseThanTheOtherCurvesUnderAnyTerms) {
  for (const ShiftInput& input : shift_inputs()) {
    for (const double factor : {0.5, 2.0}) {
      GrowthTerms changed = terms_;
      input.scale(changed, factor);
      const JobGrowth growth(changed);
      const GrowthCurves others = growth_curves(growth, curves_);

      const ScaleCurve best = best_curve_near(growth, others, curves_.best, input.replans);

      for (std::size_t i = 0; i < kSizes.size(); ++i) {
        const double most = std::max(others.weak.points[i].useful_tokens_per_second,
                                     others.strong.points[i].useful_tokens_per_second);
        EXPECT_GE(best.points[i].useful_tokens_per_second, most) << input.name << " x " << factor;
      }
    }
  }
}

TEST_P(BestCurveNear, ComesCloseToASearchAnew) {
  for (const ShiftInput& input : shift_inputs()) {
    for (const double factor : {0.5, 2.0}) {
      GrowthTerms changed = terms_;
      input.scale(changed, factor);
      const JobGrowth growth(changed);
      const GrowthCurves others = growth_curves(growth, curves_);

      const ScaleCurve near = best_curve_near(growth, others, curves_.best, input.replans);
      const ScaleCurve anew = best_curve(growth, growth_curves(growth, kSizes, 1), kPlans, 1);

      for (std::size_t i = 0; i < kSizes.size(); ++i) {
        EXPECT_GE(near.points[i].useful_tokens_per_second, 0.8 * anew.points[i].useful_tokens_per_second)
            << input.name << " x " << factor << ", " << kSizes[i]
            << " chips: " << near.points[i].useful_tokens_per_second / anew.points[i].useful_tokens_per_second;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(CriticalTokens, BestCurveNear, ::testing::Values(0.0, 3e7));

TEST(BestCurve, DoesNotDependOnTheNumberOfThreads) {
  const GrowthTerms terms = terms_of(3e7);
  const JobGrowth growth(terms);
  const GrowthCurves curves = growth_curves(growth, kSizes, 1);

  const ScaleCurve one = best_curve(growth, curves, 3000, 1);
  const ScaleCurve many = best_curve(growth, curves, 3000, 4);

  for (std::size_t i = 0; i < kSizes.size(); ++i) {
    EXPECT_EQ(one.points[i].parallelism, many.points[i].parallelism);
    EXPECT_EQ(one.points[i].useful_tokens_per_second, many.points[i].useful_tokens_per_second);
  }
}

}  // namespace
}  // namespace gigapod
