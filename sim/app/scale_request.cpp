#include "sim/app/scale_request.hpp"

#include "sim/app/amount_option.hpp"
#include "sim/app/catalog_choice.hpp"
#include "sim/app/number_option.hpp"
#include "sim/base/worker_threads.hpp"

#include <fmt/format.h>

namespace gigapod::app {
namespace {

CriticalBatch critical_batch(const ScaleRequest& request, const Scenario& scenario) {
  if (!request.critical_batch.empty()) {
    return given_critical_batch(count_option("--critical-batch", request.critical_batch));
  }
  if (request.law == "kaplan") {
    if (request.loss <= 0.0) refuse("--critical-batch-law kaplan: it needs the loss that is trained to, --loss");
    return kaplan_critical_batch(request.loss);
  }
  if (request.loss > 0.0) refuse("--loss: only the law of --critical-batch-law kaplan looks at it");
  if (request.law.empty()) return {};
  const JobSpec& job = scenario.jobs[studied_job(scenario)];
  if (job.tokens <= 0.0) {
    refuse(fmt::format("--critical-batch-law zhang: it needs the tokens of the run; job '{}' has no 'tokens'",
                       job.name));
  }
  return zhang_critical_batch(job.tokens);
}

void add_limits(CLI::App& command, ScaleRequest& request) {
  CLI::Option* tokens = command.add_option("--critical-batch", request.critical_batch,
                                           "Batch in tokens, such as 16M, at which a run needs twice the tokens");
  command
      .add_option("--critical-batch-law", request.law,
                  "The same by a published law: zhang (of the job's tokens) or kaplan (of --loss)")
      ->check(CLI::IsMember({"zhang", "kaplan"}))
      ->excludes(tokens);
  command.add_option("--loss", request.loss, "Loss that is trained to, in nats a token, for the law of kaplan")
      ->check(number_in(0.01, 20.0));
}

void add_effort(CLI::App& command, ScaleRequest& request) {
  command.add_option("--seeds", request.seeds, "Simulated lives of the job at each size (default: 30; 0: none)")
      ->check(number_in(0, 100'000));
  command.add_option("--simulated-time", request.simulated_time, "Time of each of them (default: 30days)");
  command
      .add_option("--plans", request.plans,
                  "Plans tried for each size of the best curve (default: 20000; 0: no best curve)")
      ->check(number_in(0, 1'000'000'000));
  command.add_flag("--no-sensitivities", request.has_no_sensitivities,
                   "Do not halve and double what ends the curves");
  command.add_option("-j,--jobs", request.jobs, "Threads (default: one a core); the study does not depend on it")
      ->check(number_in(1, 1024));
}

}  // namespace

void add_scale_request(CLI::App& command, ScaleRequest& request) {
  add_limits(command, request);
  add_effort(command, request);
  command.add_option("--catalog", request.catalog.folders, "Further catalog folder, over the program's own");
}

ScalingOptions scaling_options(const ScaleRequest& request, const Scenario& scenario) {
  ScalingOptions scaling;
  scaling.critical_batch = critical_batch(request, scenario);
  scaling.seeds = request.seeds;
  if (!request.simulated_time.empty()) {
    scaling.simulated_time = Seconds(amount_option("--simulated-time", request.simulated_time, Dimension::kTime));
    if (scaling.simulated_time <= Seconds(0)) refuse("--simulated-time must be more than 0");
  }
  scaling.plans = request.plans;
  scaling.has_sensitivities = !request.has_no_sensitivities;
  scaling.jobs = jobs_or_cores(request.jobs);
  return scaling;
}

}  // namespace gigapod::app
