#include "analysis/report/timeline.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

RunData run_of(double horizon, const std::vector<std::string>& jobs) {
  RunData run;
  run.figures["horizon_seconds"] = horizon;
  for (const std::string& name : jobs) {
    WorkloadRecord work;
    work.name = name;
    run.workloads.push_back(work);
  }
  return run;
}

void stay(RunData& run, const std::string& job, const std::string& pod, double begin, double end, int blocks,
          const std::string& phase = "run") {
  run.occupancy.push_back({job, pod, Seconds(begin), Seconds(end), blocks, phase});
}

double block_seconds(const std::vector<LaneSegment>& segments) {
  double sum = 0.0;
  for (const LaneSegment& segment : segments) sum += segment.blocks * (segment.end - segment.begin).value();
  return sum;
}

TEST(Timeline, AddsUpAJobOverItsPods) {
  RunData run = run_of(100.0, {"a"});
  stay(run, "a", "pod-0", 0.0, 40.0, 4);
  stay(run, "a", "pod-1", 10.0, 40.0, 4);
  stay(run, "a", "pod-0", 40.0, 50.0, 4, "restart");
  stay(run, "a", "pod-1", 40.0, 50.0, 4, "restart");

  const Timeline timeline = build_timeline(run);

  ASSERT_EQ(timeline.jobs.size(), 1u);
  EXPECT_EQ(timeline.jobs[0].segments,
            (std::vector<LaneSegment>{{Seconds(0.0), Seconds(10.0), 4.0, LanePhase::kRun},
                                      {Seconds(10.0), Seconds(40.0), 8.0, LanePhase::kRun},
                                      {Seconds(40.0), Seconds(50.0), 8.0, LanePhase::kRestart}}));
  EXPECT_EQ(timeline.jobs[0].peak_blocks, 8.0);
}

TEST(Timeline, FoldsNeighbouringPodsThatHoldTheSame) {
  RunData run = run_of(100.0, {"a", "b"});
  for (int pod = 0; pod < 5; ++pod) stay(run, "a", fmt::format("pod-{}", pod), 0.0, 50.0, 4);
  stay(run, "b", "pod-3", 60.0, 80.0, 2);

  const Timeline timeline = build_timeline(run);

  ASSERT_EQ(timeline.pods.size(), 3u);
  EXPECT_EQ(timeline.pods[0].first, "pod-0");
  EXPECT_EQ(timeline.pods[0].last, "pod-2");
  EXPECT_EQ(timeline.pods[0].count, 3);
  EXPECT_EQ(timeline.pods[1].bars.size(), 2u);
}

TEST(Timeline, PutsJobsOfAPodOnTopOfEachOther) {
  RunData run = run_of(100.0, {"a", "b", "c"});
  stay(run, "a", "pod-0", 0.0, 50.0, 4);
  stay(run, "b", "pod-0", 10.0, 90.0, 3);
  stay(run, "c", "pod-0", 60.0, 90.0, 4);

  const Timeline timeline = build_timeline(run);

  const std::vector<PodBar>& bars = timeline.pods.at(0).bars;
  ASSERT_EQ(bars.size(), 3u);
  EXPECT_EQ(bars[0].offset, 0.0);
  EXPECT_EQ(bars[1].offset, 4.0);
  EXPECT_EQ(bars[2].offset, 0.0);
  EXPECT_EQ(timeline.pods[0].blocks, 7.0);
}

TEST(Timeline, DrawsManyShortStaysTogetherAndKeepsTheirBlockSeconds) {
  RunData run = run_of(2'592'000.0, {"fleet"});
  for (int i = 0; i < 2880; ++i) stay(run, "fleet", "pod-0", i * 900.0, (i + 1) * 900.0, 50 + (i * 7) % 40);
  const double before = 900.0 * [&] {
    double sum = 0.0;
    for (const OccupancyRecord& record : run.occupancy) sum += record.blocks;
    return sum;
  }();

  const Timeline timeline = build_timeline(run);

  EXPECT_LE(timeline.jobs[0].segments.size(), 800u);
  EXPECT_GE(timeline.jobs[0].segments.size(), 300u);
  EXPECT_NEAR(block_seconds(timeline.jobs[0].segments), before, 1e-3 * before);
}

TEST(Timeline, MarksRestartsThatAreTooShortToSee) {
  RunData run = run_of(2'592'000.0, {"frontier"});
  for (int i = 0; i < 1000; ++i) {
    stay(run, "frontier", "pod-0", i * 2592.0, i * 2592.0 + 2352.0, 144);
    stay(run, "frontier", "pod-0", i * 2592.0 + 2352.0, (i + 1) * 2592.0, 144, "restart");
  }

  const Timeline timeline = build_timeline(run);

  EXPECT_LE(timeline.jobs[0].segments.size(), 800u);
  EXPECT_GT(timeline.jobs[0].interruptions.size(), 400u);
  EXPECT_LE(timeline.jobs[0].interruptions.size(), 600u);
}

TEST(Timeline, ShowsAJobThatIsHeldByPower) {
  RunData run = run_of(100.0, {"a"});
  stay(run, "a", "pod-0", 0.0, 50.0, 4);
  stay(run, "a", "pod-0", 50.0, 80.0, 4, "held");
  stay(run, "a", "pod-0", 80.0, 100.0, 4);

  const JobLane lane = build_timeline(run).jobs.at(0);

  ASSERT_EQ(lane.segments.size(), 3u);
  EXPECT_EQ(lane.segments[1], (LaneSegment{Seconds(50.0), Seconds(80.0), 4.0, LanePhase::kHeld}));
  EXPECT_TRUE(lane.interruptions.empty());
}

TEST(Timeline, ShowsAPodThatHoldsNothing) {
  RunData run = run_of(100.0, {"a"});
  stay(run, "a", "pod-0", 0.0, 50.0, 4);
  run.metrics["pod_busy_fraction"]["pod-0"].set(Seconds(0.0), 1.0);
  run.metrics["pod_busy_fraction"]["pod-1"].set(Seconds(0.0), 0.0);

  const Timeline timeline = build_timeline(run);

  ASSERT_EQ(timeline.pods.size(), 2u);
  EXPECT_TRUE(timeline.pods[1].bars.empty());
}

TEST(Timeline, OfAnEmptyRunIsEmpty) {
  const Timeline timeline = build_timeline(run_of(100.0, {}));

  EXPECT_TRUE(timeline.jobs.empty());
  EXPECT_TRUE(timeline.pods.empty());
}

}  // namespace
}  // namespace gigapod
