#pragma once

#include "sim/engine/engine_context.hpp"
#include "sim/engine/migration.hpp"
#include "sim/engine/serving_fleet.hpp"
#include "sim/engine/start_probe.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/scheduler.hpp"

#include <memory>
#include <vector>

namespace gigapod {

using Fleets = std::vector<std::unique_ptr<ServingFleet>>;

/// Lets the scheduler start waiting jobs as far as blocks and power allow, lets elastic jobs change their size and
/// running jobs move, writes why the others wait, and tells the site which idle chips are wanted. Records the queue.
void start_waiting(Jobs& jobs, const Fleets& fleets, const Scheduler& scheduler, const PlacementPolicy& placement,
                   Migration& migration, EngineContext& context);

}  // namespace gigapod
