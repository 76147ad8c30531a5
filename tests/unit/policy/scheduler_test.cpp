#include "sim/policy/scheduler.hpp"

#include "sim/base/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace gigapod {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

enum class Tells {
  kTotals,
  kPods,
  kPreviews
};

/// Pods by free blocks; a job's slices go first fit, lowest pod first.
class TestProbe final : public StartProbe {
 public:
  TestProbe(std::vector<WaitingJob> jobs, std::map<std::string, std::vector<int>> free, Tells tells = Tells::kPods)
      : jobs_(std::move(jobs)), free_(std::move(free)), tells_(tells) {}

  bool try_start(JobId job) override {
    const auto blocks = find(job);
    if (!blocks) return false;
    for (const PodBlocks& part : *blocks) free_[std::string(job_of(job).pod_type)][part.pod.value] -= part.blocks;
    started.push_back(job.value);
    return true;
  }
  int free_blocks(std::string_view pod_type) const override {
    int sum = 0;
    for (const int free : free_.at(std::string(pod_type))) sum += free;
    return sum;
  }
  std::vector<PodBlocks> free_blocks_by_pod(std::string_view pod_type) const override {
    if (tells_ == Tells::kTotals) return {};
    std::vector<PodBlocks> all;
    for (const int free : free_.at(std::string(pod_type)))
      all.push_back({PodId{static_cast<std::uint32_t>(all.size())}, free});
    return all;
  }
  std::optional<std::vector<PodBlocks>> preview(JobId job) const override {
    return tells_ == Tells::kPreviews ? find(job) : std::nullopt;
  }

  std::vector<std::uint32_t> started;

 private:
  const WaitingJob& job_of(JobId id) const {
    return *std::find_if(jobs_.begin(), jobs_.end(), [id](const WaitingJob& job) { return job.job == id; });
  }
  std::optional<std::vector<PodBlocks>> find(JobId id) const {
    const WaitingJob& job = job_of(id);
    std::vector<int> free = free_.at(std::string(job.pod_type));
    std::vector<PodBlocks> taken;
    for (int slice = 0; slice < job.slices; ++slice) {
      const auto pod =
          std::find_if(free.begin(), free.end(), [&](int blocks) { return blocks >= job.blocks_per_slice; });
      if (pod == free.end()) return std::nullopt;
      *pod -= job.blocks_per_slice;
      taken.push_back({PodId{static_cast<std::uint32_t>(pod - free.begin())}, job.blocks_per_slice});
    }
    return taken;
  }

  std::vector<WaitingJob> jobs_;
  std::map<std::string, std::vector<int>> free_;
  Tells tells_;
};

WaitingJob waiting(std::uint32_t id, int blocks, double duration, int priority = 0, double submit = 0.0) {
  return {JobId{id}, priority, Seconds(submit), Seconds(duration), "ironwood", blocks, 1};
}

RunningJob running(std::uint32_t id, int blocks, double end, std::uint32_t pod = 0) {
  return {JobId{id}, 0, Seconds(end), "ironwood", blocks, {{PodId{pod}, blocks}}};
}

std::vector<std::uint32_t> started_by(const std::string& scheduler, const std::vector<WaitingJob>& jobs,
                                      const std::vector<RunningJob>& in_use, std::vector<int> free,
                                      Tells tells = Tells::kPods) {
  TestProbe probe(jobs, {{"ironwood", std::move(free)}}, tells);
  Registry<Scheduler>::make(scheduler)->choose({Seconds(0.0), jobs, in_use}, probe);
  return probe.started;
}

TEST(Fcfs, HoldsBackEveryLaterJob) {
  const std::vector<WaitingJob> jobs{waiting(1, 3, 10), waiting(2, 8, 10), waiting(3, 1, 1)};
  EXPECT_THAT(started_by("fcfs", jobs, {}, {10}), ElementsAre(1));
}

TEST(Fcfs, IgnoresPriorityAndGoesBySubmitTime) {
  const std::vector<WaitingJob> jobs{waiting(1, 5, 10, 9, 7.0), waiting(2, 6, 10, 0, 3.0)};
  EXPECT_THAT(started_by("fcfs", jobs, {}, {10}), ElementsAre(2));
}

TEST(Fcfs, DoesNotHoldBackAnotherPodType) {
  std::vector<WaitingJob> jobs{waiting(1, 20, 10), waiting(2, 1, 10)};
  jobs[1].pod_type = "v4";
  TestProbe probe(jobs, {{"ironwood", {10}}, {"v4", {10}}});

  Registry<Scheduler>::make("fcfs")->choose({Seconds(0.0), jobs, {}}, probe);

  EXPECT_THAT(probe.started, ElementsAre(2));
}

TEST(PriorityBackfill, StartsByPriorityThenSubmitTime) {
  const std::vector<WaitingJob> jobs{waiting(1, 2, 10, 0, 0.0), waiting(2, 2, 10, 5, 4.0), waiting(3, 2, 10, 5, 3.0)};
  EXPECT_THAT(started_by("priority_backfill", jobs, {}, {10}), ElementsAre(3, 2, 1));
}

// One pod of ten blocks, two free. Job 10 (six blocks) ends at 10, job 11 (two) at 20. Job 1 wants eight: it can
// start at 10, when exactly eight are free.
const std::vector<RunningJob> kInUse{running(10, 6, 10.0), running(11, 2, 20.0)};

TEST(PriorityBackfill, FillsTheGapWithAJobThatEndsInTime) {
  EXPECT_THAT(started_by("priority_backfill", {waiting(1, 8, 5, 1), waiting(2, 2, 10)}, kInUse, {2}), ElementsAre(2));
}

TEST(PriorityBackfill, RefusesAJobThatWouldDelayTheReservation) {
  EXPECT_THAT(started_by("priority_backfill", {waiting(1, 8, 5, 1), waiting(2, 2, 10.5)}, kInUse, {2}), IsEmpty());
}

TEST(PriorityBackfill, LetsALongJobUseTheBlocksThatAreLeftOver) {
  const std::vector<WaitingJob> jobs{waiting(1, 7, 5, 1), waiting(2, 1, 1000), waiting(3, 1, 1000),
                                     waiting(4, 1, 10)};
  for (const Tells tells : {Tells::kTotals, Tells::kPods, Tells::kPreviews}) {
    EXPECT_THAT(started_by("priority_backfill", jobs, kInUse, {2}, tells), ElementsAre(2, 4));
  }
}

TEST(PriorityBackfill, CountsJobsItHasJustStartedAsRunning) {
  // Job 1 takes the two free blocks until 30, so job 2 (eight) waits for 20 and job 3 may not run past it.
  const std::vector<WaitingJob> jobs{waiting(1, 1, 30, 2), waiting(2, 9, 5, 1), waiting(3, 1, 25)};
  EXPECT_THAT(started_by("priority_backfill", jobs, kInUse, {2}), ElementsAre(1));
  const std::vector<WaitingJob> shorter{waiting(1, 1, 15, 2), waiting(2, 9, 5, 1), waiting(3, 1, 20)};
  EXPECT_THAT(started_by("priority_backfill", shorter, kInUse, {2}), ElementsAre(1, 3));
}

TEST(PriorityBackfill, HoldsNobodyBackForAJobThatCanNeverStart) {
  EXPECT_THAT(started_by("priority_backfill", {waiting(1, 50, 5, 1), waiting(2, 2, 1e9)}, kInUse, {2}),
              ElementsAre(2));
}

// Pod 0: one block free, three busy until 100. Pod 1: all four busy until 10. Job 1 wants a whole pod: at 10, pod 1.
const std::vector<RunningJob> kTwoPods{running(10, 3, 100.0, 0), running(11, 4, 10.0, 1)};

TEST(PriorityBackfill, SeesThatAJobLiesInAPodTheReservationDoesNotNeed) {
  const std::vector<WaitingJob> jobs{waiting(1, 4, 5, 1), waiting(2, 1, 1000)};
  EXPECT_THAT(started_by("priority_backfill", jobs, kTwoPods, {1, 0}, Tells::kPreviews), ElementsAre(2));
}

TEST(PriorityBackfill, AssumesTheWorstPodWithoutAPreview) {
  const std::vector<WaitingJob> jobs{waiting(1, 4, 5, 1), waiting(2, 1, 1000)};
  EXPECT_THAT(started_by("priority_backfill", jobs, kTwoPods, {1, 0}, Tells::kPods), IsEmpty());
}

TEST(PriorityBackfill, GivesEachPodTypeItsOwnReservation) {
  std::vector<WaitingJob> jobs{waiting(1, 20, 10, 9), waiting(2, 3, 100)};
  jobs[1].pod_type = "v4";
  TestProbe probe(jobs, {{"ironwood", {10}}, {"v4", {10}}});
  const std::vector<RunningJob> in_use{running(10, 20, 50.0)};

  Registry<Scheduler>::make("priority_backfill")->choose({Seconds(0.0), jobs, in_use}, probe);

  EXPECT_THAT(probe.started, ElementsAre(2));
}

TEST(PriorityBackfill, LooksNoDeeperThanItsDepth) {
  const std::vector<WaitingJob> jobs{waiting(1, 8, 5, 1), waiting(2, 2, 50), waiting(3, 2, 5)};
  TestProbe probe(jobs, {{"ironwood", {2}}});

  Registry<Scheduler>::make("priority_backfill", {{"backfill_depth", std::int64_t{1}}})
      ->choose({Seconds(0.0), jobs, kInUse}, probe);

  EXPECT_THAT(probe.started, IsEmpty());
}

/// Runs a set of jobs, all submitted at 0, to the end on one pod; returns each job's start. Durations are exact.
std::map<std::uint32_t, double> schedule(const std::string& scheduler, std::vector<WaitingJob> jobs, int blocks) {
  std::map<std::uint32_t, double> starts;
  std::vector<RunningJob> in_use;
  double now = 0.0;
  while (!jobs.empty()) {
    int free = blocks;
    for (const RunningJob& job : in_use) free -= job.blocks;
    TestProbe probe(jobs, {{"ironwood", {free}}});
    Registry<Scheduler>::make(scheduler)->choose({Seconds(now), jobs, in_use}, probe);
    for (const std::uint32_t id : probe.started) {
      const auto job = std::find_if(jobs.begin(), jobs.end(), [id](const auto& j) { return j.job.value == id; });
      starts[id] = now;
      in_use.push_back(running(id, job->blocks_per_slice, now + job->planned_duration.value()));
      jobs.erase(job);
    }
    if (jobs.empty()) break;
    const auto next = std::min_element(in_use.begin(), in_use.end(),
                                       [](const auto& a, const auto& b) { return a.expected_end < b.expected_end; });
    now = next->expected_end.value();
    std::erase_if(in_use, [now](const RunningJob& job) { return job.expected_end.value() <= now; });
  }
  return starts;
}

TEST(PriorityBackfill, MakesTheScheduleWorkedByHand) {
  // Ten blocks. 1: 6 blocks for 10; 2: 8 for 10; 3: 4 for 8; 4: 2 for 20; 5: 4 for 3.
  // 0: 1 starts, 2 is reserved at 10 with two blocks over. 3 ends at 8 and fits the four free: starts. At 8: four
  // free; 4 uses the two over: starts, then two are free and 5 does not fit. At 10: 2 starts. At 20: 5 starts.
  const std::vector<WaitingJob> jobs{waiting(1, 6, 10), waiting(2, 8, 10), waiting(3, 4, 8), waiting(4, 2, 20),
                                     waiting(5, 4, 3)};

  EXPECT_EQ(schedule("priority_backfill", jobs, 10),
            (std::map<std::uint32_t, double>{{1, 0}, {2, 10}, {3, 0}, {4, 8}, {5, 20}}));
  EXPECT_EQ(schedule("fcfs", jobs, 10),
            (std::map<std::uint32_t, double>{{1, 0}, {2, 10}, {3, 20}, {4, 20}, {5, 20}}));
}

TEST(PriorityBackfill, NeverDelaysTheFirstJobThatWaits) {
  std::mt19937 engine(3);
  const auto below = [&engine](int count) { return static_cast<int>(engine() % static_cast<unsigned>(count)); };
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<WaitingJob> jobs;
    for (std::uint32_t id = 1; id <= 12; ++id) jobs.push_back(waiting(id, 1 + below(10), 1 + below(30)));

    const auto strict = schedule("fcfs", jobs, 10);
    const auto filled = schedule("priority_backfill", jobs, 10);

    // The first job that has to wait starts when it would without any later job.
    const auto first =
        std::find_if(strict.begin(), strict.end(), [](const auto& start) { return start.second > 0.0; });
    if (first == strict.end()) continue;
    ASSERT_LE(filled.at(first->first), first->second);
    ASSERT_EQ(filled.size(), jobs.size());
  }
}

}  // namespace
}  // namespace gigapod
