#pragma once

#include "sim/model/serving/replica.hpp"

namespace gigapod {

/// Mean latency of a replica.
struct ServingLatency {
  Seconds ttft;
  Seconds tpot;
  double batch = 0.0;  ///< mean sequences decoded together
};

/// Loads at or above this share of capacity are evaluated at it: an unstable queue has no mean wait.
inline constexpr double kHighestUtilization = 0.995;

/// Mean latency when each replica gets `utilization` (0 and up) of the requests its capacity allows.
[[nodiscard]] ServingLatency latency_at_load(const ReplicaCapacity& capacity, double utilization);

/// Mean wait for one of `slots` (at least 1), each busy a share `utilization` (below 1) of the time and held for
/// `hold` on average (M/M/c).
[[nodiscard]] Seconds slot_wait(int slots, double utilization, Seconds hold);

}  // namespace gigapod
