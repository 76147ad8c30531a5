#include "analysis/export/run_trace.hpp"

#include "tests/trace_rules.hpp"
#include "tests/unit/analysis/run/made_run.hpp"

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

TEST(RunTrace, TheSiteHasItsMetricsAndTheEventsOfNoJobOrPod) {
  RunData run = run_with_jobs();
  run.metrics.clear();
  run.metrics["site_power_watts"][""].set(Seconds(0), 1e6);
  run.metrics["site_power_watts"][""].set(Seconds(1.5), 2e6);
  run.metrics["pod_power_watts"]["pod-1"].set(Seconds(0), 1e6);
  run.events.push_back({Seconds(1000), "power_fault", "dip", "", 5e5, "half of the grid"});

  const std::string trace = run_trace_json(run);

  EXPECT_EQ(trace_faults(trace), "");
  EXPECT_EQ(names_on(trace, "site", "events", "i"), (std::vector<std::string>{"power_fault: dip"}));
  const auto counters = events_on(trace, "site", "metrics", "C");
  ASSERT_EQ(counters.size(), 2u);
  EXPECT_EQ(counters[1]["ts"], 1.5e6);
  EXPECT_EQ(counters[1]["args"]["value"], 2e6);
}

}  // namespace
}  // namespace gigapod
