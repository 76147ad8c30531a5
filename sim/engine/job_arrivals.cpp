#include "sim/engine/job_arrivals.hpp"

#include <fmt/format.h>

namespace gigapod {

std::vector<JobArrival> job_arrivals(const Scenario& scenario, JobSizes& sizes) {
  std::vector<JobArrival> arrivals;
  for (const JobSpec& spec : scenario.jobs) {
    const JobSize& own = sizes.size(spec, {spec.slice, spec.plan.parallelism.slices()});
    for (int copy = 0; copy < spec.count; ++copy) {
      const std::string name = spec.count == 1 ? spec.name : fmt::format("{}-{}", spec.name, copy + 1);
      arrivals.push_back({&spec, name, spec.submit + spec.spacing * copy, spec.priority, spec.tokens, {&own}});
    }
  }
  return arrivals;
}

}  // namespace gigapod
