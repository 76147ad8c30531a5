#include "sim/serving/monotone_curve.hpp"

#include "sim/base/random.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

TEST(MonotoneCurve, GoesThroughPointsThatRise) {
  const MonotoneCurve curve({0, 1, 3}, {1, 2, 10});
  EXPECT_DOUBLE_EQ(curve.at(0), 1);
  EXPECT_DOUBLE_EQ(curve.at(1), 2);
  EXPECT_DOUBLE_EQ(curve.at(3), 10);
}

TEST(MonotoneCurve, IsStraightThroughAStraightLine) {
  const MonotoneCurve curve({0, 1, 3, 4}, {1, 3, 7, 9});
  for (const double x : {0.2, 1.5, 2.9, 3.3}) EXPECT_NEAR(curve.at(x), 1 + 2 * x, 1e-12);
}

TEST(MonotoneCurve, AveragesPointsThatFall) {
  const MonotoneCurve curve({0, 1, 2, 3}, {1, 5, 3, 6});
  EXPECT_DOUBLE_EQ(curve.at(1), 4);
  EXPECT_DOUBLE_EQ(curve.at(2), 4);
}

TEST(MonotoneCurve, HoldsItsEndsOutside) {
  const MonotoneCurve curve({1, 2}, {3, 4});
  EXPECT_EQ(curve.at(-5), 3);
  EXPECT_EQ(curve.at(9), 4);
  EXPECT_EQ(MonotoneCurve({1}, {7}).at(2), 7);
}

TEST(MonotoneCurve, NeverFallsWhateverThePoints) {
  RandomStream random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> x;
    std::vector<double> y;
    for (int i = 0; i < 8; ++i) {
      x.push_back((x.empty() ? 0.0 : x.back()) + 0.01 + random.uniform());
      y.push_back(random.normal(i, 2.0));
    }
    const MonotoneCurve curve(x, y);
    double last = curve.at(x.front());
    for (double at = x.front(); at < x.back(); at += 0.01) {
      ASSERT_GE(curve.at(at), last - 1e-12);
      last = curve.at(at);
    }
  }
}

}  // namespace
}  // namespace gigapod::testing
