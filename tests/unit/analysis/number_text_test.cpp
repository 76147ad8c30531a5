#include "analysis/number_text.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(NumberText, GroupsDigitsByThree) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(967680), "967,680");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
}

TEST(NumberText, CountsOneAsOne) {
  EXPECT_EQ(counted(1, "slice"), "1 slice");
  EXPECT_EQ(counted(0, "slice"), "0 slices");
  EXPECT_EQ(counted(4096, "slice"), "4,096 slices");
}

TEST(NumberText, ShortensLargeCountsToThreeDigits) {
  EXPECT_EQ(short_count(12.4e12), "12.4 T");
  EXPECT_EQ(short_count(999.96e9), "1.00 T");
  EXPECT_EQ(short_count(3.2e9), "3.20 B");
  EXPECT_EQ(short_count(154321), "154 k");
  EXPECT_EQ(short_count(9216), "9,216");
  EXPECT_EQ(short_count(0.125), "0.12");
  EXPECT_EQ(short_count(7), "7");
  EXPECT_EQ(short_count(0), "0");
  EXPECT_EQ(short_count(1234.5), "1.23 k");
  EXPECT_EQ(short_count(2.5e24), "2.50e+24");
}

TEST(NumberText, MarksSharesTooSmallToShow) {
  EXPECT_EQ(percent(0.431), "43.1%");
  EXPECT_EQ(percent(0.0004), "<0.1%");
  EXPECT_EQ(percent(0.0), "0.0%");
  EXPECT_EQ(percent(1.0), "100.0%");
  EXPECT_EQ(signed_percent(0.0234), "+2.3%");
  EXPECT_EQ(signed_percent(-0.1), "-10.0%");
}

TEST(NumberText, PicksTheUnitAPersonWouldPick) {
  EXPECT_EQ(energy_text(Joules(2.545344e15)), "707 GWh");
  EXPECT_EQ(energy_text(Joules(3.6e6)), "1.00 kWh");
  EXPECT_EQ(energy_text(Joules(0)), "0 kWh");
  EXPECT_EQ(money_text(42.4224e6), "$42.4 M");
  EXPECT_EQ(money_text(12), "$12.0");
  EXPECT_EQ(power_text(Watts(1.06e9)), "1.06 GW");
  EXPECT_EQ(power_text(Watts(982e6)), "982 MW");
  EXPECT_EQ(power_text(Watts(999.99e6)), "1.00 GW");
  EXPECT_EQ(duration_text(Seconds(30 * 86400)), "30 days");
  EXPECT_EQ(duration_text(Seconds(86400)), "1 day");
  EXPECT_EQ(duration_text(Seconds(17.6)), "17.6 s");
  EXPECT_EQ(duration_text(Seconds(0.38)), "380 ms");
  EXPECT_EQ(duration_text(Seconds(0)), "0 s");
}

}  // namespace
}  // namespace gigapod
