#include "sim/model/checkpoint/checkpoint.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

using namespace literals;

TEST(Checkpoint, HoldsMasterWeightsAndMomentsOnce) {
  TrainingPlan plan;
  plan.model.layers = 1;
  plan.model.hidden = 100;
  plan.model.heads = plan.model.kv_heads = 1;
  plan.model.head_dim = 100;
  plan.model.ffn = 400;
  plan.model.mlp = MlpKind::kPlain;
  plan.model.vocabulary = 1000;
  plan.model.ties_embeddings = true;

  // 4 h^2 + 8 h^2 + V h = 220,000 parameters of 12 bytes.
  EXPECT_DOUBLE_EQ(checkpoint_size(plan).value(), 220000.0 * 12.0);
}

TEST(Checkpoint, BestIntervalIsYoungsForShortPauses) {
  const Seconds interval = best_checkpoint_interval(1_s, 10_h);

  EXPECT_NEAR(interval.value(), std::sqrt(2.0 * 1.0 * 36000.0), 1.0);
}

TEST(Checkpoint, BestIntervalHasDalysCorrection) {
  // C = 60 s, M = 3600 s: sqrt(2 C M) = 657.27, C / 2M = 1/120.
  const double expected = 657.267 * (1.0 + std::sqrt(1.0 / 120.0) / 3.0 + 1.0 / 1080.0) - 60.0;

  EXPECT_NEAR(best_checkpoint_interval(60_s, 1_h).value(), expected, 0.01);
}

TEST(Checkpoint, BestIntervalIsTheFailureTimeWhenPausesAreLonger) {
  EXPECT_EQ(best_checkpoint_interval(100_s, 10_s), 10_s);
}

TEST(Checkpoint, BestIntervalMinimisesTheLossOfTheClosedForm) {
  const Hertz rate(1.0 / 20000.0);
  const Seconds best = best_checkpoint_interval(30_s, Seconds(20000.0));
  const double at_best = expected_ettr(rate, 300_s, best, 30_s);

  EXPECT_GT(at_best, expected_ettr(rate, 300_s, 0.6 * best, 30_s));
  EXPECT_GT(at_best, expected_ettr(rate, 300_s, 1.6 * best, 30_s));
}

TEST(Checkpoint, EttrFollowsTheClosedForm) {
  // One failure in 10^5 s, 600 s to restart, every 1000 s a pause of 10 s: (1 - (600 + 500) / 1e5) / 1.01.
  EXPECT_NEAR(expected_ettr(Hertz(1e-5), 600_s, 1000_s, 10_s), 0.989 / 1.01, 1e-12);
}

TEST(Checkpoint, TimeInTheQueueDilutesEttr) {
  // The same with 2000 s in the queue after each failure: one part in 50 more time.
  EXPECT_NEAR(expected_ettr(Hertz(1e-5), 600_s, 1000_s, 10_s, 2000_s), 0.989 / 1.01 / 1.02, 1e-12);
}

}  // namespace
}  // namespace gigapod
