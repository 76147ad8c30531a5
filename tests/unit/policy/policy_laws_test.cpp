// Laws that hold for every scheduler on random work: no block is given out twice, no quota is exceeded (PolicyRun
// throws), every job runs to its end, and none runs for longer or shorter than it must.
#include "tests/unit/policy/policy_run.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gigapod::test {
namespace {

constexpr std::string_view kTenants[] = {"a", "b", "c"};

struct RandomWork {
  std::vector<WaitingJob> jobs;
  std::vector<int> pods;
};

RandomWork random_work(unsigned seed) {
  std::mt19937 engine(seed);
  const auto below = [&engine](int count) { return static_cast<int>(engine() % static_cast<unsigned>(count)); };
  RandomWork work;
  for (int pods = 1 + below(3); pods > 0; --pods) work.pods.push_back(8);
  for (std::uint32_t id = 1; id <= 30; ++id) {
    WaitingJob job = job_of(id, below(200), 1 + below(60), 1 + below(8), below(4));
    job.slices = 1 + below(static_cast<int>(work.pods.size()));
    job.chips = job.blocks_per_slice * job.slices;
    job.tenant = kTenants[below(3)];
    if (below(2) == 0) job.deadline = job.submit + Seconds(50.0 + below(400));
    work.jobs.push_back(job);
  }
  return work;
}

class EveryScheduler : public testing::TestWithParam<std::string> {};

TEST_P(EveryScheduler, FinishesEveryJobAndWastesNoBlockSecond) {
  for (unsigned seed = 1; seed <= 15; ++seed) {
    const RandomWork work = random_work(seed);
    double wanted = 0.0;
    for (const WaitingJob& job : work.jobs) wanted += job.chips * job.planned_duration.value();
    PolicyRun run(GetParam(), work.jobs, work.pods);
    run.signal.series.set(Seconds(0.0), 50.0);
    run.signal.series.set(Seconds(40.0), 10.0);
    run.signal.period = Seconds(100.0);

    run.run();

    ASSERT_EQ(run.ends.size(), work.jobs.size()) << seed;
    EXPECT_NEAR(run.worked, wanted, 1e-6 * wanted) << seed;
    for (const WaitingJob& job : work.jobs) ASSERT_GE(run.starts.at(job.job.value), job.submit.value());
  }
}

TEST_P(EveryScheduler, KeepsQuotas) {
  for (unsigned seed = 1; seed <= 15; ++seed) {
    RandomWork work = random_work(seed);
    for (WaitingJob& job : work.jobs) job.slices = 1;
    PolicyRun run(GetParam(), work.jobs, work.pods);
    run.quotas = {{"a", 8.0}, {"b", 9.0}};

    run.run();

    ASSERT_EQ(run.ends.size(), work.jobs.size()) << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryScheduler, testing::ValuesIn(Registry<Scheduler>::names()),
                         [](const testing::TestParamInfo<std::string>& name) { return name.param; });

class Unstarving : public testing::TestWithParam<std::string> {};

/// One job that needs everything against an endless stream of small ones: it starts once those before it ended.
TEST_P(Unstarving, StartsALargeJobAmongASteadyStreamOfSmallOnes) {
  std::vector<WaitingJob> jobs{job_of(1, 5, 10, 8)};
  for (std::uint32_t id = 2; id < 150; ++id) jobs.push_back(job_of(id, id, 9, 3));

  PolicyRun run(GetParam(), jobs, {8});
  run.run();

  EXPECT_LE(run.starts.at(1), 5.0 + 9.0 + 9.0);
}

INSTANTIATE_TEST_SUITE_P(All, Unstarving, testing::Values("fcfs", "conservative_backfill", "priority_backfill"));

TEST(ConservativeBackfill, NeverStartsAJobLaterThanFcfs) {
  for (unsigned seed = 1; seed <= 15; ++seed) {
    RandomWork work = random_work(seed);
    for (WaitingJob& job : work.jobs) {
      job.priority = 0;
      job.slices = 1;
    }
    const std::vector<int> one_pod = {8};
    const auto strict = PolicyRun("fcfs", work.jobs, one_pod).run().starts;
    const auto filled = PolicyRun("conservative_backfill", work.jobs, one_pod).run().starts;

    for (const auto& [id, start] : strict) ASSERT_LE(filled.at(id), start + 1e-9) << seed << " " << id;
  }
}

}  // namespace
}  // namespace gigapod::test
