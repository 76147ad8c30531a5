#include "sim/policy/reservation.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

WaitingJob wants(int blocks_per_slice, int slices, double duration = 10.0) {
  return {JobId{1}, 0, Seconds(0.0), Seconds(duration), "ironwood", blocks_per_slice, slices};
}

RunningJob holds(int blocks, double end, std::uint32_t pod) {
  return {JobId{100 + pod}, 0, Seconds(end), "ironwood", blocks, {{PodId{pod}, blocks}}};
}

TEST(Reservation, WaitsUntilASinglePodHoldsASlice) {
  // Both pods have 100 free at 20, but only pod 1 ever has 144.
  const std::vector<RunningJob> running{holds(44, 50.0, 0), holds(144, 20.0, 1)};
  const Reservation reservation(Seconds(0.0), wants(144, 1), {{PodId{0}, 100}, {PodId{1}, 0}}, running);

  EXPECT_EQ(reservation.start(), Seconds(20.0));
}

TEST(Reservation, CountsTheSlicesOfEveryPod) {
  const std::vector<RunningJob> running{holds(44, 50.0, 0), holds(144, 20.0, 1)};
  const Reservation reservation(Seconds(0.0), wants(144, 2), {{PodId{0}, 100}, {PodId{1}, 0}}, running);

  EXPECT_EQ(reservation.start(), Seconds(50.0));
}

TEST(Reservation, PlansOnePoolWhenAJobsPodsAreNotTold) {
  std::vector<RunningJob> running{holds(44, 50.0, 0), holds(144, 20.0, 1)};
  running[1].blocks_by_pod.clear();
  const Reservation reservation(Seconds(0.0), wants(144, 1), {{PodId{0}, 100}, {PodId{1}, 0}}, running);

  EXPECT_EQ(reservation.start(), Seconds(20.0));
  EXPECT_TRUE(reservation.allows(Seconds(0.0), Seconds(1e6), {{PodId{0}, 100}}));
  EXPECT_FALSE(reservation.allows(Seconds(0.0), Seconds(1e6), {{PodId{0}, 101}}));
}

TEST(Reservation, TakesALateJobToEndNow) {
  const std::vector<RunningJob> running{holds(10, 3.0, 0)};
  const Reservation reservation(Seconds(5.0), wants(10, 1), {{PodId{0}, 0}}, running);

  EXPECT_EQ(reservation.start(), Seconds(5.0));
}

TEST(Reservation, WaitsForTheNextEndWhenBlocksAreNotWhatIsShort) {
  const std::vector<RunningJob> running{holds(1, 7.0, 0)};
  const Reservation reservation(Seconds(0.0), wants(10, 1), {{PodId{0}, 20}}, running);

  EXPECT_EQ(reservation.start(), Seconds(7.0));
}

TEST(Reservation, CountsWhatItHasLetStart) {
  const std::vector<RunningJob> running{holds(8, 10.0, 0)};
  Reservation reservation(Seconds(0.0), wants(8, 1), {{PodId{0}, 4}}, running);

  EXPECT_TRUE(reservation.allows(Seconds(0.0), Seconds(100.0), {{PodId{0}, 4}}));
  reservation.note_started(Seconds(0.0), Seconds(100.0), {{PodId{0}, 3}});
  EXPECT_TRUE(reservation.allows(Seconds(0.0), Seconds(100.0), {{PodId{0}, 1}}));
  EXPECT_FALSE(reservation.allows(Seconds(0.0), Seconds(100.0), {{PodId{0}, 2}}));
  EXPECT_TRUE(reservation.allows(Seconds(0.0), Seconds(10.0), {{PodId{0}, 2}}));
}

TEST(Reservation, JudgesSeveralSlicesByTheWorstPods) {
  const std::vector<RunningJob> running{holds(4, 10.0, 2)};
  const std::vector<PodBlocks> free{{PodId{0}, 2}, {PodId{1}, 4}, {PodId{2}, 0}};
  const Reservation reservation(Seconds(0.0), wants(4, 1), free, running);

  // At 10, pods 1 and 2 both hold a slice: one small slice may spoil one of them, two may spoil both.
  EXPECT_TRUE(reservation.allows_anywhere(Seconds(0.0), wants(1, 1, 100.0)));
  EXPECT_FALSE(reservation.allows_anywhere(Seconds(0.0), wants(1, 2, 100.0)));
  EXPECT_TRUE(reservation.allows(Seconds(0.0), Seconds(100.0), {{PodId{0}, 2}}));
}

}  // namespace
}  // namespace gigapod
