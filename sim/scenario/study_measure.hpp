#pragma once

#include "sim/scenario/document.hpp"
#include "sim/scenario/scenario.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// What a study takes from each run.
struct StudyMeasure {
  std::string job;     ///< empty: of the whole run
  std::string figure;  ///< of the run's summary, `failures`, `interruptions` or `share`, or of the job
  std::string part;    ///< class of failures or of what interrupts, bucket of chip-seconds; empty: the whole figure
};

/// Taken apart from `figure`, `failures.CLASS`, `interruptions.CLASS`, `share.BUCKET` or `JOB.figure`; a job's name
/// may hold dots.
[[nodiscard]] StudyMeasure study_measure(const std::string& text);

/// Figures of one job that a study can take.
[[nodiscard]] const std::vector<std::string>& job_figures();

/// Findings for measures of jobs and failure classes that the scenario does not have.
void check_measures(const std::vector<std::string>& measures, const Scenario& scenario, const DocumentNode& study,
                    Findings& findings);

}  // namespace gigapod
