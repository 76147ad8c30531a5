#include "sim/model/demand/demand.hpp"

#include "sim/base/registry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

using Demand = Registry<DemandCurve>;

struct Extremes {
  double low = 1e300;
  double high = 0.0;
};

Extremes extremes(const DemandCurve& curve, int from_day, int to_day) {
  Extremes found;
  for (int minute = from_day * 1440; minute < to_day * 1440; ++minute) {
    const double rate = curve.relative_rate(Seconds(minute * 60.0));
    found.low = std::min(found.low, rate);
    found.high = std::max(found.high, rate);
  }
  return found;
}

TEST(Demand, RegistersItsCurves) {
  EXPECT_EQ(Demand::names(), (std::vector<std::string>{"constant", "diurnal_world"}));
}

TEST(DiurnalWorld, PeaksAtOneOnTheFirstDay) {
  for (const double growth : {0.0, 0.004, -0.02}) {
    const auto curve = Demand::make("diurnal_world", {{"growth_per_day", growth}});

    EXPECT_NEAR(extremes(*curve, 0, 1).high, 1.0, 1e-12) << growth;
  }
}

TEST(DiurnalWorld, RepeatsEveryWeekWithoutGrowth) {
  const auto curve = Demand::make("diurnal_world");
  for (int hour = 0; hour < 168; ++hour) {
    const Seconds time(hour * 3600.0);
    EXPECT_NEAR(curve->relative_rate(time), curve->relative_rate(time + 7_days), 1e-9);
    EXPECT_NEAR(curve->relative_rate(time), curve->relative_rate(time + 350_days), 1e-9);
  }
}

TEST(DiurnalWorld, GrowsExponentially) {
  const auto still = Demand::make("diurnal_world");
  const auto grown = Demand::make("diurnal_world", {{"growth_per_day", 0.01}});
  const double start = grown->relative_rate(0_s) / still->relative_rate(0_s);
  for (const double day : {7.0, 30.5, 365.0}) {
    const Seconds time(day * 86400);
    EXPECT_NEAR(grown->relative_rate(time) / still->relative_rate(time) / start, std::pow(1.01, day), 1e-9);
  }
}

TEST(DiurnalWorld, SwingsLessThanOneRegion) {
  // One region swings 3.2 to 1 (Azure 2024); regions around the world fill each other's nights.
  const auto curve = Demand::make("diurnal_world");

  const Extremes day = extremes(*curve, 1, 4);

  EXPECT_GT(day.high / day.low, 1.2);
  EXPECT_LT(day.high / day.low, 3.2);
}

TEST(DiurnalWorld, IsFlatOnWeekdaysWhenRegionsDoNotSwing) {
  const auto curve = Demand::make(
      "diurnal_world", {{"weekday_peak_to_trough", 1.0}, {"weekend_peak_to_trough", 1.0}, {"weekend_level", 1.0}});

  const Extremes week = extremes(*curve, 0, 7);

  EXPECT_NEAR(week.high, 1.0, 1e-12);
  EXPECT_NEAR(week.low, 1.0, 1e-12);
}

TEST(DiurnalWorld, IsLowerAtWeekends) {
  const auto curve = Demand::make("diurnal_world");
  double wednesday = 0.0;
  double sunday = 0.0;
  for (int hour = 0; hour < 24; ++hour) {
    wednesday += curve->relative_rate(Seconds((2 * 24 + hour) * 3600.0));
    sunday += curve->relative_rate(Seconds((6 * 24 + hour) * 3600.0));
  }
  EXPECT_GT(sunday / wednesday, 0.47);
  EXPECT_LT(sunday / wednesday, 0.62);
}

TEST(DiurnalWorld, HasNoJumps) {
  const auto curve = Demand::make("diurnal_world");
  for (int minute = 0; minute < 14 * 1440; ++minute) {
    const double now = curve->relative_rate(Seconds(minute * 60.0));
    const double next = curve->relative_rate(Seconds((minute + 1) * 60.0));
    ASSERT_LT(std::abs(next - now), 0.005) << minute;
  }
}

TEST(ConstantDemand, StaysAtOne) {
  const auto curve = Demand::make("constant");

  EXPECT_EQ(curve->relative_rate(0_s), 1.0);
  EXPECT_EQ(curve->relative_rate(100_days), 1.0);
}

TEST(ConstantDemand, GrowsFromAPeakOfOneOnTheFirstDay) {
  const auto curve = Demand::make("constant", {{"growth_per_day", 0.1}});

  EXPECT_NEAR(curve->relative_rate(1_days), 1.0, 1e-12);
  EXPECT_NEAR(curve->relative_rate(3_days), 1.21, 1e-12);
}

}  // namespace
}  // namespace gigapod
