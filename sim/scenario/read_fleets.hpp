#pragma once

#include "sim/scenario/read_jobs.hpp"

namespace gigapod {

/// Reads the list of fleets; a fleet with a finding is left out.
void read_fleets(const DocumentNode& list, const Catalog& catalog, Findings& findings, Scenario& scenario,
                 ScenarioPlaces& places);

/// Reads the `population` section.
void read_population(const DocumentNode& node, Findings& findings, PopulationSpec& population);

/// Checks what the fleets' tenants say against the population and against each other. Needs fleets that passed
/// validate_work.
void validate_fleet_tenants(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings);

}  // namespace gigapod
