#include "sim/model/demand/tenant_demand.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

namespace gigapod {
namespace {

constexpr double kDay = 86400.0;

TenantMix mix_of(int count) {
  TenantMix mix;
  mix.count = count;
  mix.classes = {{"large", 0.1, 5, Agreement::kProvisioned, 0.0, 1.0}, {"rest", 0.9, 0, Agreement::kOnDemand, 2.0}};
  return mix;
}

TenantDemand demand_of(const TenantMix& mix, std::vector<LaunchSpec> launches = {}, std::uint64_t seed = 1) {
  return {mix, PopulationSpec{}, std::move(launches), 1000.0, RandomStreams(seed).stream("burst")};
}

std::vector<double> means(TenantDemand& demand, double begin, double end) {
  std::vector<double> rates(demand.tenants().size());
  demand.mean_rates(Seconds(begin), Seconds(end), rates);
  return rates;
}

double sum(const std::vector<double>& rates) { return std::accumulate(rates.begin(), rates.end(), 0.0); }

struct Concentration {
  const char* model;
  int clients;
  double largest;
  double ten_largest;
};

/// ServeGen: five models of 35 to 162 clients.
class ServeGen : public testing::TestWithParam<Concentration> {};

TEST_P(ServeGen, ClientSharesFollowTheDefaultExponent) {
  const Concentration& published = GetParam();

  const auto tenants = service_tenants(mix_of(published.clients), PopulationSpec{});

  double ten = 0.0;
  for (std::size_t i = 0; i < 10; ++i) ten += tenants[i].share;
  // One exponent for all: m-mid is more concentrated at the top, mm-image less.
  EXPECT_NEAR(std::log(tenants[0].share / published.largest), 0.0, std::log(2.25)) << published.model;
  EXPECT_NEAR(std::log(ten / published.ten_largest), 0.0, std::log(1.3)) << published.model;
}
INSTANTIATE_TEST_SUITE_P(Models, ServeGen,
                         testing::Values(Concentration{"m-large", 162, 0.160, 0.632},
                                         Concentration{"m-mid", 109, 0.523, 0.786},
                                         Concentration{"m-small", 43, 0.299, 0.928},
                                         Concentration{"mm-image", 35, 0.135, 0.828},
                                         Concentration{"deepseek-r1", 73, 0.286, 0.677}));

TEST(ServiceTenants, TheDefaultExponentFitsAllModelsTogetherBest) {
  const auto error = [](double exponent) {
    double squares = 0.0;
    for (const Concentration& c : {Concentration{"", 162, 0.160, 0.632}, Concentration{"", 109, 0.523, 0.786},
                                   Concentration{"", 43, 0.299, 0.928}, Concentration{"", 35, 0.135, 0.828},
                                   Concentration{"", 73, 0.286, 0.677}}) {
      TenantMix mix = mix_of(c.clients);
      mix.zipf_exponent = exponent;
      const auto tenants = service_tenants(mix, PopulationSpec{});
      double ten = 0.0;
      for (std::size_t i = 0; i < 10; ++i) ten += tenants[i].share;
      squares += std::pow(std::log(tenants[0].share / c.largest), 2) + std::pow(std::log(ten / c.ten_largest), 2);
    }
    return squares;
  };

  EXPECT_LT(error(1.15), error(1.05));
  EXPECT_LT(error(1.15), error(1.25));
}

TEST(ServiceTenants, BringCountriesAndSectorsToTheirShares) {
  const PopulationSpec population;
  TenantMix mix = mix_of(5000);
  mix.zipf_exponent = 0.6;  // nobody larger than a country

  const auto tenants = service_tenants(mix, population);

  std::vector<double> countries(population.countries.size());
  std::vector<double> sectors(population.sectors.size());
  for (const ServiceTenant& tenant : tenants) {
    countries[tenant.country] += tenant.share;
    sectors[tenant.sector] += tenant.share;
  }
  const auto wanted = usage_shares(population.countries, kIncomeElasticity, kIncomeOfMeanUsage);
  for (std::size_t i = 0; i < countries.size(); ++i) {
    EXPECT_NEAR(countries[i], wanted[i], 2e-4) << population.countries[i].name;
  }
  for (std::size_t i = 0; i < sectors.size(); ++i) EXPECT_NEAR(sectors[i], population.sectors[i].share, 2e-4);
}

TEST(ServiceTenants, ClassesTakeThemFromTheLargestDown) {
  const auto tenants = service_tenants(mix_of(1000), PopulationSpec{});

  EXPECT_EQ(tenants[99].service_class, 0u);
  EXPECT_EQ(tenants[100].service_class, 1u);
  EXPECT_EQ(tenants.back().service_class, 1u);
}

TEST(ServiceTenants, AMixCanNameItsSectors) {
  TenantMix mix = mix_of(100);
  mix.sectors = {{"education", 1.0}};
  const PopulationSpec population;

  for (const ServiceTenant& tenant : service_tenants(mix, population)) {
    EXPECT_EQ(population.sectors[tenant.sector].name, "education");
  }
}

TEST(TenantDemand, PeaksAsAskedOnTheFirstDay) {
  TenantDemand demand = demand_of(mix_of(2000));
  double largest = 0.0;
  for (int minute = 0; minute < 1440; ++minute) {
    largest = std::max(largest, sum(means(demand, minute * 60.0, minute * 60.0 + 1e-3)));
  }

  EXPECT_NEAR(largest, 1000.0, 1e-3);
}

TEST(TenantDemand, GrowsExponentially) {
  TenantMix mix = mix_of(300);
  mix.growth_per_day = 0.01;
  TenantDemand demand = demand_of(mix);
  const double first = sum(means(demand, 0.0, 900.0));

  EXPECT_NEAR(sum(means(demand, 70.0 * kDay, 70.0 * kDay + 900.0)) / first, std::pow(1.01, 70.0), 1e-6);
}

TEST(TenantDemand, ALaunchMultipliesEverybody) {
  TenantDemand plain = demand_of(mix_of(300));
  TenantDemand launched = demand_of(mix_of(300), {{Seconds(0.0), 0.4, Seconds(0.0)}});

  const auto before = means(plain, 3600.0, 7200.0);
  const auto after = means(launched, 3600.0, 7200.0);

  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_NEAR(after[i], 1.4 * before[i], 1e-9 * before[i]);
}

TEST(TenantDemand, NobodyExceedsItsOwnPeakOfTheFirstDay) {
  TenantDemand demand = demand_of(mix_of(300));
  std::vector<double> largest(300);
  for (int look = 0; look < 96; ++look) {
    const auto rates = means(demand, look * 900.0, (look + 1) * 900.0);
    for (std::size_t i = 0; i < rates.size(); ++i) largest[i] = std::max(largest[i], rates[i]);
  }

  for (std::size_t i = 0; i < largest.size(); ++i) {
    EXPECT_LE(largest[i], demand.own_peak(i) * (1.0 + 1e-9));
    EXPECT_GE(largest[i], demand.own_peak(i) * 0.97);
  }
}

/// Each tenant bursts a fraction duration / interval of the time on average, by the mean size.
TEST(TenantDemand, BurstsAddTheirMean) {
  TenantMix mix = mix_of(300);
  mix.zipf_exponent = 0.0;
  mix.burst_interval = Seconds(6.0 * 3600.0);
  mix.burst_duration = Seconds(1800.0);
  mix.burst_size = 2.0;
  mix.burst_variation = 1.5;
  std::vector<double> extra;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    TenantDemand bursts = demand_of(mix, {}, seed);
    TenantMix still = mix;
    still.burst_interval = Seconds(0.0);
    TenantDemand quiet = demand_of(still);
    double with = 0.0;
    double without = 0.0;
    for (int look = 0; look < 7 * 96; ++look) {
      with += sum(means(bursts, look * 900.0, (look + 1) * 900.0));
      without += sum(means(quiet, look * 900.0, (look + 1) * 900.0));
    }
    extra.push_back(with / without - 1.0);
  }
  const double mean = sum(extra) / 30.0;
  double variance = 0.0;
  for (const double one : extra) variance += (one - mean) * (one - mean) / 29.0;

  const double expected = 2.0 * 1800.0 / (6.0 * 3600.0);
  EXPECT_NEAR(mean, expected, 3.0 * std::sqrt(variance / 30.0) + 0.01 * expected);  // the first ones start at 0
}

TEST(TenantDemand, IsTheSameForTheSameSeed) {
  TenantMix mix = mix_of(100);
  mix.burst_interval = Seconds(3600.0);
  TenantDemand one = demand_of(mix);
  TenantDemand other = demand_of(mix);

  for (int look = 0; look < 100; ++look) {
    EXPECT_EQ(means(one, look * 900.0, (look + 1) * 900.0), means(other, look * 900.0, (look + 1) * 900.0));
  }
}

}  // namespace
}  // namespace gigapod
