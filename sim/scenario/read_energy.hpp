#pragma once

#include "sim/scenario/mapping_reader.hpp"
#include "sim/scenario/read_jobs.hpp"

namespace gigapod {

/// Reads `battery`, `generation` and `contract` of a site.
void read_site_energy(MappingReader& site_reader, Findings& findings, SiteSpec& site);

/// Reads `curtailments` and `power_control`.
void read_power_control(MappingReader& reader, Findings& findings, Scenario& scenario);

/// Checks them against the site and the series: needs a site that passed validate_site.
void validate_energy(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings);

}  // namespace gigapod
