#pragma once

#include "sim/engine/simulate.hpp"
#include "sim/scenario/catalog.hpp"
#include "sim/scenario/scenario.hpp"

#include <filesystem>
#include <functional>

namespace gigapod::app {

/// Simulates a scenario and writes its run directory, report included, with the assumptions that the catalog it was
/// read with states. Throws as RunWriter and simulate do; one call per process.
void run_scenario(const Scenario& scenario, const Catalog& catalog, const std::filesystem::path& directory,
                  bool may_replace, const std::function<void(const Progress&)>& progress);

}  // namespace gigapod::app
