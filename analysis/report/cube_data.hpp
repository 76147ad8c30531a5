#pragma once

#include "analysis/run/run_data.hpp"

#include <nlohmann/json.hpp>

namespace gigapod {

/// What each block of the pods with the most changes did: {"pods": [{name, pod_type, chip, shape, block, blocks,
/// changes, shortest_seconds, "stays": [[begin, end, state, index of the subject, slice or null, blocks] …]} …],
/// "pods_total", "subjects": [name …], "slices": [shape of a job's slices by subject, or ""], "phases": [[index of
/// the subject, begin, end, phase] …], "shortest_phase_seconds"}.
[[nodiscard]] nlohmann::json cubes_json(const RunData& run);

}  // namespace gigapod
