#pragma once

#include "analysis/run/run_data.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gigapod {

/// What the jobs of one kind of one tenant came to.
struct TenantRow {
  std::string tenant;
  std::string kind;
  std::int64_t jobs = 0;  ///< submitted before the horizon
  std::int64_t finished = 0;
  std::int64_t waiting = 0;  ///< at the horizon, never started
  Seconds mean_wait;         ///< until the first start, of those that started
  Seconds p95_wait;          ///< 95% of them waited at most this
  double utilization = 0.0;  ///< chip-seconds they held over all of the site's
  Dollars energy_cost;
  double carbon_kg = 0.0;
};

/// Jobs by tenant, then kind; fleets are left out.
[[nodiscard]] std::vector<TenantRow> tenant_rows(const RunData& run);

/// The rows as a table; empty when one tenant has jobs of one kind only.
[[nodiscard]] std::string tenant_table(const RunData& run);

}  // namespace gigapod
