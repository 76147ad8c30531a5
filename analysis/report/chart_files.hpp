#pragma once

#include "analysis/run/run_data.hpp"

#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// What report.html works out of a run's tables to draw it, as CSV by file name: means over intervals, heat maps, the
/// timeline's bars, tenants, classes, nodes of the power tree, failures by class. The numbers are those in the page,
/// to the bit; with the tables of the run they hold every number that the report shows.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> chart_csv_files(const RunData& run);

}  // namespace gigapod
