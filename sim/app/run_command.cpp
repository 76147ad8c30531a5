#include "analysis/report/report.hpp"
#include "analysis/run_data.hpp"
#include "analysis/summary.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/progress_line.hpp"
#include "sim/app/run_directory_name.hpp"
#include "sim/engine/simulate.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <sys/resource.h>

namespace gigapod::app {
namespace {

struct RunOptions {
  std::string file;
  std::string output;
  CatalogOption catalog;
  std::optional<std::uint64_t> seed;
  bool force = false;
  bool is_quiet = false;
};

double peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024.0;
}

void run(const RunOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const Scenario scenario = load_scenario(options.file, options.catalog);
  const std::filesystem::path directory =
      options.output.empty() ? new_run_directory(scenario.name) : std::filesystem::path(options.output);
  RunWriter writer(directory, options.force);
  SimulationOutcome outcome;
  {
    ProgressLine progress(options.is_quiet);
    outcome = simulate(scenario, writer, [&](const Progress& so_far) { progress.show(so_far); });
  }
  fmt::print("{}", directory.string());
  (void)start;
  (void)outcome;
}

}  // namespace

void add_run_command(CLI::App& program) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = program.add_subcommand("run", "Simulate a scenario and write a run directory with a report");
  command->add_option("FILE", options->file, "Scenario file")->required();
  command->add_option("-o,--output", options->output, "Run directory (default: a new folder under runs/)");
  command->add_flag("--force", options->force, "Replace an existing run directory");
  command->add_option("--seed", options->seed, "Seed instead of the scenario's");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->add_flag("-q,--quiet", options->is_quiet, "No progress line");
  command->callback([options] { run(*options); });
}

}  // namespace gigapod::app
