#include "analysis/study_measures.hpp"

#include "sim/base/diagnostics.hpp"
#include "tests/unit/analysis/made_run.hpp"

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

TEST(StudyMeasures, RefuseWhatTheRunDoesNotHave) {
  EXPECT_EQ(refusal_of("interruption"), "error: runs have no figure 'interruption'; did you mean 'interruptions'?\n");
  EXPECT_EQ(refusal_of("nothing_like_it_at_all"),
            "error: runs have no figure 'nothing_like_it_at_all'; `gigapod run` writes them to summary.json\n");
  EXPECT_EQ(refusal_of("share.bubbles"),
            "error: runs have no figure 'chip_seconds_bubbles'; did you mean 'chip_seconds_bubble'?\n");
  EXPECT_EQ(refusal_of("absent.goodput"), "error: the run has no job 'absent'\n");
}

TEST(StudyMeasures, FractionsArePrintedInPercent) {
  EXPECT_TRUE(is_fraction("train.goodput"));
  EXPECT_TRUE(is_fraction("share.down"));
  EXPECT_TRUE(is_fraction("train.progress"));
  EXPECT_FALSE(is_fraction("train.interruptions"));
}

}  // namespace
}  // namespace gigapod
