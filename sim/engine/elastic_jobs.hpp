#pragma once

#include "sim/engine/engine_context.hpp"
#include "sim/engine/start_probe.hpp"

#include <string>

namespace gigapod {

/// Elastic jobs of the waiting job's pod type, none of a higher priority, give slices back if that lets it start: the
/// lowest priority first, then who has most to spare. True when some do.
bool shrink_for(const TrainingJob& waiting, Jobs& jobs, const PlacementPolicy& placement, EngineContext& context);

/// Elastic jobs of a pod type that nobody waits for take the slices they want, as far as blocks, power and quotas
/// allow: the highest priority first. A job leaves some time between two changes of its size.
void grow_elastic(const std::string& pod_type, Jobs& jobs, const PlacementPolicy& placement, EngineContext& context);

}  // namespace gigapod
