#include "sim/app/run_scenario.hpp"

#include "analysis/report/report.hpp"
#include "analysis/run/assumptions.hpp"
#include "analysis/run/run_data.hpp"
#include "analysis/run/serving_tables.hpp"
#include "analysis/scaling/scaling.hpp"
#include "sim/base/worker_threads.hpp"

#include <chrono>
#include <sys/resource.h>

namespace gigapod::app {
namespace {

double peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024.0;
}

/// How far the largest training job scales, in closed form.
void write_scaling_of(const Scenario& scenario, RunWriter& writer) {
  if (!scenario.scale && largest_training_job(scenario) == nullptr) return;
  ScalingOptions curves;
  curves.seeds = 0;
  curves.plans = 0;
  curves.has_sensitivities = false;
  curves.jobs = jobs_or_cores(0);
  writer.write_file("scaling.json", scaling_json(analyse_scaling(with_scale(scenario), curves)));
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

}  // namespace

void run_scenario(const Scenario& scenario, const Catalog& catalog, const std::filesystem::path& directory,
                  bool may_replace, const std::function<void(const Progress&)>& progress) {
  const auto start = std::chrono::steady_clock::now();
  RunWriter writer(directory, may_replace);
  writer.set_manifest({scenario.seed, scenario.name, scenario.hash});
  writer.write_file("resolved.yaml", scenario.resolved_text);
  writer.write_file("assumptions.csv", assumptions_csv(assumptions_of(scenario, catalog)));
  for (const JobSpec& job : scenario.jobs) {
    if (job.trace) writer.write_file(job.trace->file, job.trace->text);
  }
  FleetSurrogates surrogates;
  surrogates.measure(scenario, jobs_or_cores(0));
  const SimulationOutcome outcome = simulate(scenario, writer, progress, surrogates);
  write_scaling_of(scenario, writer);
  write_report_of(writer);
  const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  writer.commit({{"wall_seconds", wall},
                 {"peak_rss_bytes", peak_rss_bytes()},
                 {"events", static_cast<double>(outcome.events)}});
}

}  // namespace gigapod::app
