#include "analysis/serving/serving_frontier.hpp"

#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using testing::llama_setup;
using testing::random_trace;

FrontierPoint point(double tpot, double tokens, double dollars) {
  FrontierPoint p;
  p.tpot = Seconds(tpot);
  p.output_tokens_per_second_per_chip = tokens;
  p.dollars_per_million_output_tokens = dollars;
  return p;
}

TEST(MarkBest, MarksWhatNoOtherPointBeats) {
  std::vector<FrontierPoint> points = {point(0.010, 10, 9), point(0.020, 30, 8), point(0.015, 5, 7),
                                       point(0.030, 30, 6), point(0.040, 40, 7)};

  mark_best(points);

  const std::vector<bool> best = {true, true, false, false, true};
  const std::vector<bool> best_price = {true, false, true, true, false};
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(points[i].is_best, best[i]) << i;
    EXPECT_EQ(points[i].is_best_price, best_price[i]) << i;
  }
}

TEST(LoadSweep, TradesLatencyForThroughputAndPrice) {
  const RequestTrace trace = random_trace(200, 1.0, 500.0, 100.0, 1);

  const auto points = load_sweep(trace, llama_setup(), Shape{{2, 4}}, DollarsPerSecond(2.7 / 3600.0));

  ASSERT_GE(points.size(), 5u);
  for (std::size_t i = 1; i < points.size(); ++i) {
    EXPECT_EQ(points[i].clients, 2 * points[i - 1].clients);
    EXPECT_GT(points[i].tpot, points[i - 1].tpot);
    EXPECT_GT(points[i].output_tokens_per_second_per_chip, points[i - 1].output_tokens_per_second_per_chip);
    EXPECT_LT(*points[i].dollars_per_million_output_tokens, *points[i - 1].dollars_per_million_output_tokens);
    EXPECT_LT(points[i].joules_per_output_token, points[i - 1].joules_per_output_token);
  }
  // $2.70 an hour and chip are $750 a million chip-seconds.
  EXPECT_NEAR(*points[0].dollars_per_million_output_tokens * points[0].output_tokens_per_second_per_chip, 750.0,
              1e-6);
}

}  // namespace
}  // namespace gigapod
