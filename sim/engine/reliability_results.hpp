#pragma once

#include "sim/engine/simulation.hpp"

namespace gigapod {

/// Writes the figures of failures, interruptions, repairs and what they cost jobs; call once the jobs are closed.
void write_reliability_results(const Simulation& simulation, EngineContext& context);

}  // namespace gigapod
