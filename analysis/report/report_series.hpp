#pragma once

#include "analysis/report/heat_map.hpp"
#include "analysis/run/run_data.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace gigapod {

/// Metrics that add up, as means over equal intervals: chips by bucket, power by hall, links of the DCN.
/// {"chips": {"interval", "time", "value": {bucket: […]}}, …}; a part without data is missing.
[[nodiscard]] nlohmann::json stacks_json(const RunData& run);

/// Heat maps of `pods` and `links`; a part without data is missing.
[[nodiscard]] std::map<std::string, HeatMap> heat_maps(const RunData& run);
[[nodiscard]] nlohmann::json heat_json(const RunData& run);

/// The nodes of the power tree that the page shows, from the grid down.
[[nodiscard]] std::vector<std::string> shown_power_nodes(const RunData& run);
/// They with rating, mean and peak.
[[nodiscard]] nlohmann::json power_nodes_json(const RunData& run);

}  // namespace gigapod
