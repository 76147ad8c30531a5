// Copies near the chips, checkpoints in the storage and what a failure leaves of them.
#include "sim/model/checkpoint/checkpoint.hpp"
#include "tests/unit/engine/failing_run.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

namespace gigapod {
namespace {

using namespace literals;

CheckpointTier copies(TierKind kind, Seconds interval) {
  CheckpointTier tier;
  tier.tier = kind;
  tier.interval = interval;
  return tier;
}

JobSpec copying_job(TierKind kind) {
  JobSpec job = half_pod_job();
  job.checkpoint_tiers = {copies(kind, 100_s)};
  return job;
}

TEST(JobCheckpoints, CostTheirPausesWithoutFailures) {
  Scenario scenario = failing_site(ten_a_day(FailureScope::kHost), copying_job(TierKind::kHost));
  scenario.failures.clear();
  const RecordedRun run = simulated(scenario);

  const double pause =
      12.0 * parameter_count(scenario.jobs[0].plan.model) / 4096 / scenario.chips.at("v7").pcie_bandwidth.value();
  const double life = 86400.0 - 300.0;
  EXPECT_NEAR(run.figure("chip_seconds_checkpoint"), life * pause / 100.0 * 4096, 1e-3);
  EXPECT_NEAR(run.jobs.at("only").steps * run.jobs.at("only").step_seconds, life * (1.0 - pause / 100.0), 1e-3);
}

TEST(JobCheckpoints, LoseAtMostAnIntervalAfterACrash) {
  const RecordedRun run = simulated(failing_site(ten_a_day(FailureScope::kJob), copying_job(TierKind::kHost)));

  EXPECT_GT(run.figure("interruptions"), 1.0);
  EXPECT_GT(run.figure("chip_seconds_recompute"), 0.0);
  EXPECT_LE(run.figure("chip_seconds_recompute") / 4096, 100.1 * run.figure("interruptions"));
  EXPECT_NEAR(unexplained_seconds(run, "only", 4096.0), 0.0, 1.0);
}

TEST(JobCheckpoints, OfPeersSurviveALostHostAndThoseOfTheHostDoNot) {
  const RecordedRun peer = simulated(failing_site(ten_a_day(FailureScope::kHost), copying_job(TierKind::kPeer)));
  const RecordedRun host = simulated(failing_site(ten_a_day(FailureScope::kHost), copying_job(TierKind::kHost)));

  EXPECT_GT(peer.figure("interruptions"), 1.0);
  EXPECT_LE(peer.figure("chip_seconds_recompute") / 4096, 100.1 * peer.figure("interruptions"));
  // Without a checkpoint in the storage everything is done again.
  EXPECT_GT(host.figure("chip_seconds_recompute") / 4096, 1000.0 * host.figure("interruptions"));
  EXPECT_NEAR(unexplained_seconds(peer, "only", 4096.0), 0.0, 1.0);
  EXPECT_NEAR(unexplained_seconds(host, "only", 4096.0), 0.0, 1.0);
}

TEST(JobCheckpoints, OfPeersAreLostWithTheRowAndTheStorageHelps) {
  JobSpec job = copying_job(TierKind::kPeer);
  job.checkpoint_interval = 1800_s;
  const RecordedRun run = simulated(failing_site(ten_a_day(FailureScope::kRow), job));

  EXPECT_GT(run.figure("interruptions"), 0.0);
  EXPECT_GT(run.figure("chip_seconds_recompute") / 4096, 101.0 * run.figure("interruptions"));
  EXPECT_LE(run.figure("chip_seconds_recompute") / 4096, 1900.0 * run.figure("interruptions"));
  EXPECT_NEAR(unexplained_seconds(run, "only", 4096.0), 0.0, 1.0);
}

TEST(JobCheckpoints, OnADiskCountOnlyOnceTheyAreWhole) {
  Scenario scenario = failing_site(ten_a_day(FailureScope::kJob), copying_job(TierKind::kDisk));
  scenario.jobs[0].checkpoint_tiers[0].bandwidth = 0.004_GBps;  // a host writes 94 MB in 24 s
  const RecordedRun run = simulated(scenario);
  scenario.jobs[0].checkpoint_tiers[0].bandwidth = 3_GBps;
  const RecordedRun fast = simulated(scenario);

  EXPECT_GT(run.figure("chip_seconds_recompute"), fast.figure("chip_seconds_recompute"));
  EXPECT_LE(run.figure("chip_seconds_recompute") / 4096, 125.0 * run.figure("interruptions"));
}

TEST(JobCheckpoints, AreFewerInTheStorageWherePeersTakeMostFailures) {
  JobSpec job = half_pod_job();
  job.checkpoint_interval = 0_s;
  job.checkpoints_async = false;
  Scenario scenario = failing_site(ten_a_day(FailureScope::kHost), job);
  scenario.site.storage.write_bandwidth = 10_GBps;
  const RecordedRun storage = simulated(scenario);
  scenario.jobs[0].checkpoint_tiers = {copies(TierKind::kPeer, 0_s)};
  const RecordedRun peer = simulated(scenario);

  EXPECT_LT(peer.figure("checkpoints"), 0.7 * storage.figure("checkpoints"));
  EXPECT_GT(peer.jobs.at("only").steps, storage.jobs.at("only").steps);
}

TEST(JobCheckpoints, FollowYoungOrTheFailuresSeen) {
  JobSpec job = pod_job();
  job.checkpoint_interval = 0_s;
  job.checkpoints_async = false;
  Scenario scenario = failing_site(ten_a_day(FailureScope::kJob), job);
  scenario.site.storage.write_bandwidth = 1_GBps;  // writes pause the job for 96 s
  const RecordedRun daly = simulated(scenario);
  scenario.jobs[0].checkpoint_rule = CheckpointRule::kYoung;
  const RecordedRun young = simulated(scenario);
  scenario.failures.clear();
  scenario.jobs[0].checkpoint_rule = CheckpointRule::kAdaptive;
  const RecordedRun without = simulated(scenario);
  scenario.failures = {ten_a_day(FailureScope::kJob)};
  const RecordedRun adaptive = simulated(scenario);

  // Young's interval is the longer one; an adaptive job writes more as it sees failures.
  EXPECT_LE(young.figure("checkpoints"), daly.figure("checkpoints"));
  const double pause = 12.0 * parameter_count(job.plan.model) / 1e9;
  const double first = best_checkpoint_interval(Seconds(pause), 86400_s).value();
  EXPECT_NEAR(without.figure("checkpoints"), std::floor((86400.0 - 300.0) / (first + pause)), 1.0);
  EXPECT_GT(adaptive.figure("checkpoints"), 1.2 * without.figure("checkpoints"));
}

/// The same run with a storage so fast that checkpoints are quiet, and with one a little too slow for that.
std::pair<RecordedRun, RecordedRun> quiet_and_played(const FailureClass& failure) {
  JobSpec job = half_pod_job();
  job.checkpoint_interval = 600_s;
  Scenario scenario = failing_site(failure, job);
  const Bytes size(12.0 * parameter_count(job.plan.model));
  scenario.site.storage.write_bandwidth = size / 0.59_s;  // a thousandth of the interval is 0.6 s
  RecordedRun quiet = simulated(scenario);
  scenario.site.storage.write_bandwidth = size / 0.61_s;
  return {std::move(quiet), simulated(scenario)};
}

TEST(JobCheckpoints, ThatAreNotPlayedComeToWhatPlayedOnesDo) {
  FailureClass none = ten_a_day(FailureScope::kJob);
  none.rate = Hertz(1e-15);
  for (const FailureClass& failure : {none, ten_a_day(FailureScope::kJob), ten_a_day(FailureScope::kHost)}) {
    const auto [quiet, played] = quiet_and_played(failure);

    EXPECT_EQ(quiet.figure("checkpoints"), played.figure("checkpoints"));
    EXPECT_EQ(quiet.figure("interruptions"), played.figure("interruptions"));
    EXPECT_NEAR(quiet.jobs.at("only").steps / played.jobs.at("only").steps, 1.0, 1e-6);
    EXPECT_NEAR(quiet.figure("chip_seconds_checkpoint") / played.figure("chip_seconds_checkpoint"), 1.0, 1e-4);
    EXPECT_NEAR(quiet.figure("chip_seconds_recompute"), played.figure("chip_seconds_recompute"), 4096.0);
    EXPECT_NEAR(quiet.figure("energy_joules") / played.figure("energy_joules"), 1.0, 1e-6);
  }
}

TEST(JobCheckpoints, ThatAreNotPlayedCrossTheNetworkAllTheSame) {
  FailureClass none = ten_a_day(FailureScope::kJob);
  none.rate = Hertz(1e-15);
  const auto [quiet, played] = quiet_and_played(none);

  const auto sum = [](const RecordedRun& run) {
    double all = 0.0;
    for (const auto& [time, value] : run.metrics.at("dcn_utilization/storage")) all += value;
    return all;
  };
  EXPECT_GT(sum(quiet), 0.0);
  EXPECT_NEAR(sum(quiet) * 0.61 / 0.59, sum(played), 1e-3 * sum(played));  // of a storage a little faster
}

}  // namespace
}  // namespace gigapod
