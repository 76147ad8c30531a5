#pragma once

#include "sim/policy/scheduler.hpp"

#include <span>
#include <vector>

namespace gigapod {

/// What lets a waiting job start that is short of blocks.
struct Preemption {
  bool is_coming = false;                  ///< jobs that yield already free enough
  bool is_hopeless = false;                ///< all jobs that it may displace together do not free enough
  std::vector<const RunningJob*> victims;  ///< that free enough with those; empty: none do, or none are needed
};

/// Chooses whom a job of higher priority displaces: the lowest priority first, of equal ones who loses least, of
/// those the youngest; nobody whose blocks are not needed. Counts blocks by pod.
[[nodiscard]] Preemption choose_victims(const WaitingJob& job, const std::vector<PodBlocks>& free,
                                        std::span<const RunningJob> running);

}  // namespace gigapod
