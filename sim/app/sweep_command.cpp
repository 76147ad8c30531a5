#include "analysis/study/measure_names.hpp"
#include "analysis/study/study_results.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/run_directory_name.hpp"
#include "sim/app/sweep_folder.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/scenario/study.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <unistd.h>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;

struct SweepOptions {
  std::string file;
  std::string output;
  CatalogOption catalog;
  SweepEffort effort;
  int seeds = 0;
  bool as_json = false;
};

fs::path folder_of(const SweepOptions& options, const Study& study) {
  if (!options.output.empty()) return options.output;
  const fs::path folder = new_run_directory(study.name);
  if (!options.effort.is_quiet && isatty(STDERR_FILENO) != 0) {
    fmt::print(stderr, "Results go to {0}; after an interruption, -o {0} goes on from there\n", folder.string());
  }
  return folder;
}

void sweep(const SweepOptions& options) {
  Diagnostics warnings;
  Study study = read_study(options.file, load_catalog(options.catalog), measure_names(), warnings);
  if (!warnings.findings().empty()) std::fputs(warnings.text().c_str(), stderr);
  if (options.seeds > 0) study.seeds.most = options.seeds;
  const fs::path folder = folder_of(options, study);
  const StudyResults results = sweep_into(folder, study, options.effort);
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
      ->add_option("-j,--jobs", options->effort.jobs,
                   "Runs at once (default: one a core); the results do not depend on it")
      ->check(number_in(1, kMostSweepJobs));
  command->add_option("--seeds", options->seeds, "Most seeds of every case in place of the study's own")
      ->check(number_in(1, kMostSweepSeeds));
  command->add_flag("--json", options->as_json, "Print the results as JSON");
  command->add_flag("--force", options->effort.force, "Start anew in an existing folder and replace its files");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->add_flag("-q,--quiet", options->effort.is_quiet, "No progress line");
  command->callback([options] { sweep(*options); });
}

}  // namespace gigapod::app
