#pragma once

#include "analysis/run/run_data.hpp"

#include <string>

namespace gigapod {

/// What a run came to, for a planner at a terminal of 100 columns: site, power, use, work done, failures, where the
/// chip-seconds and the energy went, every workload, and the binding constraint.
[[nodiscard]] std::string summary_text(const RunData& run);

}  // namespace gigapod
