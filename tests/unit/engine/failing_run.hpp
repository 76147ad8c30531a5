#pragma once

#include "tests/unit/engine/small_run.hpp"

#include <string>
#include <utility>

namespace gigapod {

/// A class of failure that strikes about ten times a day at one Ironwood pod, each mended after exactly an hour.
inline FailureClass ten_a_day(FailureScope scope) {
  const Scenario site = ironwood_site(1);
  FailureClass failure;
  failure.name = "test";
  failure.scope = scope;
  failure.repair = Seconds(3600.0);
  failure.repair_sigma = 0.0;
  const double components = components_per_pod(scope, site.pods.at("ironwood"), site.chips.at("v7"), site.site);
  failure.rate = Hertz(10.0 / 86400.0 / components);
  return failure;
}

/// One job on one pod, with one class of failures, found after exactly 20 s.
inline Scenario failing_site(FailureClass failure, JobSpec job) {
  Scenario scenario = ironwood_site(1);
  scenario.recovery.heartbeat = Seconds(0.0);
  scenario.recovery.heartbeat_timeout = Seconds(20.0);
  scenario.jobs = {std::move(job)};
  scenario.failures = {std::move(failure)};
  return scenario;
}

/// A job on all chips of a pod, without checkpoints unless it asks for them.
inline JobSpec pod_job() {
  JobSpec job = small_job("only");
  job.slice = Shape{{16, 24, 24}};
  job.plan.parallelism.fsdp = 9216;
  job.plan.global_batch = 9216;
  job.checkpoint_interval = Seconds(100 * 3600.0);
  return job;
}

/// A job on 64 of the 144 cubes.
inline JobSpec half_pod_job() {
  JobSpec job = pod_job();
  job.slice = Shape{{16, 16, 16}};
  job.plan.parallelism.fsdp = 4096;
  job.plan.global_batch = 8192;
  return job;
}

/// Seconds of the job's day that are neither kept steps nor, by the ledger, lost.
inline double unexplained_seconds(const RecordedRun& run, const std::string& job, double chips) {
  const double lost = run.figure("chip_seconds_recompute") + run.figure("chip_seconds_restart_lost") +
                      run.figure("chip_seconds_checkpoint");
  return 86400.0 - run.jobs.at(job).steps * run.jobs.at(job).step_seconds - lost / chips;
}

}  // namespace gigapod
