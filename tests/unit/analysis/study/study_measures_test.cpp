#include "analysis/study/study_measures.hpp"

#include "sim/base/diagnostics.hpp"
#include "tests/unit/analysis/run/made_run.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

/// A run with one job that two classes of failures stopped.
RunData interrupted_run() {
  RunData run = made_run();
  run.workloads.clear();
  run.events.clear();
  WorkloadRecord job;
  job.name = "train";
  job.goodput = 0.75;
  job.interruptions = 3;
  job.steps = 40;
  job.tokens = 4e9;
  job.chip_seconds = 7200.0;
  job.start = Seconds(100.0);
  job.end = Seconds(500.0);
  job.chips = 50;
  job.step_time = Seconds(5.0);
  run.metrics["job_chips"]["train"].set(Seconds(100.0), 100.0);
  run.metrics["job_chips"]["train"].set(Seconds(200.0), 50.0);
  run.workloads.push_back(job);
  run.figures["interruptions_by_host"] = 2;
  run.events.push_back({Seconds(2.0), "failure", "host", "pod 0", 4.0, ""});
  return run;
}

std::string refusal_of(const std::string& measure) {
  try {
    (void)measures_of(interrupted_run(), {measure});
  } catch (const InvalidInput& refusal) {
    return refusal.what();
  }
  return "";
}

TEST(StudyMeasures, AreTakenFromFiguresJobsAndEvents) {
  const auto values =
      measures_of(interrupted_run(),
                  {"interruptions", "share.busy_useful", "train.goodput", "train.interruptions", "interruptions.host",
                   "interruptions.never", "failures.host", "train.steps", "train.tokens", "train.chip_hours"});

  const std::vector<double> expected = {310, 0.8, 0.75, 3, 2, 0, 1, 40, 4e9, 2};
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[i], 1e-9) << i;
}

/// 40 steps of 5 s on 50 chips, in 400 s that began with 100.
TEST(StudyMeasures, ProgressCountsTheChipsAJobGaveUp) {
  EXPECT_NEAR(measures_of(interrupted_run(), {"train.progress"})[0], 40 * 5.0 * 50 / (400.0 * 100), 1e-12);
}

TEST(StudyMeasures, AReasonThatNoJobWaitedForIs0) {
  EXPECT_EQ(measures_of(interrupted_run(), {"wait_chip_seconds_power", "interruptions_by_host"}),
            (std::vector<double>{0.0, 2.0}));
}

TEST(StudyMeasures, RefuseWhatTheRunDoesNotHave) {
  EXPECT_EQ(refusal_of("interruption"), "error: the run has no figure 'interruption'\n");
  EXPECT_EQ(refusal_of("share.bubbles"), "error: the run has no figure 'chip_seconds_bubbles'\n");
  EXPECT_EQ(refusal_of("absent.goodput"), "error: the run has no measure 'absent.goodput'\n");
  EXPECT_EQ(refusal_of("train.attainment"), "error: the run has no measure 'train.attainment'\n");
}

TEST(StudyMeasures, FractionsArePrintedInPercent) {
  EXPECT_TRUE(is_fraction("train.goodput"));
  EXPECT_TRUE(is_fraction("share.down"));
  EXPECT_TRUE(is_fraction("train.progress"));
  EXPECT_TRUE(is_fraction("chat.attainment"));
  EXPECT_TRUE(is_fraction("utilization"));
  EXPECT_FALSE(is_fraction("train.interruptions"));
  EXPECT_FALSE(is_fraction("interruptions_by_host"));
  EXPECT_FALSE(is_fraction("chat.ttft_p95_seconds"));
}

TEST(StudyMeasures, HaveTheUnitsOfTheirDefinitions) {
  EXPECT_EQ(measure_unit("curtailed_joules"), "J");
  EXPECT_EQ(measure_unit("energy_cost_dollars"), "$");
  EXPECT_EQ(measure_unit("chip_seconds_down"), "chip-seconds");
  EXPECT_EQ(measure_unit("share.down"), "share");
  EXPECT_EQ(measure_unit("train.joules_per_token"), "J/token");
  EXPECT_EQ(measure_unit("interruptions_by_host"), "interruptions");
}

}  // namespace
}  // namespace gigapod
