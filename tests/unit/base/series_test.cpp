#include "sim/base/series.hpp"

#include "sim/base/check.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(PiecewiseSeries, HoldsAValueUntilTheNextChange) {
  PiecewiseSeries series;
  series.set(0_s, 2.0);
  series.set(10_s, 5.0);

  EXPECT_EQ(series.at(9.99_s), 2.0);
  EXPECT_EQ(series.at(10_s), 5.0);
  EXPECT_EQ(series.at(99_s), 5.0);
  EXPECT_DOUBLE_EQ(series.integral(12_s), 30.0);
  EXPECT_EQ(series.maximum(), 5.0);
}

TEST(PiecewiseSeries, KeepsOnlyChanges) {
  PiecewiseSeries series;
  series.set(0_s, 1.0);
  series.set(1_s, 1.0);
  series.set(2_s, 3.0);
  series.set(2_s, 4.0);

  EXPECT_EQ(series.points(), (std::vector<PiecewiseSeries::Point>{{0_s, 1.0}, {2_s, 4.0}}));
}

TEST(PiecewiseSeries, RefusesToGoBackInTime) {
  PiecewiseSeries series;
  series.set(5_s, 1.0);

  EXPECT_THROW(series.set(4_s, 2.0), InternalError);
}

}  // namespace
}  // namespace gigapod
