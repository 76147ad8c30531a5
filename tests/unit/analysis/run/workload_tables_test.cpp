#include "analysis/run/workload_tables.hpp"

#include "tests/unit/analysis/run/made_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(TrainingTable, ShowsTheLargestJobsAndCountsTheRest) {
  RunData run = made_run();
  for (int i = 0; i < 15; ++i) run.workloads.push_back(made_job("job-" + std::to_string(i), i * 1e6));

  const std::string text = training_table(run);

  EXPECT_THAT(text, HasSubstr("job-14  "));
  EXPECT_THAT(text, HasSubstr("job-3  "));
  EXPECT_THAT(text, Not(HasSubstr("job-2 ")));
  EXPECT_THAT(text, HasSubstr("  and 3 smaller jobs: 0 finished, 375 B tokens trained\n"));
}

TEST(TrainingTable, ShowsDashesForAJobThatHasNotStarted) {
  RunData run = made_run();
  WorkloadRecord waiting = made_job("late", 0);
  waiting.start.reset();
  waiting.state = "waiting";
  waiting.tokens = 0;
  run.workloads.push_back(waiting);

  EXPECT_EQ(training_table(run),
            "Jobs\n"
            "  name  chips  slices    state      step    MFU  goodput  tokens  interruptions\n"
            "  late  9,216  16x24x24  waiting  17.6 s  46.0%        -       -              -\n");
}

TEST(PublishedTable, GivesTheErrorOfStepTimeAndMfu) {
  RunData run = made_run();
  WorkloadRecord palm = made_job("palm-540b", 1);
  palm.step_time = Seconds(18.0);
  palm.published_step_time = Seconds(17.6);
  palm.published_mfu = 0.462;
  palm.published_source = "arXiv:2204.02311";
  run.workloads = {made_job("other", 2), palm};

  EXPECT_EQ(published_table(run),
            "Simulated beside published\n"
            "                  step                          MFU\n"
            "  name       simulated  published  error  simulated  published  error\n"
            "  palm-540b     18.0 s     17.6 s  +2.3%      46.0%      46.2%  -0.4%\n"
            "  palm-540b: arXiv:2204.02311\n");
}

TEST(FleetTable, GivesMeanAndPeakOfDemandAndReplicas) {
  RunData run = made_run();
  add_made_fleet(run, "chat-405b");

  EXPECT_EQ(fleet_table(run),
            "Serving fleets\n"
            "                requests/s       replicas          tokens\n"
            "  name         mean / peak    mean / peak   chips  served  unserved    TTFT     TPOT\n"
            "  chat-405b  1,500 / 2,000  1,200 / 1,200  12,800  1.90 T      0.1%  380 ms  21.0 ms\n");
}

TEST(WorkloadTables, AreEmptyWithoutWorkloads) {
  const RunData run = made_run();

  EXPECT_EQ(training_table(run) + published_table(run) + fleet_table(run), "");
}

}  // namespace
}  // namespace gigapod
