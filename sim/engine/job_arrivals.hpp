#pragma once

#include "sim/engine/job_size.hpp"

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
  double tokens = 0.0;                ///< work
  std::vector<const JobSize*> sizes;  ///< it can run at, largest first; never empty
};

/// Every job of the scenario, entry by entry, in the order of submission within an entry.
[[nodiscard]] std::vector<JobArrival> job_arrivals(const Scenario& scenario, JobSizes& sizes);

}  // namespace gigapod
