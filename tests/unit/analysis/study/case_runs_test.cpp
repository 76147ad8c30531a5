#include "analysis/study/case_runs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

const SeedRule kPrecise{20, 3, 0.1, false};

/// A noise that a case could have.
double sample(std::uint64_t seed) { return 1.0 + 0.2 * std::sin(static_cast<double>(seed * seed)); }

TEST(CaseRuns, WithoutAStopUseEverySeed) {
  CaseRuns runs({3, 2, 0.0, false}, {}, 7);
  for (const std::uint64_t seed : {9u, 7u}) runs.add(seed, {1.0});
  EXPECT_FALSE(runs.is_settled());

  runs.add(8, {2.0});

  EXPECT_TRUE(runs.is_settled());
  ASSERT_EQ(runs.runs().size(), 3u);
  EXPECT_EQ(runs.runs()[1].seed, 8u);
  EXPECT_EQ(runs.runs()[1].measures[0], 2.0);
}

TEST(CaseRuns, StopAtTheFirstSeedThatIsPreciseEnoughInAnyOrder) {
  CaseRuns forward(kPrecise, {}, 1);
  CaseRuns backward(kPrecise, {}, 1);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) forward.add(seed, {sample(seed)});
  for (std::uint64_t seed = 20; seed >= 1; --seed) backward.add(seed, {sample(seed)});

  EXPECT_GT(forward.runs().size(), 3u);
  EXPECT_LT(forward.runs().size(), 20u);
  EXPECT_EQ(forward.runs().size(), backward.runs().size());
  EXPECT_TRUE(backward.is_settled());
}

TEST(CaseRuns, EqualRunsStopAtTheLeast) {
  CaseRuns runs(kPrecise, {}, 1);
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    EXPECT_FALSE(runs.is_settled());
    runs.add(seed, {0.5});
  }

  EXPECT_TRUE(runs.is_settled());
}

TEST(CaseRuns, StopWhenATargetIsDecidedEitherWay) {
  const SeedRule rule{20, 3, 0.0, true};
  for (const double target : {0.5, 1.5}) {
    CaseRuns runs(rule, target, 1);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) runs.add(seed, {sample(seed)});
    EXPECT_LT(runs.runs().size(), 8u) << target;
  }
  CaseRuns open(rule, 1.0, 1);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) open.add(seed, {sample(seed)});
  EXPECT_EQ(open.runs().size(), 20u);
}

TEST(CaseRuns, AFailureIsASeedInUseButNoSample) {
  CaseRuns runs(kPrecise, {}, 1);
  runs.add(1, {0.5});
  runs.add_failure(2, "died");
  runs.add(3, {0.5});
  EXPECT_FALSE(runs.is_settled());

  runs.add(4, {0.5});

  EXPECT_TRUE(runs.is_settled());
  EXPECT_EQ(runs.runs().size(), 3u);
  ASSERT_EQ(runs.failures().size(), 1u);
  EXPECT_EQ(runs.failures()[0].second, "died");
}

}  // namespace
}  // namespace gigapod
