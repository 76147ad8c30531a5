#include "sim/model/demand/country.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <string>

namespace gigapod {
namespace {

std::map<std::string, double> published_shares() {
  const auto& countries = published_countries();
  const auto shares = usage_shares(countries, kIncomeElasticity, kIncomeOfMeanUsage);
  std::map<std::string, double> by_name;
  for (std::size_t i = 0; i < countries.size(); ++i) by_name[countries[i].name] = shares[i];
  return by_name;
}

TEST(Country, SharesAddUpToOne) {
  const auto shares = published_shares();

  EXPECT_EQ(shares.size(), published_countries().size()) << "names are unique";
  EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0, [](double sum, auto& s) { return sum + s.second; }),
              1.0, 1e-12);
  EXPECT_GT(
      std::min_element(shares.begin(), shares.end(), [](auto& a, auto& b) { return a.second < b.second; })->second,
      0.0);
}

TEST(Country, SharesAreThoseOfThePublishedWeek) {
  const auto shares = published_shares();

  // Anthropic Economic Index, 4 to 11 August 2025. Brazil's index is of November.
  EXPECT_NEAR(shares.at("United States"), 0.216, 0.03 * 0.216);
  EXPECT_NEAR(shares.at("India"), 0.072, 0.03 * 0.072);
  EXPECT_NEAR(shares.at("Japan"), 0.037, 0.03 * 0.037);
  EXPECT_NEAR(shares.at("South Korea"), 0.037, 0.03 * 0.037);
  EXPECT_NEAR(shares.at("Brazil"), 0.037, 0.25 * 0.037);
}

TEST(Country, IndicesAverageOneOverPeople) {
  double people = 0.0;
  double usage = 0.0;
  for (const CountrySpec& country : published_countries()) {
    const double by_income = std::pow(country.income / kIncomeOfMeanUsage, kIncomeElasticity);
    people += country.people;
    usage += country.people * (country.usage_index > 0.0 ? country.usage_index : by_income);
  }

  EXPECT_NEAR(usage / people, 1.0, 0.002);
}

TEST(Country, WithoutAnIndexUsageFollowsIncome) {
  const std::vector<CountrySpec> two{{"a", "x", Seconds(0.0), 1e6, 10000.0, 0.0},
                                     {"b", "x", Seconds(0.0), 1e6, 20000.0, 0.0}};

  const auto shares = usage_shares(two, 0.69, 7200.0);

  EXPECT_NEAR(shares[1] / shares[0], std::pow(2.0, 0.69), 1e-12);
}

TEST(Country, WithAnIndexIncomeDoesNotMatter) {
  const std::vector<CountrySpec> two{{"a", "x", Seconds(0.0), 3e6, 500.0, 2.0},
                                     {"b", "x", Seconds(0.0), 1e6, 90000.0, 1.0}};

  const auto shares = usage_shares(two, 0.69, 7200.0);

  EXPECT_NEAR(shares[0], 6.0 / 7.0, 1e-12);
}

}  // namespace
}  // namespace gigapod
