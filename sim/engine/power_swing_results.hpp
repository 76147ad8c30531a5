#pragma once

#include "sim/engine/engine_context.hpp"
#include "sim/engine/simulation.hpp"

namespace gigapod {

/// For a site whose power section has limits of a utility or smoothing: the swings of the largest synchronous job and
/// of the site at the moment when most chips train, as figures and files (docs/run-directory.md).
void write_power_swings(const Simulation& simulation, EngineContext& context);

}  // namespace gigapod
