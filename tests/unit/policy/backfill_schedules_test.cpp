// Whole schedules worked out by hand, the same six jobs as scenarios/traces/six_jobs.swf; the working is in
// docs/models/scheduling.md.
#include "tests/unit/policy/policy_run.hpp"

#include <gtest/gtest.h>

namespace gigapod::test {
namespace {

using Starts = std::map<std::uint32_t, double>;

const std::vector<WaitingJob> kSixJobs{job_of(1, 0, 600, 5),   job_of(2, 60, 900, 6),   job_of(3, 120, 400, 4),
                                       job_of(4, 180, 600, 8), job_of(5, 240, 2000, 2), job_of(6, 300, 70, 1)};

TEST(BackfillSchedules, FcfsLetsTheFirstJobHoldBackTheRest) {
  EXPECT_EQ(PolicyRun("fcfs", kSixJobs, {9}).run().starts,
            (Starts{{1, 0}, {2, 600}, {3, 1500}, {4, 1900}, {5, 2500}, {6, 2500}}));
}

TEST(BackfillSchedules, EasyDelaysEveryJobButTheFirstThatWaits) {
  EXPECT_EQ(PolicyRun("priority_backfill", kSixJobs, {9}).run().starts,
            (Starts{{1, 0}, {2, 600}, {3, 120}, {4, 2520}, {5, 520}, {6, 520}}));
}

TEST(BackfillSchedules, ConservativeKeepsTheReservationOfEveryJob) {
  EXPECT_EQ(PolicyRun("conservative_backfill", kSixJobs, {9}).run().starts,
            (Starts{{1, 0}, {2, 600}, {3, 120}, {4, 1500}, {5, 2100}, {6, 520}}));
}

TEST(BackfillSchedules, ConservativeReservesInThePodThatComesFree) {
  // Pod 0: job 1 until 100; pod 1: job 2 until 10. Job 3 wants a whole pod: pod 1 at 10. Job 4 (long) fits pod 0's
  // free block and delays nobody; in one pool of blocks it would look as if it took a block of job 3.
  const std::vector<WaitingJob> jobs{job_of(1, 0, 100, 3), job_of(2, 0, 10, 4), job_of(3, 1, 50, 4),
                                     job_of(4, 2, 1000, 1)};
  EXPECT_EQ(PolicyRun("conservative_backfill", jobs, {4, 4}).run().starts, (Starts{{1, 0}, {2, 0}, {3, 10}, {4, 2}}));
}

TEST(BackfillSchedules, ConservativeSaysWhenAJobIsReserved) {
  PolicyRun run("conservative_backfill", {job_of(1, 0, 600, 9), job_of(2, 0, 60, 1)}, {9});
  run.run(1.0);

  EXPECT_EQ(run.reasons.at(2), "waits: reserved for 10 min");
}

}  // namespace
}  // namespace gigapod::test
