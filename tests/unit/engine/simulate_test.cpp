// Whole small runs, checked against hand-worked times and against laws that hold for every run.
#include "sim/engine/simulate.hpp"

#include "sim/cluster/energy_account.hpp"
#include "sim/cluster/ledger.hpp"
#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/slice.hpp"
#include "tests/unit/engine/small_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;
using testing::HasSubstr;

double step_seconds(const JobSpec& job) {
  Scenario scenario = ironwood_site(4);
  scenario.horizon = 1_h;
  scenario.jobs = {job};
  return simulated(scenario).jobs.at(job.name).step_seconds;
}

Scenario failing_scenario(std::uint64_t seed) {
  Scenario scenario = ironwood_site(2);
  scenario.seed = seed;
  scenario.jobs = {small_job("pair", 2), small_job("single")};
  scenario.jobs[1].count = 3;
  scenario.jobs[1].spacing = 2_h;
  scenario.jobs[1].tokens = 2e10;
  scenario.fleets = {small_fleet(2000.0)};
  scenario.failures = published_failure_classes();
  for (FailureClass& failure : scenario.failures) failure.rate *= 300.0;
  return scenario;
}

TEST(Simulate, GivesTheSameBytesForTheSameSeed) {
  const std::string first = simulated(failing_scenario(7)).fingerprint;

  EXPECT_EQ(simulated(failing_scenario(7)).fingerprint, first);
  EXPECT_NE(simulated(failing_scenario(8)).fingerprint, first);
}

TEST(Simulate, BooksEveryChipSecondAndEveryJouleOnce) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Scenario scenario = failing_scenario(seed);
    scenario.site.dcn.family = seed % 2 == 0 ? "dcn_clos" : "dcn_ocs_blocks";
    const RecordedRun run = simulated(scenario);
    double chip_seconds = 0.0;
    double joules = run.figure("joules_network") + run.figure("energy_cooling_joules") +
                    run.figure("energy_conversion_loss_joules");
    for (std::size_t i = 0; i < kBucketCount; ++i) {
      const std::string name(bucket_name(static_cast<Bucket>(i)));
      EXPECT_GE(run.figure("chip_seconds_" + name), 0.0);
      chip_seconds += run.figure("chip_seconds_" + name);
      joules += run.figure("joules_" + name);
    }
    EXPECT_GT(run.figure("interruptions"), 0.0);
    EXPECT_NEAR(chip_seconds, 2 * 9216 * 86400.0, 1e-9 * 2 * 9216 * 86400.0);
    EXPECT_NEAR(joules, run.figure("energy_joules"), 1e-9 * run.figure("energy_joules"));
  }
}

TEST(Simulate, FollowsEveryJouleFromTheMeterToItsBucket) {
  Scenario scenario = failing_scenario(4);
  scenario.site.power.cooling = CoolingSpec{};
  scenario.site.power.levels[static_cast<std::size_t>(PowerLevel::kHall)].efficiency = {{0.5, 0.96}, {1.0, 0.97}};
  scenario.site.power.levels[static_cast<std::size_t>(PowerLevel::kRack)].efficiency = {{1.0, 0.98}};

  const RecordedRun run = simulated(scenario);

  double joules = 0.0;
  for (std::size_t i = 0; i < kEnergyBucketCount; ++i) {
    const std::string name(energy_bucket_name(static_cast<EnergyBucket>(i)));
    EXPECT_GE(run.figure("energy_" + name + "_joules"), 0.0);
    joules += run.figure("energy_" + name + "_joules");
  }
  const double total = run.figure("energy_joules");
  EXPECT_NEAR(joules, total, 1e-9 * total);
  EXPECT_GT(run.figure("energy_conversion_loss_joules"), 0.04 * total);
  EXPECT_GT(run.figure("energy_cooling_joules"), 0.03 * total);
  EXPECT_GT(run.figure("energy_useful_compute_joules"), 0.0);
  EXPECT_EQ(run.figure("energy_useful_compute_joules"), run.figure("joules_busy_useful"));
  EXPECT_NEAR(run.figure("pue"),
              total / (total - run.figure("energy_conversion_loss_joules") - run.figure("energy_cooling_joules")),
              1e-12);
}

TEST(Simulate, MeansOverIntervalsAddUpToTheInstalledChips) {
  const RecordedRun run = simulated(failing_scenario(3));

  for (int hour = 0; hour < 24; ++hour) {
    double sum = 0.0;
    for (std::size_t i = 0; i < kBucketCount; ++i) {
      const std::string name(bucket_name(static_cast<Bucket>(i)));
      sum += run.at("chips_" + name + "/", hour * 3600.0);
    }
    EXPECT_NEAR(sum, 18432.0, 1e-6);
  }
}

TEST(Simulate, LosesOnlyPausesWithoutFailures) {
  Scenario scenario = ironwood_site(1);
  scenario.jobs = {small_job("only")};
  scenario.jobs[0].checkpoint_interval = 600_s;
  const RecordedRun run = simulated(scenario);
  const RecordedJob& job = run.jobs.at("only");

  // After 300 s of start-up: 600 s of steps, then a pause of 12 bytes a parameter over 512 chips and 32 GB/s a chip.
  const double pause =
      12.0 * parameter_count(scenario.jobs[0].plan.model) / 512 / scenario.chips.at("v7").pcie_bandwidth.value();
  const double life = 86400.0 - 300.0;
  const double cycles = std::floor(life / (600.0 + pause));
  EXPECT_EQ(run.figure("checkpoints"), cycles);
  EXPECT_NEAR(job.steps * job.step_seconds, life - cycles * pause, 1e-6 * life);
  EXPECT_NEAR(run.figure("chip_seconds_checkpoint"), cycles * pause * 512, 1e-3);
  EXPECT_NEAR(run.figure("chip_seconds_restart_lost"), 300.0 * 512, 1e-3);
}

TEST(Simulate, WaitsForEachSynchronousCheckpoint) {
  Scenario scenario = ironwood_site(1);
  scenario.site.storage.write_bandwidth = 1_GBps;
  scenario.jobs = {small_job("only")};
  scenario.jobs[0].checkpoint_interval = 600_s;
  scenario.jobs[0].checkpoints_async = false;
  const RecordedRun run = simulated(scenario);

  const double write = 12.0 * parameter_count(scenario.jobs[0].plan.model) / 1e9;
  const double life = 86400.0 - 300.0;
  const double cycles = std::floor(life / (600.0 + write));
  EXPECT_EQ(run.figure("checkpoints"), cycles);
  const RecordedJob& job = run.jobs.at("only");
  const double last = life - cycles * (600.0 + write);
  EXPECT_NEAR(job.steps * job.step_seconds, cycles * 600.0 + std::min(last, 600.0), 0.1);
}

TEST(Simulate, FinishesAJobWhenItsTokensAreTrained) {
  JobSpec job = small_job("only");
  job.tokens = 1000.0 * 1024 * 8192;
  job.checkpoint_interval = 100_h;
  const double step = step_seconds(job);
  Scenario scenario = ironwood_site(1);
  scenario.jobs = {job};

  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.jobs.at("only").state, "finished");
  EXPECT_NEAR(run.jobs.at("only").end, 300.0 + 1000.0 * step, 1e-3);
  EXPECT_DOUBLE_EQ(run.figure("tokens_trained"), job.tokens);
}

/// Two jobs, each with one slice in each of two DCN blocks, whose uplinks carry `share` of what both want.
Scenario contending(double share, double wanted_by_one) {
  Scenario scenario = ironwood_site(2);
  scenario.jobs = {small_job("a", 2), small_job("b", 2)};
  scenario.placement = {"spread", {}};
  for (JobSpec& job : scenario.jobs) {
    job.slice = Shape{{16, 16, 16}};
    job.plan.parallelism.fsdp = 4096;
    job.plan.global_batch = 8192;
    job.checkpoint_interval = 100_h;
  }
  const double uplink =
      9216.0 / scenario.chips.at("v7").chips_per_host * scenario.chips.at("v7").host_nic_bandwidth.value();
  scenario.site.dcn.block_oversubscription = uplink / (2.0 * share * wanted_by_one);
  return scenario;
}

TEST(Simulate, StretchesStepsByTheShareOfACongestedLink) {
  const Scenario free = contending(10.0, 1e10);
  const double step = simulated(free).jobs.at("a").step_seconds;
  const StepMachine machine{free.chips.at("v7"), slice_topology(Shape{{16, 16, 16}}, free.pods.at("ironwood")), 2,
                            slice_dcn_bandwidth(free.pods.at("ironwood"), free.chips.at("v7"), 4096, free.site.dcn),
                            free.site.dcn.latency};
  const StepTime alone = training_step(free.jobs[0].plan, machine);
  ASSERT_GT(alone.dcn_bytes_per_slice.value(), 0.0);

  const RecordedRun run = simulated(contending(0.5, alone.dcn_bytes_per_slice.value() / step));

  // Half the wanted rate: a step takes twice as long.
  const double steps = (86400.0 - 300.0) / (2.0 * step);
  EXPECT_NEAR(run.jobs.at("a").steps, steps, 1e-3 * steps);
  EXPECT_NEAR(run.jobs.at("b").steps, steps, 1e-3 * steps);
}

TEST(Simulate, HoldsAStartThatWouldBreakTheEnvelope) {
  Scenario scenario = ironwood_site(1);
  scenario.jobs = {small_job("a"), small_job("b")};
  for (JobSpec& job : scenario.jobs) {
    job.slice = Shape{{16, 16, 16}};
    job.plan.parallelism.fsdp = 4096;
    job.plan.global_batch = 8192;
    job.tokens = 3000.0 * 8192 * 8192;
  }
  const RecordedRun unbound = simulated(scenario);
  ASSERT_EQ(unbound.jobs.at("b").start, 0.0);
  // A little less than both need at once.
  scenario.site.power.grid_power = Watts(unbound.figure("peak_power_watts") * 0.97);
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.jobs.at("a").start, 0.0);
  EXPECT_NEAR(run.jobs.at("b").start, run.jobs.at("a").end, 1e-6);
  EXPECT_LE(run.figure("peak_power_watts"), scenario.site.power.grid_power.value());
  EXPECT_GT(run.figure("chip_seconds_idle_power_held"), 0.0);
  ASSERT_EQ(run.details("wait", "b").size(), 1U);
  EXPECT_THAT(run.details("wait", "b")[0], HasSubstr("short at grid"));
}

TEST(Simulate, KeepsTheEnvelopeWhenAFleetWakesUpUnderFullLoad) {
  Scenario scenario = ironwood_site(1);
  scenario.fleets = {small_fleet(60000.0)};
  scenario.fleets[0].demand = {"diurnal_world", {}};
  scenario.jobs = {small_job("single")};
  scenario.jobs[0].count = 20;
  scenario.site.power.grid_power = Watts(6.5e6);
  const RecordedRun run = simulated(scenario);

  EXPECT_LE(run.figure("peak_power_watts"), 6.5e6);
  EXPECT_GT(run.figure("chip_seconds_idle_power_held"), 0.0);
}

TEST(Simulate, BackfillsBehindAJobThatWaitsForBlocks) {
  Scenario scenario = ironwood_site(1);
  JobSpec big = small_job("big");
  big.slice = Shape{{16, 24, 24}};
  big.plan.parallelism.fsdp = 9216;
  big.plan.global_batch = 9216;
  big.priority = 10;
  big.submit = 100_s;
  JobSpec first = small_job("first");
  first.tokens = 2000.0 * 1024 * 8192;
  JobSpec quick = small_job("quick");
  quick.tokens = 100.0 * 1024 * 8192;
  quick.submit = 200_s;
  JobSpec slow = small_job("slow");
  slow.submit = 200_s;
  scenario.jobs = {first, big, quick, slow};
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.jobs.at("first").start, 0.0);
  EXPECT_EQ(run.jobs.at("quick").start, 200.0);
  EXPECT_NEAR(run.jobs.at("big").start, run.jobs.at("first").end, 1e-6);
  EXPECT_EQ(run.jobs.at("slow").state, "waiting");
}

TEST(Simulate, ServesTheDemandOrCountsWhatItCannot) {
  Scenario scenario = ironwood_site(1);
  scenario.fleets = {small_fleet(3000.0)};
  const RecordedRun enough = simulated(scenario);
  scenario.fleets[0].peak_requests_per_second = 1e7;
  const RecordedRun short_of_chips = simulated(scenario);

  EXPECT_NEAR(enough.figure("requests_served"), 3000.0 * 86400, 1.0);
  EXPECT_EQ(enough.figure("requests_unserved"), 0.0);
  EXPECT_NEAR(short_of_chips.figure("requests_served") + short_of_chips.figure("requests_unserved") +
                  short_of_chips.figure("requests_queued"),
              1e7 * 86400, 1e3);
  EXPECT_GT(short_of_chips.figure("requests_unserved"), 0.0);
}

/// One class of failure that strikes about ten times a day, each mended after exactly an hour.
Scenario hourly_failures(FailureScope scope, JobSpec job) {
  Scenario scenario = ironwood_site(1);
  scenario.jobs = {std::move(job)};
  FailureClass failure;
  failure.name = "test";
  failure.scope = scope;
  failure.repair = 1_h;
  failure.repair_sigma = 0.0;
  failure.slowdown = 0.5;
  failure.rate =
      Hertz(10.0 / 86400.0 / components_per_pod(scope, scenario.pods.at("ironwood"), scenario.chips.at("v7")));
  scenario.failures = {failure};
  return scenario;
}

TEST(Simulate, RestartsInPlaceAfterASoftwareCrash) {
  JobSpec job = small_job("only");
  job.slice = Shape{{16, 24, 24}};
  job.plan.parallelism.fsdp = 9216;
  job.plan.global_batch = 9216;
  job.checkpoint_interval = 1000_s;
  const RecordedRun run = simulated(hourly_failures(FailureScope::kJob, job));
  const RecordedJob& only = run.jobs.at("only");

  EXPECT_EQ(only.interruptions, run.figure("failures"));
  EXPECT_GT(only.interruptions, 2.0);
  EXPECT_EQ(run.figure("chip_seconds_down"), 0.0);
  // Every second of its life is a kept step, a lost step, a pause or a restart.
  const double lost = (run.figure("chip_seconds_recompute") + run.figure("chip_seconds_restart_lost") +
                       run.figure("chip_seconds_checkpoint")) /
                      9216.0;
  EXPECT_NEAR(only.steps * only.step_seconds + lost, 86400.0, 1.0);
  EXPECT_GE(run.figure("chip_seconds_restart_lost"), 300.0 * 9216 * only.interruptions);
}

TEST(Simulate, GivesUpAWholePodWithoutASpareUntilTheRepair) {
  JobSpec job = small_job("only");
  job.slice = Shape{{16, 24, 24}};
  job.plan.parallelism.fsdp = 9216;
  job.plan.global_batch = 9216;
  const RecordedRun run = simulated(hourly_failures(FailureScope::kHost, job));

  EXPECT_THAT(run.details("restart", "only"),
              testing::Each(testing::AnyOf(HasSubstr("back to the queue"), HasSubstr("no spare"))));
  EXPECT_NEAR(run.figure("chip_seconds_down") / (4 * 3600.0), run.figure("failures"), 1.5);
  EXPECT_GT(run.figure("chip_seconds_idle_fragmented"), 0.0);
}

TEST(Simulate, TakesASpareCubeOfTheSamePod) {
  JobSpec job = small_job("only");
  job.slice = Shape{{16, 16, 16}};
  job.plan.parallelism.fsdp = 4096;
  job.plan.global_batch = 8192;
  const RecordedRun run = simulated(hourly_failures(FailureScope::kHost, job));

  EXPECT_EQ(run.details("start", "only").size(), 1U);
  EXPECT_GT(run.jobs.at("only").interruptions, 0.0);
  EXPECT_THAT(run.details("restart", "only"), testing::Each(HasSubstr("spare cube")));
}

TEST(Simulate, SlowsStepsWhileAnOpticalSwitchIsOut) {
  JobSpec job = small_job("only");
  job.checkpoint_interval = 100_h;
  const RecordedRun run = simulated(hourly_failures(FailureScope::kOcs, job));
  const RecordedJob& only = run.jobs.at("only");

  EXPECT_EQ(only.interruptions, 0.0);
  const double lost = 86400.0 - 300.0 - only.steps * only.step_seconds;
  // Half as long again: of each hour of an outage a third is lost; outages that overlap add their slowdowns.
  EXPECT_GT(lost, 0.2 * 3600.0 * run.figure("failures"));
  EXPECT_LE(lost, 3600.0 / 3.0 * run.figure("failures") + 1.0);
}

}  // namespace
}  // namespace gigapod
