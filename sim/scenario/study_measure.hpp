#pragma once

#include "sim/scenario/document.hpp"
#include "sim/scenario/scenario.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// What a study takes from each run.
struct StudyMeasure {
  std::string job;     ///< empty: of the whole run
  std::string figure;  ///< of the run's summary, or goodput, interruptions, steps, tokens, chip_hours of the job
  std::string cause;   ///< `interruptions` or `failures` of one failure class only; empty: all
};

/// Taken apart from `figure`, `share.bucket` (of the chip-seconds), `failures.class`, `job.figure` or
/// `job.interruptions.class`; a job's name may hold dots.
[[nodiscard]] StudyMeasure study_measure(const std::string& text);

/// Figures of one job that a study can take.
[[nodiscard]] const std::vector<std::string>& job_figures();

/// Findings for measures of jobs and failure classes that the scenario does not have.
void check_measures(const std::vector<std::string>& measures, const Scenario& scenario, const DocumentNode& study,
                    Findings& findings);

}  // namespace gigapod
