#include "sim/model/request/length_curve.hpp"

#include "sim/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace gigapod {
namespace {

LengthCurve two_bins() { return LengthCurve({{8.0, 0.0}, {16.0, 0.25}, {64.0, 1.0}}); }

TEST(LengthCurve, DrawsEachBinInProportion) {
  const LengthCurve curve = two_bins();
  RandomStream random(1);

  int low = 0;
  double sum = 0.0;
  int least = 1000;
  int most = 0;
  constexpr int kDraws = 200'000;
  for (int i = 0; i < kDraws; ++i) {
    const int tokens = curve.draw(random);
    low += tokens < 16 ? 1 : 0;
    sum += tokens;
    least = std::min(least, tokens);
    most = std::max(most, tokens);
  }

  EXPECT_NEAR(low, 0.25 * kDraws, 5.0 * std::sqrt(0.25 * 0.75 * kDraws));
  EXPECT_NEAR(sum / kDraws, curve.mean(), 0.01 * curve.mean());
  EXPECT_EQ(least, 8);
  EXPECT_EQ(most, curve.longest());
}

TEST(LengthCurve, HasTheMeanOfItsBins) {
  // Of a logarithm spread evenly from a to b the mean is (b - a) / ln(b / a); a draw is half a token less.
  EXPECT_DOUBLE_EQ(two_bins().mean(), 0.25 * 8.0 / std::log(2.0) + 0.75 * 48.0 / std::log(4.0) - 0.5);
  EXPECT_EQ(two_bins().longest(), 63);
}

}  // namespace
}  // namespace gigapod
