#pragma once

#include "sim/scenario/read_jobs.hpp"

namespace gigapod {

/// Reads the list of tenants; one with a finding is left out.
void read_tenants(const DocumentNode& list, Findings& findings, Scenario& scenario, ScenarioPlaces& places);

/// Checks tenants against each other and against jobs: names, quotas over 100%, jobs beyond their tenant's quota.
/// Needs a site that passed validate_site.
void validate_tenants(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings);

}  // namespace gigapod
