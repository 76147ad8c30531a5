#include "analysis/report/report.hpp"
#include "analysis/run_data.hpp"
#include "analysis/serving_tables.hpp"
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

/// The report is made from what was written, so that it shows what a later reader of the directory sees.
void write_report_of(RunWriter& writer) {
  writer.seal();
  RunData run = read_run(writer.temporary());
  run.directory = writer.directory();
  writer.write_file("report.html", report_html(run));
  if (!run.serving.empty()) writer.write_file("serving.csv", serving_csv(run));
  if (!run.service_tenants.empty()) writer.write_file("service_tenants.csv", service_tenants_csv(run));
}

void run(const RunOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const Scenario scenario = load_scenario(options.file, options.catalog, options.seed);
  const std::filesystem::path directory =
      options.output.empty() ? new_run_directory(scenario.name) : std::filesystem::path(options.output);
  RunWriter writer(directory, options.force);
  writer.set_manifest({scenario.seed, scenario.name, scenario.hash});
  writer.write_file("resolved.yaml", scenario.resolved_text);
  for (const JobSpec& job : scenario.jobs) {
    if (job.trace) writer.write_file(job.trace->file, job.trace->text);
  }
  SimulationOutcome outcome;
  {
    ProgressLine progress(options.is_quiet);
    outcome = simulate(scenario, writer, [&](const Progress& so_far) { progress.show(so_far); });
  }
  write_report_of(writer);
  const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double memory = peak_rss_bytes();
  writer.commit(
      {{"wall_seconds", wall}, {"peak_rss_bytes", memory}, {"events", static_cast<double>(outcome.events)}});

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
  command->add_option("--seed", options->seed, "Seed in place of the scenario's own");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->add_flag("-q,--quiet", options->is_quiet, "No progress line");
  command->callback([options] { run(*options); });
}

}  // namespace gigapod::app
