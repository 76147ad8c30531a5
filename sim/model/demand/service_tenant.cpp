// share_k = k^-s / sum  for the tenant of rank k (Zipf)
//
// Home countries and sectors: from the largest tenant down, each goes to the country, and to the sector, whose
// tenants together are furthest below its share of the demand. So few large tenants leave small countries empty, many
// tenants bring every country to its share, and nothing is drawn. Country and sector of a tenant are independent.
// Classes take tenants from the largest down.

#include "sim/model/demand/service_tenant.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gigapod {
namespace {

/// Gives `share` to the item with the largest part still open.
std::uint32_t take_largest(std::vector<double>& open, double share) {
  const auto largest = std::max_element(open.begin(), open.end());
  *largest -= share;
  return static_cast<std::uint32_t>(largest - open.begin());
}

std::vector<double> normalized(std::vector<double> weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights) weight /= sum;
  return weights;
}

std::vector<double> zipf_shares(int count, double exponent) {
  std::vector<double> shares;
  for (int rank = 1; rank <= count; ++rank) shares.push_back(std::pow(rank, -exponent));
  return normalized(std::move(shares));
}

}  // namespace

std::vector<double> sector_shares(const TenantMix& mix, const PopulationSpec& population) {
  std::vector<double> shares;
  for (const SectorSpec& sector : population.sectors) {
    const auto own = mix.sectors.find(sector.name);
    shares.push_back(mix.sectors.empty() ? sector.share : own != mix.sectors.end() ? own->second : 0.0);
  }
  return normalized(std::move(shares));
}

std::vector<ServiceTenant> service_tenants(const TenantMix& mix, const PopulationSpec& population) {
  std::vector<double> countries =
      usage_shares(population.countries, population.income_elasticity, population.income_of_mean_usage);
  std::vector<double> sectors = sector_shares(mix, population);
  const std::vector<double> sizes = zipf_shares(mix.count, mix.zipf_exponent);
  std::vector<ServiceTenant> tenants;
  tenants.reserve(sizes.size());
  std::uint32_t service_class = 0;
  double last = mix.classes.front().share * mix.count;  // rank of the class's last tenant
  for (const double size : sizes) {
    while (static_cast<double>(tenants.size()) + 0.5 > last && service_class + 1 < mix.classes.size()) {
      last += mix.classes[++service_class].share * mix.count;
    }
    tenants.push_back({take_largest(countries, size), take_largest(sectors, size), service_class, size});
  }
  return tenants;
}

}  // namespace gigapod
