#pragma once

#include "sim/engine/engine_context.hpp"
#include "sim/engine/simulation.hpp"

namespace gigapod {

/// Writes where the site's energy came from, what it cost and emitted, and what power control did; checks that every
/// joule that came in was drawn, lost in the battery or is still in it.
void write_power_results(const Simulation& simulation, EngineContext& context);

}  // namespace gigapod
