#pragma once

#include "analysis/run/run_data.hpp"

#include <string>

namespace gigapod {

/// The training jobs with the most chip-seconds, one line each, and a line for the rest; empty without jobs.
[[nodiscard]] std::string training_table(const RunData& run);
/// Simulated beside published step time and MFU, for the jobs that have a published figure; empty without.
[[nodiscard]] std::string published_table(const RunData& run);
/// The serving fleets with their demand; empty without fleets.
[[nodiscard]] std::string fleet_table(const RunData& run);

}  // namespace gigapod
