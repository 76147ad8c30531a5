#pragma once

#include "sim/scenario/read_jobs.hpp"

namespace gigapod {

/// Reads `signal`: what schedulers shift work by, a price or a carbon intensity, written out or in a CSV file.
void read_signal(const DocumentNode& node, Findings& findings, Scenario& scenario, ScenarioPlaces& places);

/// Reads `series`: what changes over time at the site.
void read_series(const DocumentNode& node, Findings& findings, Scenario& scenario, ScenarioPlaces& places);

}  // namespace gigapod
