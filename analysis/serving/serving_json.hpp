#pragma once

#include "analysis/serving/serving_answer.hpp"
#include "analysis/serving/serving_frontier.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace gigapod {

/// What serves: model, slice, formats and batching.
[[nodiscard]] nlohmann::ordered_json setup_json(const ServingAnswer& answer);

/// `tensor` or `data_parallel_attention`.
[[nodiscard]] const char* layout_name(ServingLayout layout);

/// Targets that are not asked for are null.
[[nodiscard]] nlohmann::ordered_json targets_json(const LatencyTargets& targets, double wanted_share);

/// The points of load sweeps.
[[nodiscard]] nlohmann::ordered_json frontier_json(const std::vector<FrontierPoint>& points);

}  // namespace gigapod
