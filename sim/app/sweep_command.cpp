#include "analysis/report/report.hpp"
#include "analysis/study/measure_names.hpp"
#include "analysis/study/study_database.hpp"
#include "analysis/study/study_results.hpp"
#include "analysis/study/study_sensitivity.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/run_directory_name.hpp"
#include "sim/app/sweep_run.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/record/system_error_text.hpp"
#include "sim/scenario/study.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kJournal = "journal.txt";
constexpr const char* kSensitivity = "sensitivity.csv";

struct SweepOptions {
  std::string file;
  std::string output;
  CatalogOption catalog;
  int jobs = 0;
  int seeds = 0;
  bool as_json = false;
  bool force = false;
  bool is_quiet = false;
};

/// The folder of the results, made when it is missing. One that holds a journal is gone on with.
fs::path open_folder(const SweepOptions& options, const Study& study) {
  const fs::path folder = options.output.empty() ? new_run_directory(study.name) : fs::path(options.output);
  std::error_code error;
  if (fs::exists(folder, error) && !fs::exists(folder / kJournal, error) && !options.force) {
    throw InvalidInput(fmt::format("error: folder '{}' exists and holds no sweep; choose another or give --force\n",
                                   folder.string()));
  }
  fs::create_directories(folder, error);
  if (error) {
    throw RunFailed(fmt::format("cannot make folder '{}': {}", folder.string(), system_error_text(error.value())));
  }
  if (options.output.empty() && !options.is_quiet && isatty(STDERR_FILENO) != 0) {
    fmt::print(stderr, "Results go to {0}; after an interruption, -o {0} goes on from there\n", folder.string());
  }
  return folder;
}

ResultFiles files_of(const Study& study, const StudyResults& results) {
  ResultFiles files = {{"results.csv", study_csv(results)},           {"runs.csv", study_runs_csv(results)},
                       {"failures.csv", study_failures_csv(results)}, {"results.sqlite", study_database(results)},
                       {"study.json", study_json(results)},           {"study.txt", study_text(results)},
                       {"resolved.yaml", study.resolved_text},        {"report.html", study_html(results)}};
  if (results.sample) files.emplace_back(kSensitivity, sensitivity_csv(results));
  return files;
}

void sweep(const SweepOptions& options) {
  Diagnostics warnings;
  Study study = read_study(options.file, load_catalog(options.catalog), measure_names(), warnings);
  if (!warnings.findings().empty()) std::fputs(warnings.text().c_str(), stderr);
  if (options.seeds > 0) study.seeds.most = options.seeds;
  const int jobs = options.jobs > 0 ? options.jobs : static_cast<int>(std::thread::hardware_concurrency());
  const fs::path folder = open_folder(options, study);
  SweepJournal journal(folder / kJournal, {study.name, study.base_hash},
                       options.force ? JournalStart::kAnew : JournalStart::kGoOn);
  const StudyResults results = run_sweep(study, journal, folder / ".runs", jobs, options.is_quiet);
  write_result_folder(folder, files_of(study, results));
  std::error_code none_left;
  if (!results.sample) fs::remove(folder / kSensitivity, none_left);  // of the study before its sample was dropped
  if (options.as_json) {
    fmt::print("{}", study_json(results));
  } else {
    fmt::print("{}\nReport: {}\nTables and data: {}\n", study_text(results), (folder / "report.html").string(),
               folder.string());
  }
  std::fflush(stdout);
  if (results.failures.empty()) return;
  throw RunFailed(
      fmt::format("{} without a result; {} says why", results.failures.size(), (folder / "failures.csv").string()));
}

}  // namespace

void add_sweep_command(CLI::App& program) {
  auto options = std::make_shared<SweepOptions>();
  CLI::App* command =
      program.add_subcommand("sweep", "Run every variant of a scenario with many seeds and compare them");
  command->alias("study");
  command->add_option("FILE", options->file, "Scenario file with a `study:` section")->required();
  command->add_option("-o,--output", options->output,
                      "Folder for tables and data (default: a new one under runs/); one of an earlier sweep goes on");
  command
      ->add_option("-j,--jobs", options->jobs, "Runs at once (default: one a core); the results do not depend on it")
      ->check(number_in(1, 1024));
  command->add_option("--seeds", options->seeds, "Most seeds of every case in place of the study's own")
      ->check(number_in(1, 10'000));
  command->add_flag("--json", options->as_json, "Print the results as JSON");
  command->add_flag("--force", options->force, "Start anew in an existing folder and replace its files");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->add_flag("-q,--quiet", options->is_quiet, "No progress line");
  command->callback([options] { sweep(*options); });
}

}  // namespace gigapod::app
