#pragma once

#include "sim/engine/simulation.hpp"

namespace gigapod {

/// Writes what all fleets together came to: requests by region, chips that training got while serving did not need
/// them, figures of serving.
void write_serving_results(const Simulation& simulation, EngineContext& context);

}  // namespace gigapod
