#include "sim/hardware/cooling.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;

CoolingSpec spec() {
  CoolingSpec cooling;
  cooling.fixed = 0.02;
  cooling.proportional = 0.04;
  cooling.part_load_exponent = 3.0;
  cooling.free_cooling_below = Celsius{20.0};
  cooling.chiller_per_degree = 0.01;
  return cooling;
}

TEST(Cooling, OfAPueIsAlwaysTheSameShare) {
  const Cooling cooling(1.25);

  EXPECT_DOUBLE_EQ(cooling.facility_power(4_MW, Celsius{-10.0}).value(), 5e6);
  EXPECT_DOUBLE_EQ(cooling.facility_power(8_MW, Celsius{40.0}).value(), 10e6);
}

TEST(Cooling, AddsItsPartsByHand) {
  const Cooling cooling(spec(), 10_MW);

  EXPECT_NEAR(cooling.facility_power(10_MW, Celsius{20.0}).value(), 10e6 * 1.06, 1e-3);
  EXPECT_NEAR(cooling.facility_power(10_MW, Celsius{25.0}).value(), 10e6 * 1.11, 1e-3);
  EXPECT_NEAR(cooling.facility_power(5_MW, Celsius{25.0}).value(), 5e6 * 1.05 + 10e6 * (0.02 + 0.04 / 8), 1e-3);
  EXPECT_NEAR(cooling.facility_power(0_W, Celsius{25.0}).value(), 10e6 * 0.02, 1e-3);
}

TEST(Cooling, HasAPueOfFullLoad) {
  EXPECT_NEAR(full_load_pue(spec(), Celsius{0.0}), 1.06, 1e-12);
  EXPECT_NEAR(full_load_pue(spec(), Celsius{30.0}), 1.16, 1e-12);
}

TEST(Cooling, NeverFallsAsLoadOrTemperatureRise) {
  const Cooling cooling(spec(), 10_MW);
  for (int degrees = -20; degrees < 45; ++degrees) {
    for (int tenths = 0; tenths < 12; ++tenths) {
      const Watts it = 1_MW * tenths;
      const Watts power = cooling.facility_power(it, Celsius{1.0 * degrees});
      EXPECT_GE(power, it);
      EXPECT_LE(power, cooling.facility_power(it, Celsius{degrees + 1.0}));
      EXPECT_LT(power, cooling.facility_power(it + 0.1_MW, Celsius{1.0 * degrees}));
    }
  }
}

}  // namespace
}  // namespace gigapod
