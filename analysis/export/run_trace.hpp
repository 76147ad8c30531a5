#pragma once

#include "analysis/run/run_data.hpp"

#include <string>

namespace gigapod {

/// The life of a run in Chrome's Trace Event Format: a track for each job and fleet with its waits, stays and events,
/// tracks for each pod with the jobs on it and its failures and repairs, and graphs of the site.
[[nodiscard]] std::string run_trace_json(const RunData& run);

}  // namespace gigapod
