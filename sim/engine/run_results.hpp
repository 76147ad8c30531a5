#pragma once

#include "sim/engine/simulation.hpp"

namespace gigapod {

/// Asserts that chip-seconds and joules add up, then writes the figures, texts and interval means of a run.
void write_run_results(const Simulation& simulation, EngineContext& context);

}  // namespace gigapod
