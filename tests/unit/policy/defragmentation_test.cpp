// Moves that make room, on layouts that are worked out by hand.
#include "sim/policy/defragmentation.hpp"

#include "sim/base/registry.hpp"
#include "tests/unit/policy/pods.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using test::Pods;

/// A pod of 8 x 4 chips in tiles of 2 x 4 chips: four tiles in a row, no optical switches.
PodSpec row_of_four() {
  PodSpec spec;
  spec.name = "row";
  spec.topology = "fixed_torus_2d";
  spec.shape = Shape{{8, 4}};
  spec.block = Shape{{2, 4}};
  spec.ocs_count = 0;
  spec.wrap_length = 16;
  return spec;
}

/// A pod of eight cubes behind optical switches.
PodSpec eight_cubes() {
  PodSpec spec;
  spec.name = "cubes";
  spec.shape = Shape{{8, 8, 8}};
  return spec;
}

std::vector<BlockId> ids(const std::vector<int>& blocks) {
  std::vector<BlockId> found;
  for (const int block : blocks) found.push_back(BlockId{static_cast<std::uint32_t>(block)});
  return found;
}

/// Pods, the jobs that run there, and the one that lacks room.
struct Layout {
  Pods pods;
  std::vector<MovableJob> jobs;
  DefragmentationView view{};

  Layout(const PodSpec& spec, int count) : pods(spec, count) {}

  void run(Shape slice, const std::vector<std::vector<int>>& slices, double cost) {
    MovableJob job;
    job.job = JobId{static_cast<std::uint32_t>(jobs.size())};
    job.slice = std::move(slice);
    for (const auto& blocks : slices) {
      job.slices.push_back(ids(blocks));
      for (const int block : blocks) pods.set_free(block, false);
    }
    job.cost = cost;
    job.save = Seconds(10.0);
    job.since_move = Seconds(1e6);
    jobs.push_back(std::move(job));
  }

  /// Plans for a job of `slices` slices; `wait` without moves in seconds, and so its gain on one chip.
  MovePlan plan(Shape slice, int slices, double wait = 1e9, const ParameterValues& values = {}) {
    const auto policy = Registry<Defragmentation>::make("migrate", values);
    const auto placement = Registry<PlacementPolicy>::make("best_fit", {});
    const auto views = pods.views();
    view = {{std::move(slice), slices}, 1.0, views, jobs, [wait] { return Seconds(wait); }};
    return policy->plan(view, *placement);
  }
};

using Slices = std::vector<std::vector<BlockId>>;
const Shape kTile{{2, 4}};
const Shape kPair{{4, 4}};
const Shape kRow{{8, 4}};

TEST(Migrate, MovesTheJobThatSplitsTheFreeTiles) {
  // Tiles . A . B | B moves nowhere: two free tiles are apart, and A into either of them joins the other two.
  Layout layout(row_of_four(), 1);
  layout.run(kTile, {{1}}, 5.0);
  layout.run(kTile, {{3}}, 7.0);

  const MovePlan plan = layout.plan(kPair, 1);

  ASSERT_EQ(plan.moves.size(), 1U);
  EXPECT_EQ(plan.moves[0].job, JobId{0});
  EXPECT_EQ(plan.moves[0].to.slices, (Slices{ids({2})}));
  EXPECT_EQ(plan.cost, 5.0);
}

TEST(Migrate, ClearsTheCheapestOfTwoPods) {
  // A . . . | . B . .: a whole row needs A or B gone, and either fits beside the other.
  Layout layout(row_of_four(), 2);
  layout.run(kTile, {{0}}, 9.0);
  layout.run(kTile, {{5}}, 4.0);

  const MovePlan plan = layout.plan(kRow, 1);

  ASSERT_EQ(plan.moves.size(), 1U);
  EXPECT_EQ(plan.moves[0].job, JobId{1});
  EXPECT_EQ(layout.pods.pod_of(plan.moves[0].to.slices[0][0]), 0);
}

TEST(Migrate, TakesTheDearerRegionWhenTheCheapMoverHasNowhereToGo) {
  // AA . . | B C x .: the row of pod 0 needs A (a pair) gone, but no pair is free elsewhere; that of pod 1 is
  // blocked by x, which nobody can move. So a row can't be had, while a pair fits already beside A.
  Layout layout(row_of_four(), 2);
  layout.run(kPair, {{0, 1}}, 1.0);
  layout.run(kTile, {{4}}, 50.0);
  layout.run(kTile, {{5}}, 50.0);
  layout.pods.set_free(6, false);

  EXPECT_TRUE(layout.plan(kRow, 1).moves.empty());

  layout.pods.set_free(6, true);  // now B and C can go to pod 0, which is dearer than A alone
  const MovePlan plan = layout.plan(kRow, 1);
  ASSERT_EQ(plan.moves.size(), 1U);
  EXPECT_EQ(plan.moves[0].job, JobId{0});  // and A fits into the pair that is free in pod 1
  EXPECT_EQ(plan.cost, 1.0);
}

TEST(Migrate, GathersCubesOfOnePodFromTheCheapestSetOfJobs) {
  // Pod 0: two free cubes, jobs of 1, 2 and 3 cubes; pod 1 has four free. A slice of five cubes needs three more:
  // 1 + 2 (cost 6) are cheaper than 3 (cost 8), and pod 1 is one short with nobody to move.
  Layout layout(eight_cubes(), 2);
  layout.run(Shape{{4, 4, 4}}, {{0}}, 2.0);
  layout.run(Shape{{4, 4, 8}}, {{1, 2}}, 4.0);
  layout.run(Shape{{4, 4, 12}}, {{3, 4, 5}}, 8.0);
  for (int block = 8; block < 12; ++block) layout.pods.set_free(block, false);

  const MovePlan plan = layout.plan(Shape{{4, 4, 20}}, 1);

  ASSERT_EQ(plan.moves.size(), 2U);
  EXPECT_EQ(plan.moves[0].job, JobId{0});
  EXPECT_EQ(plan.moves[1].job, JobId{1});
  EXPECT_EQ(plan.cost, 6.0);
}

TEST(Migrate, LeavesSlicesWhereTheyAreThatAreNotInTheWay) {
  // One job with a slice of two cubes in each pod; a slice of five cubes needs one of them gone.
  Layout layout(eight_cubes(), 2);
  layout.run(Shape{{4, 4, 8}}, {{0, 1}, {8, 9}}, 3.0);
  for (const int block : {2, 3, 12, 13, 14}) layout.pods.set_free(block, false);

  const MovePlan plan = layout.plan(Shape{{4, 4, 20}}, 1);

  ASSERT_EQ(plan.moves.size(), 1U);
  EXPECT_EQ(plan.moves[0].to.slices[1], ids({8, 9}));
  EXPECT_EQ(layout.pods.pod_of(plan.moves[0].to.slices[0][0]), 1);
}

TEST(Migrate, MakesRoomForEverySliceOfAGang) {
  // A . B . | . . . .: two rows are wanted and both jobs would have to leave the site: no. Two pairs: nothing to do
  // in pod 1 alone, one pair there stays beside; three pairs need A next to B.
  Layout layout(row_of_four(), 2);
  layout.run(kTile, {{0}}, 5.0);
  layout.run(kTile, {{2}}, 6.0);

  EXPECT_TRUE(layout.plan(kRow, 2).moves.empty());
  const MovePlan plan = layout.plan(kPair, 3);
  ASSERT_EQ(plan.moves.size(), 1U);
  EXPECT_EQ(plan.moves[0].job, JobId{0});
  EXPECT_EQ(plan.moves[0].to.slices, (Slices{ids({3})}));
}

TEST(Migrate, MovesOnlyWhenThatGainsMoreThanItCosts) {
  // Cost 5 chip-seconds, margin 2, one chip that waits w, ten seconds of which pass while the mover saves.
  const auto moves = [](double wait, const ParameterValues& values) {
    Layout layout(row_of_four(), 1);
    layout.run(kTile, {{1}}, 5.0);
    layout.run(kTile, {{3}}, 7.0);
    return layout.plan(kPair, 1, wait, values).moves.size();
  };

  EXPECT_EQ(moves(19.9, {}), 0U);
  EXPECT_EQ(moves(20.0, {}), 1U);
  EXPECT_EQ(moves(20.0, {{"least_gain", 2.1}}), 0U);
  EXPECT_EQ(moves(20.5, {{"least_gain", 2.1}}), 1U);
}

TEST(Migrate, LeavesJobsAloneThatMovedALittleWhileAgo) {
  Layout layout(row_of_four(), 1);
  layout.run(kTile, {{1}}, 5.0);
  layout.run(kTile, {{3}}, 7.0);
  layout.jobs[0].since_move = Seconds(3599.0);

  const MovePlan plan = layout.plan(kPair, 1);  // B moves in A's place: into tile 0 or 2

  ASSERT_EQ(plan.moves.size(), 1U);
  EXPECT_EQ(plan.moves[0].job, JobId{1});
  layout.jobs[1].since_move = Seconds(0.0);
  EXPECT_TRUE(layout.plan(kPair, 1).moves.empty());
}

TEST(Migrate, MovesNoMoreJobsThanItMay) {
  // A . B . | C . D .: a whole row needs two jobs gone.
  Layout layout(row_of_four(), 2);
  for (const int tile : {0, 2, 4, 6}) layout.run(kTile, {{tile}}, 1.0);

  EXPECT_EQ(layout.plan(kRow, 1).moves.size(), 2U);
  EXPECT_TRUE(layout.plan(kRow, 1, 1e9, {{"most_moves", std::int64_t{1}}}).moves.empty());
}

TEST(Migrate, HasNothingToDoWithoutEnoughFreeBlocksOrMovableJobs) {
  Layout full(row_of_four(), 1);
  full.run(kPair, {{0, 1}}, 1.0);
  EXPECT_TRUE(full.plan(kRow, 1).moves.empty());
  Layout stuck(row_of_four(), 1);
  stuck.pods.set_free(1, false);
  stuck.pods.set_free(3, false);
  EXPECT_TRUE(stuck.plan(kPair, 1).moves.empty());
}

TEST(NoDefragmentation, NeverMovesAnything) {
  const auto policy = Registry<Defragmentation>::make("none", {});

  EXPECT_FALSE(policy->retry_after().has_value());
}

}  // namespace
}  // namespace gigapod
