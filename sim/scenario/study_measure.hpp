#pragma once

#include "sim/scenario/document.hpp"
#include "sim/scenario/measure_names.hpp"
#include "sim/scenario/scenario.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// What a study takes from each run.
struct StudyMeasure {
  std::string workload;  ///< job, fleet or FLEET.CLASS; empty: of the whole run
  std::string figure;    ///< of the run's summary, `failures`, `interruptions` or `share`, or of the workload
  std::string part;      ///< class of failures or of what interrupts, bucket of chip-seconds; empty: the whole figure
};

/// Taken apart from `figure`, `failures.CLASS`, `interruptions.CLASS` (or `interruptions_by_CLASS`), `share.BUCKET`
/// or `WORKLOAD.figure`; a workload's name may hold dots.
[[nodiscard]] StudyMeasure study_measure(const std::string& text);

/// Findings for measures that no scenario has, and for a list without any.
void check_measure_names(const std::vector<std::string>& measures, const MeasureNames& names,
                         const DocumentNode& study, Findings& findings);

/// Findings for measures that other scenarios have, but not this one: of jobs, fleets, classes of tenants and of
/// failures that it lacks, and figures that need more than it says.
void check_measures(const std::vector<std::string>& measures, const MeasureNames& names, const Scenario& scenario,
                    const DocumentNode& study, Findings& findings);

}  // namespace gigapod
