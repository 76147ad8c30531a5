#pragma once

#include "analysis/run/run_data.hpp"

#include <nlohmann/json.hpp>

namespace gigapod {

/// Failures by class: {"classes": [[name, number], …] (most first), "bin_seconds", "time", "value": {class: […]}}.
/// Past seven classes the rest of the plot is one class; the list stays whole.
[[nodiscard]] nlohmann::json failures_json(const RunData& run);

/// {"total", "counts": {kind: number}, "log": [event …]}: decisions first (submit, wait, start, finish …), then
/// failures and repairs, in the order of time.
[[nodiscard]] nlohmann::json events_json(const RunData& run);

/// What a reader must know before trusting the figures, a sentence each.
[[nodiscard]] nlohmann::json warnings_json(const RunData& run);

}  // namespace gigapod
