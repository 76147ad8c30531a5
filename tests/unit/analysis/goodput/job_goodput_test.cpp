#include "analysis/goodput/job_goodput.hpp"

#include "tests/unit/analysis/made_scenario.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

SliceAllocation one_pod(int slices) { return {Shape{{16, 24, 24}}, slices}; }

JobGoodput goodput_of(const FailureTerms& terms, int slices) {
  const Scenario scenario = made_scaling_scenario();
  return job_goodput(terms, scenario.site, scenario.pods.at("ironwood"), scenario.chips.at("v7"), one_pod(slices),
                     Bytes(5e12));
}

TEST(JobGoodput, IsOneWhereNothingFails) {
  const JobGoodput found = goodput_of({}, 1);

  EXPECT_EQ(found.goodput, 1.0);
  EXPECT_EQ(found.mean_time_between_interruptions, Seconds(0));
}

TEST(JobGoodput, FallsWithTheChipsAndTheTimeOfARestart) {
  FailureTerms terms;
  terms.failures = published_failure_classes();
  FailureTerms slow = terms;
  slow.restart_time = Seconds(1800);

  const double of_one = goodput_of(terms, 1).goodput;

  EXPECT_LT(of_one, 1.0);
  EXPECT_LT(goodput_of(terms, 8).goodput, of_one);
  EXPECT_LT(goodput_of(slow, 1).goodput, of_one);
}

TEST(JobGoodput, TakesTheIntervalThatIsGiven) {
  FailureTerms terms;
  terms.failures = published_failure_classes();
  terms.checkpoint_interval = Seconds(3600);

  EXPECT_EQ(goodput_of(terms, 1).checkpoint_interval, Seconds(3600));
}

TEST(JobGoodput, AsynchronousCheckpointsStopTheStepsForTheCopyOnly) {
  FailureTerms terms;
  terms.failures = published_failure_classes();
  const Seconds copy = goodput_of(terms, 1).checkpoint_pause;
  terms.checkpoints_async = false;

  EXPECT_NEAR(copy.value(), 5e12 / (32e9 * 9216), 1e-9);
  EXPECT_GT(goodput_of(terms, 1).checkpoint_pause, copy);
}

TEST(JobGoodput, LosesTheTimeUntilCorruptionIsFoundAndThatOfSlowSteps) {
  FailureTerms terms;
  terms.failures = published_failure_classes();
  FailureTerms found_at_once = terms;
  FailureTerms at_full_speed = terms;
  for (FailureClass& kind : found_at_once.failures) {
    if (kind.effect == FailureEffect::kCorrupt) kind.detection = Seconds(1);
  }
  for (FailureClass& kind : at_full_speed.failures) kind.slowdown = 0.0;

  EXPECT_GT(goodput_of(found_at_once, 108).goodput, 1.05 * goodput_of(terms, 108).goodput);
  EXPECT_NEAR(goodput_of(at_full_speed, 108).goodput / goodput_of(terms, 108).goodput, 1.04, 0.01);
}

}  // namespace
}  // namespace gigapod
