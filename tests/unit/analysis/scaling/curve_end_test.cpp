#include "analysis/scaling/curve_end.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace gigapod {
namespace {

/// A size whose step is all compute and whose useful tokens are given; the rest of the time goes to failures.
ScalePoint point_of(std::int64_t chips, double useful) {
  ScalePoint point;
  point.chips = chips;
  point.is_feasible = true;
  point.step.total = point.step.compute = Seconds(1);
  point.tokens_per_second = static_cast<double>(chips);
  point.goodput = useful / static_cast<double>(chips);
  point.useful_tokens_per_second = useful;
  point.mean_time_between_interruptions = Seconds(60);
  return point;
}

ScaleCurve curve_of(std::initializer_list<ScalePoint> points) { return {"weak", "", points, {}}; }

constexpr double kNoLimit = 1e12;

TEST(CurveEnd, IsBeyondACurveThatGrowsLikeItsChips) {
  const auto end = curve_end(curve_of({point_of(100, 100), point_of(1000, 1000)}), kNoLimit, Watts(0));

  ASSERT_TRUE(end);
  EXPECT_TRUE(end->is_beyond);
  EXPECT_EQ(end->chips, 1000.0);
  EXPECT_EQ(end->limit, ScalingLimit::kNone);
  EXPECT_EQ(end->reason, "");
}

TEST(CurveEnd, LiesWhereAFurtherChipBringsHalfOfTheBest) {
  // Further chips bring 1 up to 100, 0.75 around 200, 0.35 around 800: 0.625 of the way in the logarithm between the
  // last two.
  const auto end =
      curve_end(curve_of({point_of(100, 100), point_of(400, 325), point_of(1600, 745)}), kNoLimit, Watts(0));

  ASSERT_TRUE(end);
  EXPECT_NEAR(end->chips, 200.0 * std::pow(4.0, 0.625), 1e-9);
  EXPECT_FALSE(end->is_beyond);
  EXPECT_EQ(end->best_rate, 1.0);
  EXPECT_EQ(end->point, 2u);
  EXPECT_EQ(end->limit, ScalingLimit::kFailures);
  EXPECT_EQ(end->reason,
            "a further chip brings less than half of the 1 useful tokens/s of one at 100; at 1,600: 53.4% fewer "
            "useful tokens per chip than at 100 chips, 53 points for restarts, lost steps and checkpoints "
            "(interrupted every 1.00 min)");
}

TEST(CurveEnd, BeginsAtTheBestSizeAndLeavesOutSizesThatDoNotRun) {
  ScalePoint broken;
  broken.chips = 10;
  const auto end =
      curve_end(curve_of({broken, point_of(100, 50), point_of(200, 200), point_of(800, 200)}), kNoLimit, Watts(0));

  ASSERT_TRUE(end);
  EXPECT_EQ(end->best_rate, 1.0);
  // From 1 at 200 to 0 around 400, half way in the logarithm.
  EXPECT_NEAR(end->chips, 200.0 * std::sqrt(2.0), 1e-9);
}

TEST(CurveEnd, DoesNotStopAtASizeThatIsWorseThanTheWayToALargerOne) {
  const ScaleCurve even = curve_of({point_of(100, 100), point_of(1600, 1000), point_of(6400, 1300)});
  const ScaleCurve dented =
      curve_of({point_of(100, 100), point_of(200, 110), point_of(1600, 1000), point_of(6400, 1300)});

  EXPECT_EQ(curve_end(dented, kNoLimit, Watts(0))->chips, curve_end(even, kNoLimit, Watts(0))->chips);
}

TEST(CurveEnd, IsTheEnvelopeWhereThatComesFirst) {
  const auto end = curve_end(curve_of({point_of(100, 100), point_of(1000, 1000)}), 640.0, Watts(1e6));

  ASSERT_TRUE(end);
  EXPECT_EQ(end->chips, 640.0);
  EXPECT_FALSE(end->is_beyond);
  EXPECT_EQ(end->limit, ScalingLimit::kPower);
  EXPECT_EQ(end->reason, "the envelope of 1.00 MW carries 640 chips at full activity");
}

TEST(CurveEnd, KeepsTheBarOfAnotherStudy) {
  const ScaleCurve curve = curve_of({point_of(100, 100), point_of(400, 325), point_of(1600, 625)});

  EXPECT_LT(curve_end(curve, kNoLimit, Watts(0), 1.4)->chips, 400.0);
  EXPECT_GT(curve_end(curve, kNoLimit, Watts(0), 0.6)->chips, 400.0);
  // A curve that never reaches the bar ends at its best size.
  EXPECT_NEAR(curve_end(curve, kNoLimit, Watts(0), 3.0)->chips, 100.0, 1e-9);
}

TEST(CurveEnd, IsNothingWhereNoSizeRuns) { EXPECT_FALSE(curve_end(curve_of({ScalePoint{}}), kNoLimit, Watts(0))); }

TEST(ChipSecondShares, SumToOneAndNameTheLosses) {
  ScalePoint point = point_of(100, 40);
  point.step.ici = Seconds(0.25);
  point.step.compute = Seconds(0.75);
  point.batch_padding = 0.2;
  point.token_efficiency = 0.5;

  const std::vector<ChipSecondShare> shares = chip_second_shares(point);

  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0,
                                     [](double total, const ChipSecondShare& s) { return total + s.share; });
  EXPECT_NEAR(sum, 1.0, 1e-12);
  EXPECT_EQ(shares.front().name, "useful_compute");
  EXPECT_NEAR(shares.front().share, 0.4 * 0.5 * 0.8 * 0.75, 1e-12);
  EXPECT_EQ(shares.back().name, "failures");
  EXPECT_NEAR(shares.back().share, 0.6, 1e-12);
}

TEST(ChipSecondShares, AreNothingWhereNoPlanRuns) {
  ScalePoint point;
  for (const ChipSecondShare& bucket : chip_second_shares(point)) EXPECT_EQ(bucket.share, 0.0) << bucket.name;
}

}  // namespace
}  // namespace gigapod
