#include "analysis/scaling/critical_batch.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(CriticalBatch, HalvesTheWorthOfATokenAtItsSize) {
  const CriticalBatch critical = given_critical_batch(4e6);

  EXPECT_DOUBLE_EQ(token_efficiency(critical, 4e6), 0.5);
  EXPECT_DOUBLE_EQ(token_efficiency(critical, 1e6), 0.8);
  EXPECT_DOUBLE_EQ(token_efficiency(critical, 12e6), 0.25);
}

TEST(CriticalBatch, WithoutOneEveryTokenCounts) { EXPECT_EQ(token_efficiency({}, 1e12), 1.0); }

TEST(CriticalBatch, NeverMakesALargerBatchTeachLessAStep) {
  const CriticalBatch critical = given_critical_batch(1e7);

  double taught = 0.0;
  for (double batch = 1e3; batch < 1e12; batch *= 3.0) {
    EXPECT_GT(batch * token_efficiency(critical, batch), taught) << batch;
    taught = batch * token_efficiency(critical, batch);
  }
}

TEST(CriticalBatch, FollowsKaplanInItsRangeWithoutAWarning) {
  // 2e8 / 4^(1 / 0.21) = 2e8 / 736.1 tokens.
  const CriticalBatch critical = kaplan_critical_batch(4.0);

  EXPECT_NEAR(critical.tokens, 2.717e5, 50.0);
  EXPECT_EQ(critical.source, "Kaplan et al. 2020 at a loss of 4 nats");
  EXPECT_EQ(critical.warning, "");
}

TEST(CriticalBatch, WarnsBeyondTheRangeOfKaplan) {
  EXPECT_EQ(kaplan_critical_batch(1.9).warning,
            "critical batch: the law of Kaplan et al. was measured for losses of 3 to 10 nats; 1.9 extrapolates it");
}

TEST(CriticalBatch, FollowsZhangInItsRangeWithoutAWarning) {
  // 302M parameters at 20 tokens each: 22.91 x 6040^0.47 = 1,371 sequences of 512 tokens cost 20% more tokens.
  const CriticalBatch critical = zhang_critical_batch(6.04e9);

  EXPECT_NEAR(critical.tokens * 0.2 / 512.0, 1371.0, 2.0);
  EXPECT_NEAR(1.0 / token_efficiency(critical, critical.tokens * 0.2), 1.2, 1e-12);
  EXPECT_EQ(critical.source, "Zhang et al. 2024 for a run of 6.04 B tokens");
  EXPECT_EQ(critical.warning, "");
}

TEST(CriticalBatch, WarnsBeyondTheRangeOfZhang) {
  EXPECT_EQ(zhang_critical_batch(15.6e12).warning,
            "critical batch: the law of Zhang et al. was measured for runs of 1.70 B to 24.0 B tokens; 15.6 T "
            "extrapolates it");
}

TEST(CriticalBatch, GrowsAsTheLossFallsAndTheRunGetsLonger) {
  EXPECT_GT(kaplan_critical_batch(2.0).tokens, kaplan_critical_batch(3.0).tokens);
  EXPECT_GT(zhang_critical_batch(1e12).tokens, zhang_critical_batch(1e11).tokens);
}

}  // namespace
}  // namespace gigapod
