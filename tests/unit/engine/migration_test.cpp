// Whole runs in which running jobs move to make room.
#include "tests/unit/engine/small_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

JobSpec job_of(const std::string& name, Shape slice, Seconds submit, Seconds duration) {
  JobSpec job = small_job(name);
  job.slice = std::move(slice);
  job.plan.parallelism.fsdp = job.slice.chips();
  job.plan.global_batch = job.slice.chips();
  job.tokens = 0.0;
  job.submit = submit;
  job.duration = duration;
  job.checkpoint_interval = 100_h;
  return job;
}

/// Two pods of 144 cubes with a job of 64 cubes each: 80 are free in either, and a slice of 128 fits in none.
Scenario split(const std::string& defragmentation) {
  Scenario scenario = ironwood_site(2);
  scenario.horizon = 2_days;
  scenario.placement = {"spread", {}};
  scenario.defragmentation = {defragmentation, {}};
  scenario.jobs = {job_of("a", {{16, 16, 16}}, 0_s, 20_h), job_of("b", {{16, 16, 16}}, 0_s, 20_h),
                   job_of("large", {{16, 16, 32}}, 2_h, 1_h)};
  return scenario;
}

TEST(Migration, LetsAJobStartThatWouldWaitForTheEndOfAnother) {
  const RecordedRun stays = simulated(split("none"));
  const RecordedRun moves = simulated(split("migrate"));

  EXPECT_NEAR(stays.jobs.at("large").start, 20 * 3600.0 + 300.0, 1.0);
  EXPECT_EQ(stays.figure("migrations"), 0.0);
  const double saved = moves.jobs.at("large").start - 7200.0;
  EXPECT_GT(saved, 0.0);
  EXPECT_LT(saved, 60.0);
  EXPECT_EQ(moves.figure("migrations"), 1.0);
  EXPECT_EQ(moves.figure("preemptions"), 0.0);
  EXPECT_EQ(moves.jobs.at("large").state, "finished");
}

TEST(Migration, CostsTheMoverItsCheckpointItsStartAndItsRestoreAndNoStep) {
  const RecordedRun stays = simulated(split("none"));
  const RecordedRun moves = simulated(split("migrate"));

  const double cost = moves.figure("migration_chip_seconds");
  const double longer = moves.jobs.at("a").end - stays.jobs.at("a").end;
  EXPECT_GT(longer, 300.0);
  EXPECT_LT(longer, 360.0);
  EXPECT_NEAR(cost, 4096.0 * longer, 1.0);
  EXPECT_EQ(moves.figure("chip_seconds_recompute"), 0.0);
  const auto booked = [](const RecordedRun& run) {
    return run.figure("chip_seconds_checkpoint") + run.figure("chip_seconds_restart_lost");
  };
  EXPECT_NEAR(booked(moves) - booked(stays), cost, 1.0);
  EXPECT_NEAR(moves.figure("chip_seconds_busy_useful"), stays.figure("chip_seconds_busy_useful"), 1.0);
}

TEST(Migration, ExplainsItself) {
  const RecordedRun run = simulated(split("migrate"));

  EXPECT_THAT(
      run.details("migrate", "a"),
      ElementsAre(MatchesRegex("moves from ironwood-00 to ironwood-01 to make room for large: frees 16x16x32; "
                               "costs about 5\\.[0-9]* min of 4096 chips, saves 18\\.[0-9]* h of 8192")));
  EXPECT_THAT(run.details("wait", "large"),
              ElementsAre(HasSubstr("short of 16x16x32 in every pod"), "waits for 1 job to move"));
  EXPECT_THAT(run.details("wait", "a"), ElementsAre());
  EXPECT_GT(run.figure("wait_chip_seconds_migration"), 0.0);
}

TEST(Migration, LetsNobodyElseTakeTheBlocksMeanwhile) {
  Scenario scenario = split("migrate");
  scenario.jobs.push_back(job_of("urgent", {{16, 16, 16}}, 7200.01_s, 1_h));
  scenario.jobs.back().priority = 100;
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.details("wait", "urgent").front(), "waits while jobs move to make room for large");
  EXPECT_LT(run.jobs.at("large").start, 7260.0);
}

TEST(Migration, StaysAwayWhereItCostsMoreThanItGains) {
  Scenario scenario = split("migrate");
  scenario.jobs[0].duration = scenario.jobs[1].duration = 2_h;  // they end soon after the large job comes
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.figure("migrations"), 0.0);
  EXPECT_NEAR(run.jobs.at("large").start, 7500.0, 1.0);
}

TEST(Migration, WaitsUntilAJobHasStayedLongEnough) {
  Scenario scenario = split("migrate");
  scenario.defragmentation.parameters = {{"least_interval", 3.0 * 3600.0}};
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.figure("migrations"), 1.0);
  EXPECT_GE(run.jobs.at("large").start, 3 * 3600.0);
  EXPECT_LT(run.jobs.at("large").start, 3 * 3600.0 + 600.0 + 60.0);
}

TEST(Migration, SurvivesFailuresAndGivesTheSameResultsAgain) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Scenario scenario = split("migrate");
    scenario.seed = seed;
    scenario.horizon = 4_days;
    scenario.jobs[0].count = scenario.jobs[1].count = 6;
    scenario.jobs[0].spacing = scenario.jobs[1].spacing = 14_h;
    scenario.jobs[2].count = 12;
    scenario.jobs[2].spacing = 5_h;
    scenario.failures = published_failure_classes();
    for (FailureClass& failure : scenario.failures) failure.rate *= 20.0;
    const RecordedRun run = simulated(scenario);  // checks that every chip-second is booked once

    EXPECT_GT(run.figure("migrations"), 0.0);
    EXPECT_GT(run.figure("interruptions"), 0.0);
    const bool is_repeated = seed > 1 || simulated(scenario).fingerprint == run.fingerprint;
    EXPECT_TRUE(is_repeated);
  }
}

}  // namespace
}  // namespace gigapod
