#include "sim/app/sweep_folder.hpp"

#include "analysis/report/report.hpp"
#include "analysis/study/study_database.hpp"
#include "analysis/study/study_sensitivity.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/sweep_run.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/worker_threads.hpp"
#include "sim/record/sweep_journal.hpp"
#include "sim/record/system_error_text.hpp"

#include <fmt/format.h>

#include <system_error>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kJournal = "journal.txt";
constexpr const char* kSensitivity = "sensitivity.csv";

/// Made when it is missing. One that holds a journal is gone on with.
void open_folder(const fs::path& folder, bool force) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::exists(folder / kJournal, error) && !force) {
    throw InvalidInput(fmt::format("error: folder '{}' exists and holds no sweep; choose another or give --force\n",
                                   folder.string()));
  }
  fs::create_directories(folder, error);
  if (error) {
    throw RunFailed(fmt::format("cannot make folder '{}': {}", folder.string(), system_error_text(error.value())));
  }
}

ResultFiles files_of(const Study& study, const StudyResults& results) {
  ResultFiles files = {{"results.csv", study_csv(results)},           {"runs.csv", study_runs_csv(results)},
                       {"failures.csv", study_failures_csv(results)}, {"results.sqlite", study_database(results)},
                       {"study.json", study_json(results)},           {"study.txt", study_text(results)},
                       {"resolved.yaml", study.resolved_text},        {"report.html", study_html(results)}};
  if (results.sample) files.emplace_back(kSensitivity, sensitivity_csv(results));
  return files;
}

}  // namespace

StudyResults sweep_into(const fs::path& folder, const Study& study, const SweepEffort& effort) {
  const int jobs = jobs_or_cores(effort.jobs);
  open_folder(folder, effort.force);
  SweepJournal journal(folder / kJournal, {study.name, study.base_hash},
                       effort.force ? JournalStart::kAnew : JournalStart::kGoOn);
  StudyResults results = run_sweep(study, journal, folder / ".runs", jobs, effort.is_quiet);
  write_result_folder(folder, files_of(study, results));
  std::error_code none_left;
  if (!results.sample) fs::remove(folder / kSensitivity, none_left);  // of the study before its sample was dropped
  return results;
}

}  // namespace gigapod::app
