#pragma once

#include "sim/fabric/site_layout.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/read_jobs.hpp"
#include "sim/scenario/scenario.hpp"

namespace gigapod {

/// Checks the site against itself: pods of fixed count under the grid rating, at least one pod installed, envelope
/// of at least one block, no more chips than ids reach. False when nothing can be laid out.
bool validate_site(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings);

/// Checks what jobs, fleets and the scaling study ask of the site: names unique, pod types at the site, shapes,
/// degrees of parallelism, memory, batch, serving targets, pods enough for every slice. Needs a site that passed
/// validate_site.
void validate_work(const Scenario& scenario, const ScenarioPlaces& places, Findings& findings);

/// Checks every further size of one job, whose own size has no fault: those it is moldable or elastic to, those it
/// draws and those of its trace.
void validate_job_sizes(const Scenario& scenario, const ScenarioPlaces& places, const SiteLayout& layout,
                        std::size_t index, Findings& findings);

}  // namespace gigapod
