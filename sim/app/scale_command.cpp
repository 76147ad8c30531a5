#include "analysis/report/report.hpp"
#include "analysis/scaling/scaling.hpp"
#include "sim/app/amount_option.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/commands.hpp"
#include "sim/app/inputs.hpp"
#include "sim/app/number_option.hpp"
#include "sim/app/result_folder.hpp"
#include "sim/app/run_directory_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <thread>

namespace gigapod::app {
namespace {

struct ScaleOptions {
  std::string file;
  std::string output;
  CatalogOption catalog;
  std::string critical_batch;
  std::string law;
  double loss = 0.0;
  std::string simulated_time;
  int seeds = ScalingOptions{}.seeds;
  std::int64_t plans = ScalingOptions{}.plans;
  int jobs = 0;
  bool has_no_sensitivities = false;
  bool as_json = false;
  bool force = false;
};

CriticalBatch critical_batch(const ScaleOptions& options, const Scenario& scenario) {
  if (!options.critical_batch.empty()) {
    return given_critical_batch(count_option("--critical-batch", options.critical_batch));
  }
  if (options.law == "kaplan") {
    if (options.loss <= 0.0) refuse("--critical-batch-law kaplan: it needs the loss that is trained to, --loss");
    return kaplan_critical_batch(options.loss);
  }
  if (options.loss > 0.0) refuse("--loss: only the law of --critical-batch-law kaplan looks at it");
  if (options.law.empty()) return {};
  const JobSpec& job = scenario.jobs[studied_job(scenario)];
  if (job.tokens <= 0.0) {
    refuse(fmt::format("--critical-batch-law zhang: it needs the tokens of the run; job '{}' has no 'tokens'",
                       job.name));
  }
  return zhang_critical_batch(job.tokens);
}

ScalingOptions scaling_options(const ScaleOptions& options, const Scenario& scenario) {
  ScalingOptions scaling;
  scaling.critical_batch = critical_batch(options, scenario);
  scaling.seeds = options.seeds;
  if (!options.simulated_time.empty()) {
    scaling.simulated_time = Seconds(amount_option("--simulated-time", options.simulated_time, Dimension::kTime));
    if (scaling.simulated_time <= Seconds(0)) refuse("--simulated-time must be more than 0");
  }
  scaling.plans = options.plans;
  scaling.has_sensitivities = !options.has_no_sensitivities;
  scaling.jobs = options.jobs > 0 ? options.jobs : static_cast<int>(std::thread::hardware_concurrency());
  return scaling;
}

void scale(const ScaleOptions& options) {
  const Scenario scenario = with_scale(load_scenario(options.file, options.catalog));
  const ScalingOptions scaling = scaling_options(options, scenario);
  const std::filesystem::path folder =
      options.output.empty() ? new_run_directory(scenario.name) : std::filesystem::path(options.output);
  check_output_folder(folder, options.force);
  const ScalingStudy study = analyse_scaling(scenario, scaling);
  write_result_folder(folder, {{"scaling.csv", scaling_csv(study)},
                               {"ends.csv", curve_ends_csv(study)},
                               {"sensitivity.csv", end_shift_csv(study)},
                               {"scaling.json", scaling_json(study)},
                               {"resolved.yaml", scenario.resolved_text},
                               {"report.html", scaling_html(study)}});
  if (options.as_json) {
    fmt::print("{}", scaling_json(study));
  } else {
    fmt::print("{}\nTable, plot and data: {}\n", scaling_text(study), folder.string());
  }
}

void add_limits(CLI::App& command, ScaleOptions& options) {
  CLI::Option* tokens = command.add_option("--critical-batch", options.critical_batch,
                                           "Batch in tokens, such as 16M, at which a run needs twice the tokens");
  command
      .add_option("--critical-batch-law", options.law,
                  "The same by a published law: zhang (of the job's tokens) or kaplan (of --loss)")
      ->check(CLI::IsMember({"zhang", "kaplan"}))
      ->excludes(tokens);
  command.add_option("--loss", options.loss, "Loss that is trained to, in nats a token, for the law of kaplan")
      ->check(number_in(0.01, 20.0));
}

void add_effort(CLI::App& command, ScaleOptions& options) {
  command.add_option("--seeds", options.seeds, "Simulated lives of the job at each size (default: 30; 0: none)")
      ->check(number_in(0, 100'000));
  command.add_option("--simulated-time", options.simulated_time, "Time of each of them (default: 30days)");
  command
      .add_option("--plans", options.plans,
                  "Plans tried for each size of the best curve (default: 20000; 0: no best curve)")
      ->check(number_in(0, 1'000'000'000));
  command.add_flag("--no-sensitivities", options.has_no_sensitivities,
                   "Do not halve and double what ends the curves");
  command.add_option("-j,--jobs", options.jobs, "Threads (default: one a core); the study does not depend on it")
      ->check(number_in(1, 1024));
}

}  // namespace

void add_scale_command(CLI::App& program) {
  auto options = std::make_shared<ScaleOptions>();
  CLI::App* command = program.add_subcommand("scale", "Where scaling of one training job stops, and what stops it");
  command
      ->add_option("FILE", options->file,
                   "Scenario file; without a `scale:` section its largest training job grows to a million chips")
      ->required();
  add_limits(*command, *options);
  add_effort(*command, *options);
  command->add_option("-o,--output", options->output,
                      "Folder for table, CSV and plot (default: a new one under runs/)");
  command->add_flag("--json", options->as_json, "Print one JSON object");
  command->add_flag("--force", options->force, "Replace the files of an existing folder");
  command->add_option("--catalog", options->catalog.folders, "Further catalog folder, over the program's own");
  command->callback([options] { scale(*options); });
}

}  // namespace gigapod::app
