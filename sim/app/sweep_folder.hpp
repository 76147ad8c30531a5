#pragma once

#include "analysis/study/study_results.hpp"
#include "sim/scenario/study.hpp"

#include <filesystem>

namespace gigapod::app {

inline constexpr int kMostSweepJobs = 1024;
inline constexpr int kMostSweepSeeds = 10'000;

/// How a sweep is done; the results do not depend on it.
struct SweepEffort {
  int jobs = 0;  ///< runs at once; 0: one a core
  bool force = false;
  bool is_quiet = false;
};

/// Does the runs of the study that the folder does not have, and writes tables, data and page into it. The folder is
/// made when it is missing; one of an earlier sweep is gone on with, or started anew with `force`. Throws
/// InvalidInput for a folder of something else and for a measure that runs do not have, RunFailed when the disk
/// refuses.
StudyResults sweep_into(const std::filesystem::path& folder, const Study& study, const SweepEffort& effort);

}  // namespace gigapod::app
