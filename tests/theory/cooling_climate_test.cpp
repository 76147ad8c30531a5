// Annual PUE of the cooling model in stated climates against what Google reports for its sites:
// docs/models/power_tree.md has the table.
#include "sim/hardware/cooling.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace gigapod {
namespace {

struct Climate {
  const char* name;
  double mean;      ///< of the year, degrees Celsius
  double seasonal;  ///< amplitudes
  double daily;
  double reported;  ///< mean of the sites there
};

constexpr Climate kClimates[] = {{"Singapore", 27.5, 1.0, 3.5, 1.13}, {"Changhua", 23.5, 6.0, 3.5, 1.10},
                                 {"Inzai", 15.0, 11.0, 4.0, 1.12},    {"Ohio", 12.0, 12.5, 6.0, 1.047},
                                 {"Dublin", 9.8, 5.0, 3.0, 1.08},     {"Hamina", 5.0, 11.0, 4.0, 1.09}};
constexpr double kLosses = 0.02;  ///< transformers, rack batteries and busways, assumed

double annual_pue(const Climate& climate) {
  const Watts design(100e6);
  const Cooling cooling(CoolingSpec{}, design);
  Watts sum;
  int samples = 0;
  for (int day = 0; day < 365; ++day) {
    for (int hour = 0; hour < 24; ++hour, ++samples) {
      const double degrees = climate.mean - climate.seasonal * std::cos(2.0 * std::numbers::pi * day / 365.0) -
                             climate.daily * std::cos(2.0 * std::numbers::pi * hour / 24.0);
      sum += cooling.facility_power(design, Celsius{degrees});
    }
  }
  return sum / design / samples + kLosses;
}

TEST(CoolingTheory, ComesWithinAFewHundredthsOfReportedSites) {
  for (const Climate& climate : kClimates) {
    EXPECT_NEAR(annual_pue(climate), climate.reported, 0.045) << climate.name;
  }
}

TEST(CoolingTheory, MeetsTheMeanOfTheSites) {
  double model = 0.0;
  double reported = 0.0;
  for (const Climate& climate : kClimates) {
    model += annual_pue(climate) / std::size(kClimates);
    reported += climate.reported / std::size(kClimates);
  }
  EXPECT_NEAR(model, reported, 0.015);
}

TEST(CoolingTheory, CostsMoreInAHotterClimate) {
  EXPECT_GT(annual_pue(kClimates[0]), annual_pue(kClimates[1]));
  EXPECT_GT(annual_pue(kClimates[1]), annual_pue(kClimates[3]));
  EXPECT_GT(annual_pue(kClimates[3]), annual_pue(kClimates[4]));
}

}  // namespace
}  // namespace gigapod
