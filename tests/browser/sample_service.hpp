#pragma once

#include "analysis/run/run_data.hpp"

namespace gigapod {

/// Requests of a sample run's fleet by tenant and region, and the chips it shares with jobs.
void add_service(RunData& run, double horizon);

}  // namespace gigapod
