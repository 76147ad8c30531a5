#pragma once

#include <string>
#include <vector>

namespace gigapod {

struct Scenario;

/// A measure of whole runs, and which scenarios have it.
struct RunMeasure {
  std::string name;                                   ///< `pue`, `share.down` …
  bool (*is_of)(const Scenario& scenario) = nullptr;  ///< nothing: of every scenario
  std::string needs;                                  ///< what the scenarios that have it say: "'site.battery'"
};

/// What a study can measure. Runs and what is taken from them lie below the scenario, so callers of `read_study` say.
struct MeasureNames {
  std::vector<RunMeasure> of_runs;      ///< beside `failures.CLASS` and `interruptions.CLASS`
  std::vector<std::string> of_jobs;     ///< figures of a job
  std::vector<std::string> of_fleets;   ///< figures of a fleet
  std::vector<std::string> of_classes;  ///< figures of the tenants of one class of a fleet
};

}  // namespace gigapod
