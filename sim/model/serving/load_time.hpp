#pragma once

#include "sim/model/serving/replica.hpp"

namespace gigapod {

/// What stands between a decision and a replica that serves.
struct ReplicaLoading {
  BytesPerSecond storage;  ///< at which the weights of one replica leave the storage
  Seconds start{60.0};     ///< of the program: containers, compilation, warm-up (assumed)
  bool operator==(const ReplicaLoading&) const = default;
};

/// Time from the decision to the first request: the weights once from the storage over the hosts' networks to the
/// chips, whichever is slowest, and the start of the program.
[[nodiscard]] Seconds load_time(const ServingPlan& plan, const ChipSpec& chip, const SliceTopology& slice,
                                const ReplicaLoading& loading);

}  // namespace gigapod
