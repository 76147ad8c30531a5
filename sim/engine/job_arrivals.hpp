#pragma once

#include "sim/engine/job_size.hpp"
#include "sim/engine/tenant_accounts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// One job as it is submitted: what it has of its own beside its entry in the scenario.
struct JobArrival {
  const JobSpec* spec = nullptr;
  std::string name;
  Seconds submit;
  int priority = 0;                   ///< with its tenant's
  std::uint32_t tenant = 0;           ///< number in the accounts
  double tokens = 0.0;                ///< work
  std::vector<const JobSize*> sizes;  ///< it can run at, largest first; never empty
  Seconds requested;                  ///< what its user told the scheduler; 0: what it will take
  std::optional<Seconds> deadline;    ///< when it should have ended
};

/// Every job of the scenario, entry by entry, in the order of submission within an entry.
[[nodiscard]] std::vector<JobArrival> job_arrivals(const Scenario& scenario, JobSizes& sizes,
                                                   TenantAccounts& tenants);

}  // namespace gigapod
