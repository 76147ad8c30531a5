#include "analysis/run/run_data.hpp"
#include "analysis/run/summary.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/progress_line.hpp"
#include "sim/app/run_directory_name.hpp"
#include "sim/app/run_scenario.hpp"

#include <fmt/format.h>

#include <memory>

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

void run(const RunOptions& options) {
  const Catalog catalog = load_catalog(options.catalog);
  const Scenario scenario = load_scenario(options.file, catalog, options.seed);
  const std::filesystem::path directory =
      options.output.empty() ? new_run_directory(scenario.name) : std::filesystem::path(options.output);
  {
    ProgressLine progress(options.is_quiet);
    run_scenario(scenario, catalog, directory, options.force, [&](const Progress& so_far) { progress.show(so_far); });
  }
  const RunData written = read_run(directory);
  fmt::print("{}\n", summary_text(written));
  for (const EventRecord& event : written.events) {
    if (event.kind == "warning") fmt::print("Warning: {}: {}\n", event.subject, event.detail);
  }
  fmt::print("Report: {}\nRun directory: {}\n", (directory / "report.html").string(), directory.string());
}

}  // namespace

void add_run_command(CLI::App& program) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = program.add_subcommand("run", "Simulate a scenario and write a run directory with a report");
  command->add_option("FILE", options->file, "Scenario file")->required();
  command->add_option("-o,--output", options->output, "Run directory (default: a new folder under runs/)");
  command->add_flag("--force", options->force, "Replace an existing run directory");
  command->add_option("--seed", options->seed, "Seed in place of the scenario's own")->check(seed_number());
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->add_flag("-q,--quiet", options->is_quiet, "No progress line");
  command->callback([options] { run(*options); });
}

}  // namespace gigapod::app
