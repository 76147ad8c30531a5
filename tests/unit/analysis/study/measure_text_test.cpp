#include "analysis/study/measure_text.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace gigapod {
namespace {

TEST(MeasureText, HasFourDigitsAndTheLettersOfItsUnit) {
  EXPECT_EQ(measure_text(1.8714e13, "tokens_trained"), "18.71 T");
  EXPECT_EQ(measure_text(178'166.0, "tokens_trained"), "178166");
  EXPECT_EQ(measure_text(7.0e20, "tokens_trained"), "7.000e+20");
  EXPECT_EQ(measure_text(6.115e11, "energy_joules"), "611.5 GJ");
  EXPECT_EQ(measure_text(-2.5e9, "energy_joules"), "-2.500 GJ");
  EXPECT_EQ(measure_text(9.8e8, "peak_power_watts"), "980.0 MW");
  EXPECT_EQ(measure_text(0.0228, "share.power_capped"), "2.28%");
  EXPECT_EQ(measure_text(5.67e-5, "energy_joules"), "5.670e-05");
  EXPECT_EQ(measure_text(0.0, "energy_joules"), "0.000");
  EXPECT_EQ(measure_text(std::numeric_limits<double>::quiet_NaN(), "energy_joules"), "–");
}

TEST(MeasureText, AnIntervalIsInTheUnitOfItsMean) {
  const std::vector<double> samples = {2.6e12, 2.7e12, 2.8e12};
  EXPECT_EQ(interval_text(mean_interval(samples), "tokens_trained"), "2.700 ± 0.248 T");
  EXPECT_EQ(interval_text(mean_interval(samples), "energy_joules"), "2.700 ± 0.248 TJ");
}

}  // namespace
}  // namespace gigapod
