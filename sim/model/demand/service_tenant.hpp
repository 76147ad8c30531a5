#pragma once

#include "sim/model/demand/population.hpp"
#include "sim/model/demand/tenant_mix.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace gigapod {

/// One customer of a service; its parts are indices into the population and the mix.
struct ServiceTenant {
  std::uint32_t country = 0;
  std::uint32_t sector = 0;
  std::uint32_t service_class = 0;
  double share = 1.0;  ///< of the mean demand on a weekday
};

/// The tenants of a mix, largest first; their shares add up to 1. The mix has at least one class.
[[nodiscard]] std::vector<ServiceTenant> service_tenants(const TenantMix& mix, const PopulationSpec& population);

/// Share of each sector of the population in the mix's demand; they add up to 1.
[[nodiscard]] std::vector<double> sector_shares(const TenantMix& mix, const PopulationSpec& population);

}  // namespace gigapod
