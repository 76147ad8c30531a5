#pragma once

#include "analysis/study/study_results.hpp"
#include "sim/record/sweep_journal.hpp"
#include "sim/scenario/study.hpp"

#include <filesystem>

namespace gigapod::app {

/// Simulates every run of the study that the journal does not have, in child processes, at most `jobs` at once and no
/// more than fit into memory; `folder` takes the runs under way. Runs that fail leave the others alone and are part
/// of the results. Throws InvalidInput for a measure that runs do not have, RunFailed when the journal can't be
/// written.
[[nodiscard]] StudyResults run_sweep(const Study& study, SweepJournal& journal, const std::filesystem::path& folder,
                                     int jobs, bool is_quiet);

}  // namespace gigapod::app
