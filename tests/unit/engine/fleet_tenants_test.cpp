#include "sim/engine/fleet_tenants.hpp"

#include "tests/unit/engine/small_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace gigapod {
namespace {

constexpr double kLook = 900.0;

/// 50 tenants: the 5 largest have reserved their peak, the rest are on demand and limited to twice theirs.
FleetSpec fleet_of_50() {
  FleetSpec fleet = small_fleet(1000.0);
  fleet.tenants = TenantMix{};
  fleet.tenants->count = 50;
  fleet.tenants->classes = {{"reserved", 0.1, 0, Agreement::kProvisioned, 0.0, 1.0},
                            {"demand", 0.9, 5, Agreement::kOnDemand, 2.0}};
  return fleet;
}

Scenario site_of(const FleetSpec& fleet) {
  Scenario scenario = ironwood_site(1);
  scenario.fleets = {fleet};
  return scenario;
}

struct Service {
  Scenario scenario;
  FleetTenants tenants;
  double time = 0.0;

  explicit Service(const FleetSpec& fleet)
      : scenario(site_of(fleet)),
        tenants(scenario.fleets[0], scenario, std::vector<double>(scenario.population.sectors.size(), 1.0),
                RandomStreams(1).stream("demand/burst")) {}

  /// Looks with this part of the capacity that what is admitted needs.
  void serve(double part) {
    tenants.look(Seconds(time), Seconds(time + kLook));
    tenants.queue().advance(Seconds(kLook), tenants.arrivals(), part * tenants.admitted());
    tenants.book(Seconds(time), Seconds(time + kLook));
    time += kLook;
  }
};

double sum_of(const RequestTally& counts) {
  return counts.served + counts.rate_limited + counts.rejected + counts.queued;
}

TEST(FleetTenants, EachRequestOfEachTenantIsInOnePlace) {
  Service service(fleet_of_50());
  for (const double part : {1.2, 0.7, 0.2, 0.0, 1.5, 0.9, 0.9, 3.0}) {
    service.serve(part);
    for (const TenantRequests& tenant : service.tenants.tenants()) {
      EXPECT_NEAR(sum_of(tenant.counts), tenant.counts.arrived, 1e-7 * tenant.counts.arrived);
      EXPECT_GE(tenant.counts.queued, -1e-9);
      EXPECT_GE(tenant.counts.rejected, -1e-9);
    }
    const RequestTally& all = service.tenants.counts();
    EXPECT_NEAR(sum_of(all), all.arrived, 1e-7 * all.arrived);
  }
  EXPECT_GT(service.tenants.counts().rejected, 0.0);
}

TEST(FleetTenants, ProvisionedRequestsAreNeverStarvedByThoseOnDemand) {
  Service service(fleet_of_50());
  for (int look = 0; look < 20; ++look) service.serve(0.75);

  for (std::size_t i = 0; i < service.tenants.tenants().size(); ++i) {
    const TenantRequests& tenant = service.tenants.tenants()[i];
    if (tenant.reserved <= 0.0) continue;
    EXPECT_NEAR(tenant.counts.served, tenant.counts.arrived, 1e-6 * tenant.counts.arrived) << i;
  }
  EXPECT_GT(service.tenants.counts().rejected, 0.1 * service.tenants.counts().arrived);
}

TEST(FleetTenants, WithinAClassWhoIsCutShortGetsAsMuchAsAnybody) {
  Service service(fleet_of_50());
  service.serve(0.8);

  double most = 0.0;
  for (const TenantRequests& tenant : service.tenants.tenants()) {
    if (tenant.reserved <= 0.0) most = std::max(most, tenant.counts.served);
  }
  int short_ones = 0;
  for (const TenantRequests& tenant : service.tenants.tenants()) {
    const bool is_short = tenant.counts.served < tenant.counts.arrived * (1.0 - 1e-6);
    if (tenant.reserved > 0.0 || !is_short) continue;
    EXPECT_NEAR(tenant.counts.served, most, 1e-6 * most);
    ++short_ones;
  }
  EXPECT_GT(short_ones, 1);
  EXPECT_LT(short_ones, 45);
}

TEST(FleetTenants, AboveTheRateLimitRequestsGetA429) {
  FleetSpec fleet = fleet_of_50();
  fleet.tenants->classes[1].rate_limit = 0.5;
  Service service(fleet);
  for (int look = 0; look < 96; ++look) service.serve(2.0);

  double served_at_most = 0.0;
  for (const TenantRequests& tenant : service.tenants.tenants()) {
    if (tenant.limit > 0.0)
      served_at_most = std::max(served_at_most, tenant.counts.served / (tenant.limit * 86400.0));
  }
  EXPECT_GT(service.tenants.counts().rate_limited, 0.0);
  EXPECT_DOUBLE_EQ(service.tenants.counts().rejected, 0.0);
  EXPECT_LE(served_at_most, 1.0 + 1e-9);
}

TEST(FleetTenants, HigherPrioritiesAreServedFirst) {
  FleetSpec fleet = fleet_of_50();
  fleet.tenants->classes = {{"low", 0.5, 0, Agreement::kOnDemand}, {"high", 0.5, 9, Agreement::kOnDemand}};
  Service service(fleet);
  service.serve(0.4);

  for (std::size_t i = 25; i < 50; ++i) {
    const RequestTally& counts = service.tenants.tenants()[i].counts;
    EXPECT_NEAR(counts.served, counts.arrived, 1e-6 * counts.arrived);
  }
}

TEST(FleetTenants, ReservedCapacityIsThatOfTheirPeaks) {
  Service service(fleet_of_50());
  double reserved = 0.0;
  for (const TenantRequests& tenant : service.tenants.tenants()) reserved += tenant.reserved;

  EXPECT_NEAR(service.tenants.reserved(), reserved, 1e-9 * reserved);  // every sector costs the same here
  EXPECT_GT(reserved, 0.3 * 1000.0);
}

TEST(FleetTenants, RegionsAddUpToAllRequests) {
  Service service(fleet_of_50());
  for (int look = 0; look < 8; ++look) service.serve(1.1);

  double demand = 0.0;
  double served = 0.0;
  for (std::size_t region = 0; region < service.tenants.regions().size(); ++region) {
    for (std::size_t i = 0; i < service.tenants.region_demand().intervals(); ++i) {
      demand += service.tenants.region_demand().amount(region, i);
      served += service.tenants.region_served().amount(region, i);
    }
  }

  EXPECT_NEAR(demand, service.tenants.counts().arrived, 1e-9 * demand);
  EXPECT_NEAR(served, service.tenants.counts().served, 1e-9 * served);
}

TEST(FleetTenants, RegionsAreServedWhenTheyAskAndNotInTheMiddleOfALook) {
  Scenario scenario = site_of(fleet_of_50());
  scenario.metric_interval = Seconds(kLook / 1.5);
  const std::vector<double> costs(scenario.population.sectors.size(), 1.0);
  FleetTenants tenants(scenario.fleets[0], scenario, costs, RandomStreams(1).stream("demand/burst"));

  tenants.look(Seconds(0.0), Seconds(kLook));
  tenants.queue().advance(Seconds(kLook), tenants.arrivals(), 1.2 * tenants.admitted());
  tenants.book(Seconds(0.0), Seconds(kLook));

  for (std::size_t region = 0; region < tenants.regions().size(); ++region) {
    const double first = tenants.region_served().amount(region, 0);
    EXPECT_NEAR(first, 2.0 * tenants.region_served().amount(region, 1), 1e-9 * first);
    EXPECT_LE(first, tenants.region_demand().amount(region, 0) * (1.0 + 1e-9));
  }
}

TEST(FleetTenants, AFleetWithoutTenantsFollowsItsCurveAndItsLaunches) {
  FleetSpec fleet = small_fleet(500.0);
  fleet.launches = {{Seconds(kLook), 0.5, Seconds(0.0)}};
  Service service(fleet);

  service.serve(1.0);
  EXPECT_NEAR(service.tenants.counts().arrived, 500.0 * kLook, 1e-6);
  service.serve(1.0);
  EXPECT_NEAR(service.tenants.counts().arrived, (500.0 + 750.0) * kLook, 1e-6);
  EXPECT_FALSE(service.tenants.has_tenants());
}

}  // namespace
}  // namespace gigapod
