// Whole runs of jobs that share a site: traces, quotas, preemption, elastic and moldable sizes, shifted starts.
#include "sim/model/step/straggler.hpp"
#include "sim/scenario/read_scenario.hpp"
#include "tests/unit/engine/small_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

using namespace literals;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

Scenario shipped(const std::string& name) {
  static const Catalog catalog = read_catalog({std::filesystem::path(GIGAPOD_SOURCE_DIR) / "topologies/catalog"});
  Diagnostics warnings;
  return read_scenario(std::filesystem::path(GIGAPOD_SOURCE_DIR) / "scenarios" / (name + ".yaml"), catalog, warnings);
}

/// Starts of the six jobs of scenarios/swf_backfill.yaml, in order, worked out in docs/models/scheduling.md.
std::vector<double> starts_under(const std::string& scheduler) {
  Scenario scenario = shipped("swf_backfill");
  scenario.scheduler = {scheduler, {}};
  const RecordedRun run = simulated(scenario);
  std::vector<double> starts;
  for (int job = 1; job <= 6; ++job) starts.push_back(run.jobs.at("job-" + std::to_string(job)).start);
  return starts;
}

TEST(SwfTrace, RunsTheScheduleThatWasWorkedOutByHand) {
  EXPECT_THAT(starts_under("fcfs"), testing::Pointwise(testing::DoubleNear(0.01), {0, 600, 1500, 1900, 2500, 2500}));
  EXPECT_THAT(starts_under("priority_backfill"),
              testing::Pointwise(testing::DoubleNear(0.01), {0, 600, 120, 2520, 520, 520}));
  EXPECT_THAT(starts_under("conservative_backfill"),
              testing::Pointwise(testing::DoubleNear(0.01), {0, 600, 120, 1500, 2100, 520}));
}

TEST(SwfTrace, ExplainsEveryDecision) {
  const RecordedRun run = simulated(shipped("swf_backfill"));

  EXPECT_THAT(run.details("backfill", "job-3"),
              ElementsAre("backfills before job-2, whose reservation at 10 min stands"));
  EXPECT_THAT(run.details("wait", "job-2"), ElementsAre("waits: 4 of 6 slices of 8x8x16 fit"));
}

/// A job of the whole pod.
JobSpec large_job(const std::string& name) {
  JobSpec job = small_job(name);
  job.slice = Shape{{16, 24, 24}};
  job.plan.parallelism.fsdp = 9216;
  job.plan.global_batch = 9216;
  job.tokens = 0.0;
  return job;
}

Scenario preempting() {
  Scenario scenario = ironwood_site(1);
  scenario.scheduler = {"preemptive_priority", {}};
  scenario.jobs = {small_job("low"), large_job("high")};
  scenario.jobs[0].tokens = 0.0;
  scenario.jobs[0].duration = 4_h;
  scenario.jobs[0].checkpoint_interval = 100_h;
  scenario.jobs[1].priority = 5;
  scenario.jobs[1].submit = 2_h;
  scenario.jobs[1].duration = 1_h;
  return scenario;
}

TEST(Preemption, SavesWhatTheVictimDidAndLosesNoStep) {
  const RecordedRun run = simulated(preempting());

  EXPECT_EQ(run.figure("preemptions"), 1.0);
  EXPECT_EQ(run.figure("chip_seconds_recompute"), 0.0);
  EXPECT_EQ(run.figure("checkpoints"), 1.0);
  EXPECT_THAT(run.details("preempt", "high"),
              ElementsAre(HasSubstr("preempts low (priority 0 < 5), which loses 0 s")));
  EXPECT_THAT(run.details("yield", "low"), ElementsAre(HasSubstr("gives its chips up after a checkpoint of")));
  const double yielded = run.jobs.at("high").start - 7200.0;
  EXPECT_GT(yielded, 0.0);
  EXPECT_LT(yielded, 60.0);
  // 300 s of start-up twice, the checkpoint, the other job, its own four hours, and the read of the checkpoint.
  const double least = 4 * 3600.0 + 2 * 300.0 + yielded + 3600.0 + 300.0;
  EXPECT_GE(run.jobs.at("low").end, least);
  EXPECT_LT(run.jobs.at("low").end, least + 60.0);
  EXPECT_EQ(run.jobs.at("low").state, "finished");
}

TEST(Preemption, TakesAVictimAtOnceThatHasNothingToSave) {
  Scenario scenario = preempting();
  scenario.jobs[1].submit = 100_s;  // the victim still starts up
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.jobs.at("high").start, 100.0);
  EXPECT_THAT(run.details("yield", "low"), ElementsAre("gives its chips up; it had nothing to save"));
}

TEST(Preemption, SurvivesFailuresOfEveryKind) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Scenario scenario = preempting();
    scenario.seed = seed;
    scenario.horizon = 3_days;
    scenario.jobs[1].slice = Shape{{16, 16, 16}};  // twice: leaves 1,024 chips for faults
    scenario.jobs[1].plan.parallelism.fsdp = 4096;
    scenario.jobs[1].plan.parallelism.dcn_data = 2;
    scenario.jobs[1].plan.global_batch = 8192;
    scenario.jobs[0].slice = Shape{{8, 16, 16}};
    scenario.jobs[0].plan.parallelism.fsdp = 2048;
    scenario.jobs[0].plan.global_batch = 2048;
    scenario.jobs[0].duration = 40_h;
    scenario.jobs[1].count = 20;
    scenario.jobs[1].spacing = 3_h;
    scenario.failures = published_failure_classes();
    for (FailureClass& failure : scenario.failures) failure.rate *= 20.0;
    const RecordedRun run = simulated(scenario);  // checks that every chip-second is booked once

    EXPECT_GT(run.figure("preemptions"), 0.0);
    EXPECT_GT(run.figure("interruptions"), 0.0);
  }
}

TEST(Quota, HoldsAJobUntilItsTenantHasRoom) {
  Scenario scenario = ironwood_site(1);
  scenario.tenants = {{"a", 0, 1.0, 512.0 / 9216.0, {}}};
  scenario.jobs = {small_job("first"), small_job("second"), small_job("other")};
  scenario.jobs[0].tenant = scenario.jobs[1].tenant = "a";
  for (JobSpec& job : scenario.jobs) {
    job.tokens = 0.0;
    job.duration = 1_h;
    job.checkpoint_interval = 100_h;
  }
  for (const char* scheduler : {"fcfs", "priority_backfill", "conservative_backfill", "fair_share"}) {
    scenario.scheduler = {scheduler, {}};
    const RecordedRun run = simulated(scenario);

    EXPECT_EQ(run.jobs.at("first").start, 0.0) << scheduler;
    EXPECT_EQ(run.jobs.at("other").start, 0.0) << scheduler;
    EXPECT_NEAR(run.jobs.at("second").start, 3900.0, 1e-3) << scheduler;
    EXPECT_THAT(run.details("wait", "second"),
                ElementsAre("waits: tenant 'a' holds 512 of the 512 chips of its quota"));
  }
}

TEST(Moldable, StartsAtTheLargestSizeThatFits) {
  Scenario scenario = ironwood_site(1);
  scenario.jobs = {large_job("large"), small_job("moldable", 4)};
  scenario.jobs[0].slice = Shape{{16, 16, 32}};  // leaves 1,024 of 9,216 chips
  scenario.jobs[0].plan.parallelism.fsdp = 8192;
  scenario.jobs[0].plan.global_batch = 8192;
  scenario.jobs[0].duration = 2_h;
  scenario.jobs[1].submit = 1_h;
  scenario.jobs[1].tokens = 0.0;
  scenario.jobs[1].duration = 1_h;
  scenario.jobs[1].moldable_slices = {2, 1};
  scenario.pods.at("ironwood").shape = Shape{{16, 16, 36}};
  const RecordedRun run = simulated(scenario);

  EXPECT_THAT(run.details("start", "moldable"), ElementsAre(HasSubstr("on 1024 chips")));
  // Half the slices take twice the time for the same tokens, but for the exchange between them.
  EXPECT_NEAR(run.jobs.at("moldable").end, 3600.0 + 300.0 + 2.0 * 3600.0, 300.0);
}

Scenario elastic() {
  Scenario scenario = ironwood_site(1);
  scenario.jobs = {small_job("elastic", 4)};
  scenario.jobs[0].min_slices = 2;
  scenario.jobs[0].max_slices = 18;
  return scenario;
}

TEST(Elastic, StartsWithAllTheSlicesItMayHaveWhenTheyAreFree) {
  EXPECT_THAT(simulated(elastic()).details("start", "elastic"), ElementsAre(HasSubstr("on 9216 chips")));
}

TEST(Elastic, ShrinksForAJobThatWaitsAndGrowsAgainAfterIt) {
  Scenario scenario = elastic();
  scenario.jobs.push_back(small_job("guest", 3));
  scenario.jobs[1].submit = 2_h;
  scenario.jobs[1].tokens = 0.0;
  scenario.jobs[1].duration = 1_h;
  const RecordedRun run = simulated(scenario);

  EXPECT_NEAR(run.jobs.at("guest").start, 7200.0, 1e-6);
  EXPECT_THAT(run.details("resize", "elastic"),
              ElementsAre("shrinks from 18 to 15 slices", "grows from 15 to 18 slices"));
  EXPECT_EQ(run.figure("chip_seconds_recompute"), 0.0);
  EXPECT_EQ(run.figure("resizes"), 2.0);
}

TEST(Elastic, DoesNotShrinkForALowerPriority) {
  Scenario scenario = elastic();
  scenario.jobs[0].priority = 5;
  scenario.jobs.push_back(small_job("guest", 3));
  scenario.jobs[1].submit = 2_h;
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.jobs.at("guest").state, "waiting");
}

TEST(Elastic, KeepsTheTokensItTrainedWhenItsSizeChanges) {
  Scenario scenario = elastic();
  scenario.jobs[0].tokens = 0.0;
  scenario.jobs[0].duration = 10_h;  // on four slices
  scenario.jobs.push_back(small_job("guest", 3));
  scenario.jobs[1].submit = 1_h;
  scenario.jobs[1].tokens = 0.0;
  scenario.jobs[1].duration = 30_min;
  const RecordedRun run = simulated(scenario);

  // 40 slice-hours of work, but for the small cost of the exchange: 300 s of start-up, 18 slices for 3,300 s, 60 s to
  // shrink, 15 slices until the guest has ended, 60 s to grow, then 18 again. More slices wait longer for the
  // slowest.
  const auto pace = [](int slices) {
    return slices * (1.0 + straggler_share(2048, 4, {})) / (1.0 + straggler_share(512.0 * slices, slices, {}));
  };
  const double guest = run.jobs.at("guest").end - 3600.0;
  const double done = pace(18) * 3300.0 + pace(15) * (guest - 60.0);
  EXPECT_NEAR(run.jobs.at("elastic").end, 3600.0 + guest + 60.0 + (40 * 3600.0 - done) / pace(18), 30.0);
  EXPECT_EQ(run.jobs.at("elastic").state, "finished");
}

TEST(Elastic, GoesOnWithoutTheSliceItLost) {
  Scenario scenario = elastic();
  FailureClass failure;
  failure.name = "test";
  failure.scope = FailureScope::kHost;
  failure.repair = 100_days;
  failure.repair_sigma = 0.0;
  failure.rate = Hertz(
      5.0 / 86400.0 / components_per_pod(FailureScope::kHost, scenario.pods.at("ironwood"), scenario.chips.at("v7")));
  scenario.failures = {failure};
  const RecordedRun run = simulated(scenario);

  ASSERT_GT(run.jobs.at("elastic").interruptions, 0.0);
  EXPECT_THAT(run.details("resize", "elastic"), testing::Contains(HasSubstr("goes on without what it lost")));
  EXPECT_EQ(run.details("start", "elastic").size(), 1U);
}

TEST(Elastic, GrowsEveryQuarterOfAnHourHoweverOftenItShrinks) {
  Scenario scenario = elastic();
  FailureClass failure;
  failure.name = "test";
  failure.scope = FailureScope::kHost;
  failure.repair = 1_min;
  failure.repair_sigma = 0.0;
  failure.rate =
      Hertz(300.0 / 86400.0 /
            components_per_pod(FailureScope::kHost, scenario.pods.at("ironwood"), scenario.chips.at("v7")));
  scenario.failures = {failure};
  const RecordedRun run = simulated(scenario);

  // One in five minutes: the whole pod is short of 15 min / 2 / 5 min = 1.5 slices on average, not of all it may
  // lose.
  ASSERT_GT(run.jobs.at("elastic").interruptions, 200.0);
  const auto resizes = run.details("resize", "elastic");
  const auto growths = std::count_if(resizes.begin(), resizes.end(),
                                     [](const std::string& detail) { return detail.starts_with("grows"); });
  EXPECT_GT(growths, 70);
  EXPECT_LE(growths, 96);
  EXPECT_GT(run.jobs.at("elastic").chip_seconds / 86400.0, 15.0 * 512.0);
}

TEST(TimeShift, StartsWhenTheSignalIsLow) {
  Scenario scenario = ironwood_site(1);
  scenario.scheduler = {"time_shift", {}};
  scenario.signal = SignalSpec{"$/MWh", 86400_s, {0_s, 36000_s}, {90.0, 20.0}};
  scenario.jobs = {small_job("patient"), small_job("urgent")};
  for (JobSpec& job : scenario.jobs) {
    job.tokens = 0.0;
    job.duration = 1_h;
  }
  scenario.jobs[0].deadline = 20_h;
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.jobs.at("patient").start, 36000.0);
  EXPECT_EQ(run.jobs.at("urgent").start, 0.0);
  EXPECT_THAT(run.details("wait", "patient"), ElementsAre(HasSubstr("20 $/MWh over its run rather than 90")));
}

TEST(Inference, TakesAsLongAsItsDurationSays) {
  Scenario scenario = ironwood_site(1);
  JobSpec batch = small_job("batch");
  batch.kind = JobKind::kBatchInference;
  batch.slice = Shape{{2, 2, 1}};
  batch.plan.parallelism = {};
  batch.plan.parallelism.fsdp = 4;
  batch.plan.parallelism.dcn_data = 2;
  batch.inference.emplace();
  batch.inference->model = batch.plan.model;
  batch.tokens = 0.0;
  batch.duration = 2_h;
  batch.checkpoint_interval = 100_h;
  scenario.jobs = {batch};
  const RecordedRun run = simulated(scenario);

  EXPECT_NEAR(run.jobs.at("batch").end, 300.0 + 7200.0, 1e-3);
  EXPECT_NEAR(run.jobs.at("batch").chip_seconds, 128.0 * 7500.0,
              1e-3 * 128.0);  // both cubes are filled with replicas
  EXPECT_EQ(run.figure("tokens_trained"), 0.0);
  EXPECT_GT(run.figure("tokens_served"), 0.0);
}

}  // namespace
}  // namespace gigapod
