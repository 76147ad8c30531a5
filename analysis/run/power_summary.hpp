#pragma once

#include "analysis/run/run_data.hpp"

#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// What the terminal says of sources, curtailments and caps: labels and sentences; nothing where only the grid fed
/// the site and no envelope was too small.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> power_summary(const RunData& run);

}  // namespace gigapod
