#pragma once

#include "sim/policy/scheduler.hpp"

#include <span>
#include <vector>

namespace gigapod {

/// Waiting jobs by submit time, then id.
[[nodiscard]] std::vector<WaitingJob> by_submit_time(std::span<const WaitingJob> waiting);
/// Waiting jobs by priority (larger first), then submit time, then id.
[[nodiscard]] std::vector<WaitingJob> by_priority(std::span<const WaitingJob> waiting);

}  // namespace gigapod
