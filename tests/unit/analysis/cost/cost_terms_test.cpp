#include "analysis/cost/cost_terms.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

DrawnKind kind(const char* chip, std::optional<Estimate> capital, double error = 0.1) {
  return {chip, capital, error, Watts(1200.0), Watts(900.0), 1.1};
}

TEST(CostTerms, SpreadsAreQuantilesOfTheDraws) {
  std::vector<double> draws;
  for (int i = 100; i >= 0; --i) draws.push_back(i);
  const Spread spread = spread_of(draws);

  EXPECT_EQ(spread.low, 5.0);
  EXPECT_EQ(spread.middle, 50.0);
  EXPECT_EQ(spread.high, 95.0);
  EXPECT_EQ(spread.times(2.0).high, 190.0);
  EXPECT_EQ(ratios({6.0, 8.0}, {3.0, 2.0}), (std::vector<double>{2.0, 4.0}));
}

TEST(CostTerms, DrawsLieWithinTheRangesOfAnOwnedHour) {
  const CostTerms terms;
  const auto hour = [](double capital, double dollars, double upkeep, double life, double interest, double power) {
    OwnershipTerms all;
    all.equipment = Dollars(capital);
    all.facility_dollars = dollars;
    all.upkeep_dollars = upkeep;
    all.equipment_years = life;
    all.facility_years = 3.0 * life;
    all.interest = interest;
    all.electricity = DollarsPerJoule(power / 3.6e9);
    return owned_hour(all, Watts(1200.0), Watts(900.0)).total().value();
  };
  const KindDraws draws = draw_kinds({kind("a", Estimate{2e4, 3e4})}, terms).front();

  ASSERT_EQ(draws.hour_dollars.size(), 4000u);
  EXPECT_GE(*std::min_element(draws.hour_dollars.begin(), draws.hour_dollars.end()),
            hour(2e4, 10.0, 0.2, 6.0, 0.05, 40.0));
  EXPECT_LE(*std::max_element(draws.hour_dollars.begin(), draws.hour_dollars.end()),
            hour(3e4, 20.0, 0.4, 4.0, 0.09, 90.0));
}

TEST(CostTerms, AKindWithoutACapitalHasFactorsAlone) {
  const CostTerms terms;
  const std::vector<KindDraws> draws = draw_kinds({kind("a", std::nullopt), kind("b", Estimate{2e4, 3e4})}, terms);

  EXPECT_TRUE(draws[0].hour_dollars.empty());
  EXPECT_EQ(draws[0].factors.size(), 4000u);
  EXPECT_FALSE(middle_hour(kind("a", std::nullopt), terms));
  // The other is drawn as it is without it.
  EXPECT_EQ(draw_kinds({kind("b", Estimate{2e4, 3e4})}, terms)[0].hour_dollars, draws[1].hour_dollars);
}

TEST(CostTerms, ACapitalThatIsGivenReplacesTheKnownOne) {
  EXPECT_EQ(capital_of("h100", std::nullopt)->least, 41e3);
  EXPECT_EQ(capital_of("h100", Estimate{1.0, 2.0})->least, 1.0);
  EXPECT_FALSE(capital_of("new", std::nullopt));
}

}  // namespace
}  // namespace gigapod
