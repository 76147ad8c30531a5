#pragma once

#include "sim/engine/engine_context.hpp"
#include "sim/engine/start_probe.hpp"

#include <optional>
#include <string>

namespace gigapod {

/// Blocks that somebody of a priority asks for.
struct Claim {
  std::string pod_type;
  int priority = 0;
  PlacementRequest request;
  Watts block_draw;  ///< the most that each of the blocks will draw
};

/// The claim of a job that waits, at its smallest size.
[[nodiscard]] Claim claim_of(const TrainingJob& waiting, const EngineContext& context);

/// Elastic jobs of the claim's pod type, none of a higher priority, give slices back if that makes the claim fit: the
/// lowest priority first, then who has most to spare. Returns the chip-seconds in which they form their groups anew;
/// nothing when the claim would not fit.
std::optional<Seconds> shrink_for(const Claim& claim, Jobs& jobs, const PlacementPolicy& placement,
                                  EngineContext& context);

/// Running jobs of lower priority save their work and give their blocks up, the lowest priority and of it the latest
/// start first, as many as the claim needs; those that do so already count. False when that would not make it fit.
bool preempt_for(const Claim& claim, Jobs& jobs, const PlacementPolicy& placement, EngineContext& context);

/// Elastic jobs of a pod type that nobody waits for take the slices they want, as far as blocks, power and quotas
/// allow: the highest priority first. A job leaves some time between two changes of its size.
void grow_elastic(const std::string& pod_type, Jobs& jobs, const PlacementPolicy& placement, EngineContext& context);

}  // namespace gigapod
