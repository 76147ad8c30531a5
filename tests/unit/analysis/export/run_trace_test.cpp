#include "analysis/export/run_trace.hpp"

#include "tests/trace_rules.hpp"
#include "tests/unit/analysis/made_run.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

/// A job on two pods with a restart in between, another beside it on one of the pods.
RunData run_with_jobs() {
  RunData run = made_run();
  WorkloadRecord train = made_job("train", 1e9);
  train.submit = Seconds(0);
  train.start = Seconds(60);
  WorkloadRecord tune = made_job("tune", 1e6);
  tune.state = "finished";
  tune.start = Seconds(0);
  tune.end = Seconds(500);
  run.workloads = {train, tune};
  run.occupancy = {{"train", "pod-1", Seconds(60), Seconds(300), 64, "run"},
                   {"train", "pod-2", Seconds(60), Seconds(300), 64, "run"},
                   {"tune", "pod-1", Seconds(0), Seconds(500), 8, "run"},
                   {"train", "pod-1", Seconds(300), Seconds(420), 64, "restart"},
                   {"train", "pod-2", Seconds(300), Seconds(420), 64, "restart"},
                   {"train", "pod-1", Seconds(480), run.horizon(), 64, "run"}};
  run.events = {{Seconds(0), "submit", "train", "", 8192, ""},
                {Seconds(300), "failure", "machine", "pod-2", 64, "rack 3"},
                {Seconds(300), "restart", "train", "", 8192, ""},
                {Seconds(900), "repair", "machine", "pod-2", 64, ""}};
  run.metrics["site_power_watts"][""].set(Seconds(0), 1e6);
  return run;
}

TEST(RunTrace, IsAValidTrace) { EXPECT_EQ(trace_faults(run_trace_json(run_with_jobs())), ""); }

TEST(RunTrace, AJobsTrackTellsItsLife) {
  EXPECT_EQ(names_on(run_trace_json(run_with_jobs()), "jobs and fleets", "train"),
            (std::vector<std::string>{"train (running)", "wait", "run", "restart", "wait", "run"}));
}

TEST(RunTrace, AJobThatLostItsChipsWaitsToTheEnd) {
  RunData run = run_with_jobs();
  run.occupancy.pop_back();
  run.workloads.front().state = "waiting";

  EXPECT_EQ(names_on(run_trace_json(run), "jobs and fleets", "train"),
            (std::vector<std::string>{"train (waiting)", "wait", "run", "restart", "wait"}));
}

TEST(RunTrace, AJobThatNeverStartsWaits) {
  RunData run = run_with_jobs();
  run.occupancy.clear();
  run.workloads.front().start.reset();

  EXPECT_EQ(names_on(run_trace_json(run), "jobs and fleets", "train"),
            (std::vector<std::string>{"train (running)", "wait"}));
}

TEST(RunTrace, APodHasALaneForEachJobAtOnceAndItsFailures) {
  const std::string trace = run_trace_json(run_with_jobs());

  EXPECT_EQ(names_on(trace, "pod pod-1", "lane 1"), (std::vector<std::string>{"tune"}));
  EXPECT_EQ(names_on(trace, "pod pod-1", "lane 2"), (std::vector<std::string>{"train", "train", "train"}));
  EXPECT_EQ(names_on(trace, "pod pod-2", "failures and repairs", "i"),
            (std::vector<std::string>{"failure: machine", "repair: machine"}));
}

}  // namespace
}  // namespace gigapod
