#pragma once

#include "sim/base/quantity.hpp"
#include "sim/engine/fleet_surrogates.hpp"
#include "sim/record/run_writer.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <functional>

namespace gigapod {

/// How far a simulation is, for a progress line.
struct Progress {
  Seconds simulated;
  Seconds horizon;
  std::uint64_t events = 0;
};

struct SimulationOutcome {
  std::uint64_t events = 0;
};

/// Simulates the scenario and writes everything that happened to `writer` (not committed). Calls `progress` a few
/// times a second of wall time. Replicas that `surrogates` has are not measured again. One call per process: SimGrid
/// has one engine. Throws InternalError when the ledger does not close.
SimulationOutcome simulate(const Scenario& scenario, RunWriter& writer,
                           const std::function<void(const Progress&)>& progress,
                           const FleetSurrogates& surrogates = {});

}  // namespace gigapod
