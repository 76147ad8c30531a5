// What failures do to jobs, in whole small runs with hand-worked times.
#include "sim/engine/failure_reaction.hpp"

#include "tests/unit/engine/failing_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

using namespace literals;
using testing::Each;
using testing::HasSubstr;

/// So few crashes that none falls into the restart after another.
FailureClass rare_crash() {
  FailureClass crash = ten_a_day(FailureScope::kJob);
  crash.rate *= 0.4;
  return crash;
}

TEST(FailureReaction, LosesTheTimeUntilAFailureIsFoundAndTheRestart) {
  const RecordedRun run = simulated(failing_site(rare_crash(), pod_job()));

  // The first start takes 300 s; each failure 20 s to be found and 300 s again.
  const double interruptions = run.figure("interruptions");
  EXPECT_GT(interruptions, 1.0);
  EXPECT_NEAR(run.figure("chip_seconds_restart_lost") / 9216, 300.0 + interruptions * 320.0, 1e-3);
  EXPECT_THAT(run.details("restart", "only"), Each(std::string("test: restarts in place")));
  EXPECT_NEAR(unexplained_seconds(run, "only", 9216.0), 0.0, 1.0);
}

TEST(FailureReaction, FindsAHungCollectiveWhenItsTimeoutIsOver) {
  FailureClass hang = rare_crash();
  hang.effect = FailureEffect::kHang;

  const RecordedRun run = simulated(failing_site(hang, pod_job()));

  EXPECT_NEAR(run.figure("chip_seconds_restart_lost") / 9216, 300.0 + run.figure("interruptions") * 900.0, 1e-3);
}

TEST(FailureReaction, DrawsDetectionBetweenTwoHeartbeats) {
  Scenario scenario = failing_site(ten_a_day(FailureScope::kJob), pod_job());
  scenario.recovery.heartbeat = 100_s;
  const RecordedRun run = simulated(scenario);

  const double found = (run.figure("chip_seconds_restart_lost") / 9216 - 300.0) / run.figure("interruptions") - 300.0;
  EXPECT_GT(found, 20.0);
  EXPECT_LT(found, 120.0);
  EXPECT_GT(std::abs(found - 20.0), 1.0);
}

TEST(FailureReaction, RoutesAroundAFaultyCableForAsLongAsItLasts) {
  FailureClass cable = ten_a_day(FailureScope::kLink);
  cable.slowdown = 0.5;

  const RecordedRun run = simulated(failing_site(cable, pod_job()));

  const RecordedJob& only = run.jobs.at("only");
  EXPECT_EQ(only.interruptions, 0.0);
  // Each outage takes a third of an hour; those of different cubes overlap.
  const double lost = 86400.0 - 300.0 - only.steps * only.step_seconds;
  EXPECT_GT(lost, 0.5 * 1200.0 * run.figure("failures"));
  EXPECT_LE(lost, 1200.0 * run.figure("failures") + 1.0);
}

TEST(FailureReaction, SwapsTheCubeOfAFaultyCableWhereTheJobCannotRouteAround) {
  Scenario scenario = failing_site(ten_a_day(FailureScope::kLink), half_pod_job());
  scenario.jobs[0].reactions = 1U << static_cast<unsigned>(Reaction::kSwap);
  const RecordedRun run = simulated(scenario);

  EXPECT_GT(run.jobs.at("only").interruptions, 0.0);
  EXPECT_THAT(run.details("restart", "only"), Each(std::string("test: a spare cube takes its place")));
}

TEST(FailureReaction, GoesBackToTheQueueWithoutAnyReaction) {
  Scenario scenario = failing_site(ten_a_day(FailureScope::kHost), half_pod_job());
  scenario.jobs[0].reactions = 0;
  const RecordedRun run = simulated(scenario);

  EXPECT_GT(run.jobs.at("only").interruptions, 0.0);
  EXPECT_THAT(run.details("restart", "only"), Each(std::string("test: back to the queue")));
  EXPECT_EQ(run.details("start", "only").size(), run.details("restart", "only").size() + 1);
}

TEST(FailureReaction, LosesEverythingSinceTheCorruptionOnceItIsFound) {
  FailureClass corruption = ten_a_day(FailureScope::kChip);
  corruption.effect = FailureEffect::kCorrupt;
  corruption.detection = 2_h;
  JobSpec job = half_pod_job();
  job.checkpoint_interval = 600_s;
  const RecordedRun late = simulated(failing_site(corruption, job));
  corruption.detection = 1_s;
  const RecordedRun soon = simulated(failing_site(corruption, job));

  EXPECT_GT(late.figure("interruptions"), 0.0);
  // Found at once, a corruption costs at most one interval; found after two hours, about that.
  EXPECT_LE(soon.figure("chip_seconds_recompute") / 4096, 700.0 * soon.figure("interruptions"));
  EXPECT_GT(late.figure("chip_seconds_recompute") / 4096, 1800.0 * late.figure("interruptions"));
  EXPECT_NEAR(unexplained_seconds(late, "only", 4096.0), 0.0, 1.0);
}

TEST(FailureReaction, SlowsAJobToItsSlowestHostUntilThatIsFoundAndSavesBeforeTheSwap) {
  FailureClass slow = ten_a_day(FailureScope::kHost);
  slow.effect = FailureEffect::kSlow;
  slow.slowdown = 1.0;
  slow.detection = 1_h;
  JobSpec job = half_pod_job();
  job.checkpoint_interval = 600_s;
  const RecordedRun run = simulated(failing_site(slow, job));

  const RecordedJob& only = run.jobs.at("only");
  EXPECT_GT(only.interruptions, 0.0);
  EXPECT_EQ(run.figure("chip_seconds_recompute"), 0.0);
  // What is missing of the day is time at half the pace.
  EXPECT_GT(unexplained_seconds(run, "only", 4096.0), 600.0 * only.interruptions);
}

TEST(FailureReaction, MovesJobsOffPlannedWorkWithoutLoss) {
  Scenario scenario = failing_site(ten_a_day(FailureScope::kHost), half_pod_job());
  scenario.failures.clear();
  MaintenanceSpec work;
  work.name = "rotation";
  work.period = 36_h;  // a cube every quarter of an hour
  work.window = 1_h;
  work.notice = 600_s;
  scenario.maintenance = {work};
  const RecordedRun run = simulated(scenario);

  EXPECT_GT(run.figure("interruptions"), 0.0);
  EXPECT_EQ(run.figure("planned_interruptions"), run.figure("interruptions"));
  EXPECT_EQ(run.figure("interruptions_by_rotation"), run.figure("interruptions"));
  EXPECT_EQ(run.figure("failures"), 0.0);
  EXPECT_EQ(run.figure("chip_seconds_recompute"), 0.0);
  // 95 windows begin in the day; a cube that a job leaves early is down from then on.
  EXPECT_NEAR(run.figure("chip_seconds_down") / 64, 95 * 3600.0, 6 * 3600.0);
}

double first_restart(const RecordedRun& run, const std::string& job) {
  const auto found = std::find_if(run.events.begin(), run.events.end(), [&](const RecordedEvent& event) {
    return event.kind == "restart" && event.subject == job;
  });
  return found->time;
}

TEST(FailureReaction, LetsEachJobSaveItsWorkBeforePlannedWorkOnARow) {
  Scenario scenario = ironwood_site(1);
  scenario.site.storage.write_bandwidth = 1_GBps;
  scenario.jobs = {small_job("quick"), small_job("slow")};  // eight cubes each, both in the first row
  scenario.jobs[1].plan.optimizer_bytes = 40.0;
  for (JobSpec& job : scenario.jobs) job.checkpoint_interval = 100_h;
  scenario.maintenance = {{"row", MaintenanceScope::kRow, 36_h, 1_h, 1800_s}};
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.figure("chip_seconds_recompute"), 0.0);
  // The quick one does not wait for the slow one.
  EXPECT_LT(first_restart(run, "quick"), first_restart(run, "slow") - 100.0);
}

TEST(FailureReaction, NarrowsTheStorageForWhoWrites) {
  Scenario scenario = failing_site(ten_a_day(FailureScope::kHost), half_pod_job());
  scenario.site.storage.write_bandwidth = 1_GBps;
  scenario.jobs[0].checkpoints_async = false;
  scenario.jobs[0].checkpoint_interval = 600_s;
  scenario.failures.clear();
  const RecordedRun whole = simulated(scenario);
  FailureClass storage;
  storage.name = "storage";
  storage.scope = FailureScope::kStorage;
  storage.rate = Hertz(1.0 / 600.0);
  storage.repair = 300_s;
  storage.bandwidth_lost = 0.9;
  scenario.failures = {storage};
  const RecordedRun narrow = simulated(scenario);

  EXPECT_EQ(narrow.figure("interruptions"), 0.0);
  EXPECT_GT(narrow.figure("chip_seconds_checkpoint"), 1.3 * whole.figure("chip_seconds_checkpoint"));
}

TEST(FailureReaction, SlowsGradientsThroughANarrowedNetworkBlock) {
  for (const char* family : {"dcn_clos", "dcn_ocs_blocks"}) {
    Scenario scenario = ironwood_site(2);
    scenario.site.dcn.family = family;
    scenario.placement = {"spread", {}};
    JobSpec job = small_job("pair", 2);
    job.checkpoint_interval = 100_h;
    scenario.jobs = {job};
    scenario.site.dcn.block_oversubscription = 200.0;
    const RecordedRun whole = simulated(scenario);
    FailureClass network;
    network.name = "network";
    network.scope = FailureScope::kDcn;
    network.rate = Hertz(1.0 / 3600.0);
    network.repair = 3600_s;
    network.bandwidth_lost = 0.9;
    scenario.failures = {network};
    const RecordedRun narrow = simulated(scenario);

    EXPECT_EQ(narrow.figure("interruptions"), 0.0) << family;
    EXPECT_LT(narrow.jobs.at("pair").steps, whole.jobs.at("pair").steps) << family;
  }
}

TEST(FailureReaction, TakesAWholeRowDown) {
  const RecordedRun run = simulated(failing_site(ten_a_day(FailureScope::kRow), half_pod_job()));

  // Sixteen cubes for an hour each time, but for what the end of the day cuts off.
  EXPECT_NEAR(run.figure("chip_seconds_down") / (1024 * 3600.0), run.figure("failures"), 1.5);
  EXPECT_GT(run.figure("interruptions"), 0.0);
  EXPECT_LT(run.figure("interruptions"), run.figure("failures"));
}

TEST(FailureReaction, KeepsSparesForJobsThatLoseABlock) {
  Scenario scenario = failing_site(ten_a_day(FailureScope::kHost), half_pod_job());
  JobSpec filler = small_job("filler");
  filler.slice = Shape{{4, 4, 4}};
  filler.plan.parallelism.fsdp = 64;
  filler.plan.global_batch = 128;
  filler.count = 100;
  filler.reactions = 0;
  scenario.jobs.push_back(filler);
  scenario.jobs[0].priority = 10;
  const RecordedRun without = simulated(scenario);
  scenario.recovery.spare_blocks = 4;
  const RecordedRun with = simulated(scenario);

  EXPECT_THAT(without.details("restart", "only"), testing::Contains(HasSubstr("back to the queue")));
  EXPECT_THAT(with.details("restart", "only"), Each(HasSubstr("a spare cube takes its place")));
  // Spares belong to nobody: four cubes all day, but for the time they stand in.
  EXPECT_GT(with.figure("chip_seconds_idle_fragmented"), 3 * 64 * 86400.0);
}

TEST(FailureReaction, LetsRepairsWaitForACrew) {
  Scenario scenario = failing_site(ten_a_day(FailureScope::kHost), half_pod_job());
  scenario.failures[0].rate *= 4.0;
  const RecordedRun unlimited = simulated(scenario);
  scenario.recovery.repair_crews = 1;
  const RecordedRun one = simulated(scenario);

  EXPECT_EQ(unlimited.figure("longest_repair_queue"), 0.0);
  EXPECT_EQ(unlimited.figure("mean_repair_wait_seconds"), 0.0);
  // Forty hours of work a day for one crew.
  EXPECT_GT(one.figure("longest_repair_queue"), 5.0);
  EXPECT_LE(one.figure("repairs"), 24.0);
  EXPECT_GT(one.figure("mean_repair_wait_seconds"), 3600.0);
}

/// Mean time from a failure to the end of its repair, by class; the k-th repair belongs to the k-th failure.
double mean_outage(const RecordedRun& run, const std::string& subject) {
  double sum = 0.0;
  double repaired = 0.0;
  for (const RecordedEvent& event : run.events) {
    if (event.subject != subject) continue;
    if (event.kind == "repair") repaired += 1.0;
    if (event.kind == "repair") sum += event.time;
  }
  double left = repaired;
  for (const RecordedEvent& event : run.events) {
    if (event.subject == subject && event.kind == "failure" && left-- > 0.0) sum -= event.time;
  }
  return sum / repaired;
}

TEST(FailureReaction, SendsACrewToTheWorstRepairFirst) {
  Scenario scenario = failing_site(ten_a_day(FailureScope::kHost), half_pod_job());
  scenario.failures[0].rate *= 4.0;
  FailureClass row = ten_a_day(FailureScope::kRow);
  row.name = "row";
  row.rate *= 0.5;
  scenario.failures.push_back(row);
  scenario.recovery.repair_crews = 1;
  const RecordedRun fifo = simulated(scenario);
  scenario.recovery.repair_order = RepairOrder::kSeverity;
  const RecordedRun severity = simulated(scenario);

  EXPECT_LT(mean_outage(severity, "row"), 0.6 * mean_outage(fifo, "row"));
}

TEST(FailureReaction, TakesAShareOfTheHostsInABurst) {
  Scenario scenario = failing_site(ten_a_day(FailureScope::kHost), half_pod_job());
  FailureClass& rollout = scenario.failures[0];
  rollout.rate = Hertz(4.0 / 86400.0);
  rollout.burst_share = 0.01;  // 23 of 2,304
  rollout.burst_time = 60_s;
  const RecordedRun run = simulated(scenario);

  EXPECT_GT(run.figure("failures"), 0.0);
  EXPECT_EQ(std::fmod(run.figure("failures"), 23.0), 0.0);
}

TEST(FailureReaction, ClosesTheLedgerWithEveryKindOfFailure) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Scenario scenario = ironwood_site(2);
    scenario.seed = seed;
    scenario.jobs = {small_job("pair", 2), small_job("single")};
    scenario.jobs[0].checkpoint_tiers = {{TierKind::kPeer, 30_s, {}, 0}, {TierKind::kDisk, 300_s, {}, 0}};
    scenario.jobs[0].checkpoint_rule = CheckpointRule::kAdaptive;
    scenario.jobs[1].checkpoint_interval = 600_s;
    scenario.jobs[1].checkpoints_async = false;
    scenario.jobs[1].checkpoint_tiers = {{TierKind::kHost, 0_s, {}, 0}};
    scenario.jobs[1].count = 30;
    scenario.fleets = {small_fleet(2000.0)};
    scenario.failures = complete_failure_classes();
    for (FailureClass& failure : scenario.failures) failure.rate *= 300.0;
    scenario.maintenance = {{"rotation", MaintenanceScope::kRow, 30_h, 1_h, 600_s}};
    scenario.recovery.repair_crews = 20;
    scenario.recovery.spare_blocks = 2;
    const RecordedRun run = simulated(scenario);  // the engine itself checks that both sums close to 1e-9

    EXPECT_GT(run.figure("interruptions"), 100.0);
    EXPECT_GT(run.figure("planned_interruptions"), 0.0);
    EXPECT_EQ(simulated(scenario).fingerprint, run.fingerprint);
  }
}

/// A job on 8 of the 16 hosts of a pod of H100.
Scenario fat_tree_site() {
  static const Catalog catalog = read_catalog({std::filesystem::path(GIGAPOD_SOURCE_DIR) / "topologies/catalog"});
  JobSpec job = small_job("only");
  job.pod_type = "h100_superpod";
  job.slice = Shape{{8, 8}};
  job.plan.parallelism.fsdp = 64;
  job.plan.global_batch = 128;
  FailureClass failure = ten_a_day(FailureScope::kHost);
  failure.rate = Hertz(20.0 / 86400.0 / 16.0);
  Scenario scenario = failing_site(failure, job);
  scenario.chips = {{"h100", catalog.chips.at("h100")}};
  scenario.pods = {{"h100_superpod", catalog.pods.at("h100_superpod")}};
  scenario.pods.at("h100_superpod").shape = Shape{{16, 8}};
  scenario.site.pods = {{"h100_superpod", 1, 0}};
  return scenario;
}

TEST(FailureReaction, SwapsAHostBehindTheSwitchesOfAFatTree) {
  const RecordedRun run = simulated(fat_tree_site());

  EXPECT_GT(run.figure("interruptions"), 1.0);
  EXPECT_THAT(run.details("restart", "only"), Each(std::string("test: a spare host takes its place")));
  EXPECT_THAT(run.details("wait", "only"), testing::IsEmpty());
}

TEST(FailureReaction, LosesASliceAndNoStepOfAnElasticJob) {
  Scenario scenario = ironwood_site(2);
  JobSpec job = half_pod_job();
  job.plan.parallelism.dcn_data = 4;
  job.plan.global_batch *= 4;
  job.min_slices = 2;
  job.max_slices = 4;
  scenario.jobs = {job};
  scenario.failures = {ten_a_day(FailureScope::kHost)};
  const RecordedRun run = simulated(scenario);

  EXPECT_GT(run.jobs.at("only").interruptions, 0.0);
  EXPECT_THAT(run.details("restart", "only"), testing::Contains(HasSubstr("goes on with fewer slices")));
  EXPECT_THAT(run.details("resize", "only"), testing::Contains(HasSubstr("goes on without what it lost")));
  EXPECT_EQ(run.figure("chip_seconds_recompute"), 0.0);
}

}  // namespace
}  // namespace gigapod
