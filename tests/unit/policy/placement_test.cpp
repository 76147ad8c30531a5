#include "sim/policy/placement.hpp"

#include "sim/base/registry.hpp"
#include "sim/fabric/coordinates.hpp"
#include "sim/policy/pod_space.hpp"
#include "tests/unit/fabric/catalog_pods.hpp"
#include "tests/unit/policy/pods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace gigapod {
namespace {

using test::Pods;
using testing::ElementsAre;

std::optional<Placement> place(const std::string& policy, const PlacementRequest& request, const Pods& pods) {
  return Registry<PlacementPolicy>::make(policy)->place(request, pods.views());
}

std::vector<int> pods_used(const Placement& placement, const Pods& pods) {
  std::vector<int> used;
  for (const auto& slice : placement.slices) used.push_back(pods.pod_of(slice.front()));
  return used;
}

/// True when the blocks are a box, whose runs may go over the edge where the pod wraps.
bool is_box(const std::vector<BlockId>& blocks, const PodSpec& spec) {
  const int per_pod = blocks_per_pod(spec);
  const Shape grid{{spec.shape.axes[0] / spec.block.axes[0], spec.shape.axes[1] / spec.block.axes[1]}};
  const BoxCoordinates coordinates(grid);
  std::size_t volume = 1;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    std::set<int> seen;
    for (const BlockId block : blocks) seen.insert(coordinates.at(static_cast<int>(block.value) % per_pod)[axis]);
    int gaps = 0;
    for (const int at : seen) gaps += !seen.contains((at + 1) % grid.axes[axis]);
    if (gaps > 1) return false;
    volume *= seen.size();
  }
  return volume == blocks.size();
}

TEST(BestFit, TakesTheFullestPodThatHoldsTheSlice) {
  Pods pods(test::ironwood(), 4);
  pods.leave_free(1, 20);
  pods.leave_free(2, 9);
  pods.leave_free(3, 3);

  const auto placement = place("best_fit", {{{4, 8, 16}}, 1}, pods);

  ASSERT_TRUE(placement);
  EXPECT_THAT(pods_used(*placement, pods), ElementsAre(2));
  EXPECT_EQ(placement->slices[0].size(), 8u);
}

TEST(BestFit, GivesEverySliceThatFillsAPodItsOwn) {
  const Pods pods(test::ironwood(), 3);

  const auto placement = place("best_fit", {{{16, 24, 24}}, 3}, pods);

  ASSERT_TRUE(placement);
  EXPECT_THAT(pods_used(*placement, pods), ElementsAre(0, 1, 2));
  EXPECT_FALSE(place("best_fit", {{{16, 24, 24}}, 4}, pods));
}

TEST(BestFit, LetsSeveralSlicesShareAPod) {
  const Pods pods(test::ironwood(), 2);

  const auto placement = place("best_fit", {{{8, 8, 16}}, 10}, pods);

  ASSERT_TRUE(placement);
  EXPECT_THAT(pods_used(*placement, pods), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
}

TEST(BestFit, UsesAnyCubesOfAnOcsPod) {
  Pods pods(test::ironwood(), 1);
  for (int block = 0; block < pods.blocks(); ++block) pods.set_free(block, block % 20 == 7);

  const auto placement = place("best_fit", {{{4, 4, 20}}, 1}, pods);

  ASSERT_TRUE(placement);
  EXPECT_THAT(placement->slices[0], ElementsAre(BlockId{7}, BlockId{27}, BlockId{47}, BlockId{67}, BlockId{87}));
}

TEST(BestFit, NeedsAContiguousBoxWithoutOcs) {
  Pods pods(test::v5e(), 1);
  // A checkerboard of host tiles: 16 are free, no two touch.
  for (int block = 0; block < pods.blocks(); ++block) pods.set_free(block, (block / 4 + block % 4) % 2 == 0);

  EXPECT_TRUE(place("best_fit", {{{2, 4}}, 16}, pods));
  EXPECT_FALSE(place("best_fit", {{{4, 4}}, 1}, pods));
}

TEST(BestFit, LaysABoxAcrossAnEdgeThatWraps) {
  Pods pods(test::v5e(), 1);
  for (int block = 0; block < pods.blocks(); ++block) pods.set_free(block, false);
  // Tiles (0, 2) and (7, 2) touch over the edge of the first axis of eight tiles.
  pods.set_free(2, true);
  pods.set_free(30, true);

  const auto placement = place("best_fit", {{{4, 4}}, 1}, pods);

  ASSERT_TRUE(placement);
  EXPECT_THAT(placement->slices[0], ElementsAre(BlockId{30}, BlockId{2}));
}

TEST(BestFit, ChoosesTheBoxThatCutsOffTheLeast) {
  Pods pods(test::v5e(), 1);
  for (int block = 0; block < pods.blocks(); ++block) pods.set_free(block, block < 8 || block == 22);

  const auto placement = place("best_fit", {{{2, 4}}, 1}, pods);

  ASSERT_TRUE(placement);
  EXPECT_THAT(placement->slices[0], ElementsAre(BlockId{22}));
}

TEST(Spread, TakesTheEmptiestPodAndAllOfItsRows) {
  Pods pods(test::ironwood(), 3);
  pods.leave_free(0, 100);
  pods.leave_free(2, 90);

  const auto placement = place("spread", {{{4, 4, 36}}, 2}, pods);

  ASSERT_TRUE(placement);
  EXPECT_THAT(pods_used(*placement, pods), ElementsAre(1, 1));
  std::set<int> rows;
  for (const BlockId block : placement->slices[0]) rows.insert((static_cast<int>(block.value) - 144) / 16);
  EXPECT_EQ(rows.size(), 9u);
}

TEST(Placement, NeverOverlapsNorTakesABusyBlock) {
  std::mt19937 engine(11);
  const auto below = [&engine](std::size_t count) { return static_cast<std::size_t>(engine()) % count; };
  for (const PodSpec& spec : {test::ironwood(), test::v4(), test::v5e(), test::h100(), test::nvl72()}) {
    const std::vector<Shape> shapes = slice_shapes(spec);
    for (int trial = 0; trial < 120; ++trial) {
      Pods pods(spec, 4);
      const std::size_t busy_percent = below(100);
      for (int block = 0; block < pods.blocks(); ++block) pods.set_free(block, below(100) >= busy_percent);
      const PlacementRequest request{shapes[below(shapes.size())], 1 + static_cast<int>(below(6))};
      for (const std::string& policy : Registry<PlacementPolicy>::names()) {
        const auto placement = place(policy, request, pods);
        if (!placement) continue;
        std::set<BlockId> taken;
        ASSERT_EQ(static_cast<int>(placement->slices.size()), request.slices);
        for (const auto& slice : placement->slices) {
          ASSERT_EQ(static_cast<int>(slice.size()), blocks_of(request.slice, spec));
          for (const BlockId block : slice) {
            ASSERT_TRUE(pods.is_free(block));
            ASSERT_TRUE(taken.insert(block).second);
            ASSERT_EQ(pods.pod_of(block), pods.pod_of(slice.front()));
          }
          ASSERT_TRUE(slice_rule(spec) != SliceRule::kContiguous || is_box(slice, spec));
        }
      }
    }
  }
}

TEST(Placement, FindsRoomForOneSliceWheneverThereIsSome) {
  std::mt19937 engine(5);
  for (int trial = 0; trial < 300; ++trial) {
    Pods pods(test::v5e(), 1);
    for (int block = 0; block < pods.blocks(); ++block) pods.set_free(block, engine() % 100 < 75);
    bool has_room = false;
    // A 4x8 slice is 2x2 tiles or 4x1 tiles of the 8x4 grid, over the edges too.
    for (int row = 0; row < 8; ++row) {
      for (int column = 0; column < 4; ++column) {
        const auto free = [&](int r, int c) {
          return pods.is_free(BlockId{static_cast<std::uint32_t>((row + r) % 8 * 4 + (column + c) % 4)});
        };
        has_room = has_room || (free(0, 0) && free(0, 1) && free(1, 0) && free(1, 1)) ||
                   (free(0, 0) && free(1, 0) && free(2, 0) && free(3, 0));
      }
    }
    for (const std::string& policy : Registry<PlacementPolicy>::names()) {
      ASSERT_EQ(place(policy, {{{4, 8}}, 1}, pods).has_value(), has_room);
    }
  }
}

TEST(LargestPlaceableSlice, IsTheLargestShapeThatTheFullestPodHolds) {
  Pods pods(test::ironwood(), 2);
  pods.leave_free(0, 3);
  pods.leave_free(1, 1);

  EXPECT_EQ(largest_placeable_slice(pods.views(), pods.spec()), (Shape{{4, 4, 12}}));
  pods.leave_free(0, 8);
  EXPECT_EQ(largest_placeable_slice(pods.views(), pods.spec()), (Shape{{8, 8, 8}}));
  pods.leave_free(0, 0);
  pods.leave_free(1, 0);
  EXPECT_EQ(largest_placeable_slice(pods.views(), pods.spec()), std::nullopt);
}

TEST(ShortageText, SaysWhatIsShortAndWhatFits) {
  Pods pods(test::ironwood(), 2);
  pods.leave_free(0, 3);
  pods.leave_free(1, 1);

  EXPECT_EQ(shortage_text({{{4, 8, 12}}, 1}, pods.views(), pods.spec()),
            "3 cubes short of 4x8x12 in every pod; largest placeable is 4x4x12");
  EXPECT_EQ(shortage_text({{{4, 4, 16}}, 1}, pods.views(), pods.spec()),
            "1 cube short of 4x4x16 in every pod; largest placeable is 4x4x12");
  EXPECT_EQ(shortage_text({{{4, 4, 4}}, 6}, pods.views(), pods.spec()), "4 of 6 slices of 4x4x4 fit");
  EXPECT_EQ(shortage_text({{{4, 4, 4}}, 4}, pods.views(), pods.spec()), "");
}

TEST(ShortageText, NamesFragmentationWithoutOcs) {
  Pods pods(test::v5e(), 1);
  for (int block = 0; block < pods.blocks(); ++block) pods.set_free(block, (block / 4 + block % 4) % 2 == 0);

  EXPECT_EQ(shortage_text({{{4, 4}}, 1}, pods.views(), pods.spec()),
            "no contiguous 4x4 in any pod; largest placeable is 2x4");
}

TEST(HasBlocksFor, CountsWholeSlicesPodByPod) {
  Pods pods(test::ironwood(), 2);
  pods.leave_free(0, 3);
  pods.leave_free(1, 5);

  EXPECT_TRUE(has_blocks_for({{{4, 4, 8}}, 3}, pods.views()));   // 1 and 2
  EXPECT_FALSE(has_blocks_for({{{4, 4, 8}}, 4}, pods.views()));  // though 8 blocks are free
  EXPECT_FALSE(has_blocks_for({{{4, 8, 12}}, 1}, pods.views()));
  EXPECT_TRUE(has_blocks_for({{{2, 2, 1}}, 8}, pods.views()));
}

}  // namespace
}  // namespace gigapod
