// Preemption, fair shares, deadlines, power and time shifting, each on schedules that can be checked by hand.
#include "tests/unit/policy/policy_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod::test {
namespace {

using testing::HasSubstr;
using Starts = std::map<std::uint32_t, double>;

WaitingJob of_tenant(WaitingJob job, std::string_view tenant) {
  job.tenant = tenant;
  return job;
}

TEST(PreemptivePriority, DisplacesTheLowestPriorityAndNobodyItDoesNotNeed) {
  // Jobs 1 to 3 fill the pod; job 4 needs three blocks: job 2 (priority 1) would do, but job 1 (priority 0) goes
  // first and is enough.
  const std::vector<WaitingJob> jobs{job_of(1, 0, 100, 3, 0), job_of(2, 0, 100, 3, 1), job_of(3, 0, 100, 4, 9),
                                     job_of(4, 10, 20, 3, 5)};
  PolicyRun run("preemptive_priority", jobs, {10});
  run.run();

  EXPECT_EQ(run.starts, (Starts{{1, 0}, {2, 0}, {3, 0}, {4, 10}}));
  EXPECT_EQ(run.preemptions, (std::map<std::uint32_t, int>{{1, 1}}));
  EXPECT_EQ(run.ends, (Starts{{4, 30}, {2, 100}, {3, 100}, {1, 120}}));
}

TEST(PreemptivePriority, DisplacesNobodyWhenAllOfThemWouldNotBeEnough) {
  const std::vector<WaitingJob> jobs{job_of(1, 0, 100, 3, 0), job_of(2, 0, 100, 7, 9), job_of(3, 10, 20, 5, 5)};
  PolicyRun run("preemptive_priority", jobs, {10});
  run.run();

  EXPECT_TRUE(run.preemptions.empty());
  EXPECT_EQ(run.starts.at(3), 100.0);
}

TEST(PreemptivePriority, DisplacesNobodyOfItsOwnPriority) {
  PolicyRun run("preemptive_priority", {job_of(1, 0, 100, 10, 5), job_of(2, 10, 20, 5, 5)}, {10});
  run.run();

  EXPECT_TRUE(run.preemptions.empty());
}

TEST(PreemptivePriority, LeavesOutVictimsWhoseBlocksAreNotNeeded) {
  // In order: job 1 (1 block, priority 0), then job 2 (4 blocks, priority 1). Job 3 needs four: job 2 alone will do.
  PolicyRun run("preemptive_priority", {job_of(1, 0, 100, 1, 0), job_of(2, 0, 100, 4, 1), job_of(3, 5, 10, 4, 2)},
                {5});
  run.run();

  EXPECT_EQ(run.preemptions, (std::map<std::uint32_t, int>{{2, 1}}));
}

/// Refuses everything and counts the placements it was asked for.
class Refusing final : public StartProbe {
 public:
  mutable std::vector<std::uint32_t> asked;
  bool try_start(JobId) override { return false; }
  int free_blocks(std::string_view) const override { return 0; }
  bool fits_without(JobId id, std::span<const JobId>) const override {
    asked.push_back(id.value);
    return false;
  }
};

TEST(PreemptivePriority, TriesOnlySoManyDisplacementsAndNoneThatCountsForbid) {
  RunningJob running{JobId{9}, 0, Seconds(1e6), "ironwood", 8, {{PodId{0}, 8}}};
  running.can_yield = true;
  std::vector<WaitingJob> waiting;
  for (std::uint32_t id = 0; id < 6; ++id) {
    const int blocks = id % 2 == 0 ? 16 : 4;  // sixteen are more than there are
    waiting.push_back({JobId{id}, 5, Seconds(0.0), Seconds(60.0), "ironwood", blocks, 1});
  }
  const SchedulingView view{Seconds(0.0), waiting, {&running, 1}};
  const auto choose = [&](const ParameterValues& values) {
    Refusing probe;
    Registry<Scheduler>::make("preemptive_priority", values)->choose(view, probe);
    return probe.asked;
  };

  EXPECT_THAT(choose({}), testing::ElementsAre(1, 3, 5));
  EXPECT_THAT(choose({{"preemption_depth", std::int64_t{2}}}), testing::ElementsAre(1, 3));
}

TEST(FairShare, LetsTheTenantGoFirstThatHasHadLeast) {
  const std::vector<WaitingJob> jobs{of_tenant(job_of(1, 0, 100, 10), "a"), of_tenant(job_of(2, 1, 100, 10), "a"),
                                     of_tenant(job_of(3, 2, 100, 10), "b")};
  EXPECT_EQ(PolicyRun("fair_share", jobs, {10}).run().starts, (Starts{{1, 0}, {3, 100}, {2, 200}}));
}

/// Both tenants always have more work than the site can do.
std::vector<WaitingJob> steady_work_of_two_tenants() {
  std::vector<WaitingJob> jobs;
  for (std::uint32_t i = 0; i < 350; ++i) jobs.push_back(of_tenant(job_of(i, 6.0 * i, 50, 1), "a"));
  for (std::uint32_t i = 0; i < 75; ++i) jobs.push_back(of_tenant(job_of(1000 + i, 28.0 * i, 120, 2), "b"));
  return jobs;
}

TEST(FairShare, GivesEqualSharesToEqualWeightsInTheLongRun) {
  PolicyRun run("fair_share", steady_work_of_two_tenants(), {10}, {{"half_life", 300.0}});
  run.run(2000.0);

  EXPECT_NEAR(run.block_seconds["a"] / (run.block_seconds["a"] + run.block_seconds["b"]), 0.5, 0.03);
}

TEST(FairShare, GivesSharesInProportionToWeights) {
  PolicyRun run("fair_share", steady_work_of_two_tenants(), {10}, {{"half_life", 300.0}});
  run.weights = {{"a", 3.0}, {"b", 1.0}};
  run.run(2000.0);

  EXPECT_NEAR(run.block_seconds["a"] / (run.block_seconds["a"] + run.block_seconds["b"]), 0.75, 0.03);
}

WaitingJob due(WaitingJob job, double deadline) {
  job.deadline = Seconds(deadline);
  return job;
}

TEST(Deadline, GoesByTheEarliestDeadlineAndPutsLostJobsBehind) {
  // 1 runs until 100. Then 3 (due at 160), 2 (due at 400); 4 could not even make 120 from the start; 5 has none.
  const std::vector<WaitingJob> jobs{job_of(1, 0, 100, 10), due(job_of(2, 1, 50, 10), 400),
                                     due(job_of(3, 2, 50, 10), 160), due(job_of(4, 3, 50, 10), 120),
                                     job_of(5, 4, 50, 10, 1)};
  PolicyRun run("deadline", jobs, {10}, {{"safety", 0.0}});
  run.run();

  EXPECT_EQ(run.starts, (Starts{{1, 0}, {3, 100}, {2, 150}, {5, 200}, {4, 250}}));
  EXPECT_THAT(run.reasons.at(4), HasSubstr("it can't"));
}

WaitingJob drawing(WaitingJob job, double watts) {
  job.power = Watts(watts);
  return job;
}

TEST(PowerAware, PlansPowerAheadForTheFirstJobThatLacksIt) {
  // 100 W. Job 1 draws 60 until 100. Job 2 wants 80: planned for 100. Job 3 (30 W for 50 s) ends before; job 4
  // (30 W for 500 s) would take power that is planned; job 5 (20 W for 500 s) takes what is left beside it.
  const std::vector<WaitingJob> jobs{drawing(job_of(1, 0, 100, 1), 60), drawing(job_of(2, 1, 50, 1), 80),
                                     drawing(job_of(3, 2, 50, 1), 30), drawing(job_of(4, 3, 500, 1), 30),
                                     drawing(job_of(5, 60, 500, 1), 20)};
  PolicyRun run("power_aware", jobs, {10});
  run.power = Watts(100.0);
  run.run();

  EXPECT_EQ(run.starts, (Starts{{1, 0}, {2, 100}, {3, 2}, {4, 150}, {5, 60}}));
  EXPECT_THAT(run.reasons.at(4), HasSubstr("would delay job 2"));
  EXPECT_THAT(run.reasons.at(2), HasSubstr("planned for 1.667 min"));
}

TEST(PowerAware, KeepsAReserveForUrgentJobs) {
  const std::vector<WaitingJob> jobs{drawing(job_of(1, 0, 100, 1), 60), drawing(job_of(2, 0, 100, 1), 30),
                                     drawing(job_of(3, 5, 10, 1, 100), 40)};
  PolicyRun run("power_aware", jobs, {10}, {{"reserve", 0.3}});
  run.power = Watts(100.0);
  run.run();

  EXPECT_EQ(run.starts, (Starts{{1, 0}, {3, 5}, {2, 100}}));
}

TEST(TimeShift, WaitsForCheapHoursWithinItsSlack) {
  // Price 90 until 1,000, then 10 until 2,000, repeated. A job of 500 s can wait for 1,000 when its slack allows.
  PolicyRun run("time_shift",
                {due(job_of(1, 0, 500, 1), 5000), due(job_of(2, 0, 500, 1), 1200), job_of(3, 0, 500, 1)}, {10});
  run.signal.series.set(Seconds(0.0), 90.0);
  run.signal.series.set(Seconds(1000.0), 10.0);
  run.signal.period = Seconds(2000.0);
  run.signal.unit = "$/MWh";
  run.run();

  EXPECT_EQ(run.starts.at(1), 1000.0);
  EXPECT_EQ(run.reasons.at(1), "waits until 16.67 min: 10 $/MWh over its run rather than 90");
  EXPECT_EQ(run.starts.at(2), 650.0);  // as late as its deadline allows: 150 s of it are cheap
  EXPECT_EQ(run.starts.at(3), 0.0);
}

TEST(TimeShift, DoesNotWaitToSaveLittle) {
  PolicyRun run("time_shift", {due(job_of(1, 0, 500, 1), 5000)}, {10}, {{"least_saving", 0.2}});
  run.signal.series.set(Seconds(0.0), 50.0);
  run.signal.series.set(Seconds(1000.0), 45.0);
  run.signal.period = Seconds(2000.0);
  run.run();

  EXPECT_EQ(run.starts.at(1), 0.0);
}

TEST(Signal, RepeatsAfterItsPeriod) {
  Signal signal;
  signal.series.set(Seconds(0.0), 1.0);
  signal.series.set(Seconds(10.0), 3.0);
  signal.period = Seconds(20.0);

  EXPECT_EQ(signal.at(Seconds(35.0)), 3.0);
  EXPECT_DOUBLE_EQ(signal.mean(Seconds(5.0), Seconds(25.0)), 2.0);
  EXPECT_DOUBLE_EQ(signal.mean(Seconds(0.0), Seconds(60.0)), 2.0);
}

}  // namespace
}  // namespace gigapod::test
