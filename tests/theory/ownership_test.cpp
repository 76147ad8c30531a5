// Epoch AI's model of a site of 1 GW of IT power full of GB200 NVL72
// (epoch.ai/data-insights/ai-datacenter-cost-breakdown, 14 May 2026, CC BY): capital 38 G$, 0.9 G$ a year to run, of
// it 0.6 of energy, 14 years for the facility. 8.5 G$ a year when the equipment lives 5 years, 12 when 3, 7 when 7.
// It does not publish interest or the equipment's part of the capital here: 7% and 25.6 G$ meet all three, two
// constants for three numbers.
#include "sim/model/cost/ownership.hpp"

#include "sim/model/cost/chip_capital.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

constexpr double kGigawatt = 1e9;

/// Of a watt of IT power, as if it were one chip.
OwnershipTerms epochs_site(double equipment_years) {
  OwnershipTerms terms;
  terms.equipment = Dollars(25.6);
  terms.facility_dollars = 38.0 - 25.6;
  terms.upkeep_dollars = 0.3;
  terms.interest = 0.07;
  terms.equipment_years = equipment_years;
  terms.facility_years = 14.0;
  terms.pue = 1.0;
  terms.electricity = DollarsPerJoule(0.6 / (8766.0 * 3600.0));  // 0.6 $ for a watt of a year
  return terms;
}

double dollars_a_year(double equipment_years) {
  return owned_hour(epochs_site(equipment_years), Watts(1.0), Watts(1.0)).total().value() * 8766.0 * kGigawatt;
}

TEST(Ownership, GivesEpochsYearlyCostAtThreeLives) {
  EXPECT_NEAR(dollars_a_year(5.0) / 8.5e9, 1.0, 0.015);
  EXPECT_NEAR(dollars_a_year(3.0) / 12e9, 1.0, 0.015);
  EXPECT_NEAR(dollars_a_year(7.0) / 7e9, 1.0, 0.015);
}

TEST(Ownership, GivesEpochsShareOfServers) {
  // 5 of the 8.5 G$ are servers; the rest of the equipment is network.
  const OwnedHour hour = owned_hour(epochs_site(5.0), Watts(1.0), Watts(1.0));
  EXPECT_GT(hour.equipment / hour.total(), 0.6);
  EXPECT_LT(hour.equipment / hour.total(), 0.8);
}

TEST(Ownership, CapitalOfAGb200FollowsFromIt) {
  const double chips = kGigawatt / (132e3 / 72.0);  // racks of 132 kW
  EXPECT_NEAR(25.6e9 / chips / find_chip_capital("gb200")->least.value(), 1.0, 0.01);
}

TEST(Ownership, PaysACapitalBackWithItsInterest) {
  EXPECT_DOUBLE_EQ(capital_recovery(0.0, 5.0), 0.2);
  EXPECT_NEAR(capital_recovery(1e-9, 5.0), 0.2, 1e-8);
  // What is paid back each year is worth the capital today.
  const double paid = capital_recovery(0.07, 5.0);
  double worth = 0.0;
  for (int year = 1; year <= 5; ++year) worth += paid / std::pow(1.07, year);
  EXPECT_NEAR(worth, 1.0, 1e-12);
}

}  // namespace
}  // namespace gigapod
