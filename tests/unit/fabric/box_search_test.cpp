#include "sim/fabric/box_search.hpp"

#include "tests/unit/fabric/catalog_pods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using testing::ElementsAre;

std::vector<FreeBox> boxes(const Shape& slice, const PodSpec& pod, const std::vector<std::uint8_t>& is_free) {
  std::vector<FreeBox> found;
  for_each_free_box(slice, pod, is_free, [&found](const FreeBox& box) { found.push_back(box); });
  return found;
}

// A v5e pod is a grid of 8 x 4 host tiles of 2x4 chips, closed in both directions.

TEST(BoxSearch, TriesEveryOrientationAndCornerOfAFreePod) {
  const std::vector<std::uint8_t> free(32, 1);

  EXPECT_EQ(boxes({{4, 4}}, test::v5e(), free).size(), 32u);
  // 4x8 is 2 x 2 tiles or, turned, 4 x 1.
  EXPECT_EQ(boxes({{4, 8}}, test::v5e(), free).size(), 64u);
  // 8x16 spans the second axis (one corner there) or, turned, the first.
  EXPECT_EQ(boxes({{8, 16}}, test::v5e(), free).size(), 8u + 4u);
  EXPECT_EQ(boxes({{16, 16}}, test::v5e(), free).size(), 1u);
}

TEST(BoxSearch, StaysInsideAPodThatDoesNotWrap) {
  PodSpec open = test::v5e();
  open.wrap_length = 0;
  EXPECT_EQ(boxes({{4, 4}}, open, std::vector<std::uint8_t>(32, 1)).size(), 7u * 4u);
}

TEST(BoxSearch, CountsTheFreeTilesThatTouchTheBox) {
  std::vector<std::uint8_t> free(32, 0);
  for (const std::size_t tile : {0u, 4u, 8u, 5u, 31u}) free[tile] = 1;

  const std::vector<FreeBox> found = boxes({{4, 4}}, test::v5e(), free);

  // Tiles 0 and 4 touch 8 and 5; tiles 4 and 8 touch 0 and 5. Tile 31 touches neither.
  ASSERT_EQ(found.size(), 2u);
  EXPECT_THAT(found[0].blocks, ElementsAre(0, 4));
  EXPECT_EQ(found[0].free_neighbours, 2);
  EXPECT_THAT(found[1].blocks, ElementsAre(4, 8));
  EXPECT_EQ(found[1].free_neighbours, 2);
}

TEST(BoxSearch, PutsAPartOfATileIntoAnyFreeTile) {
  std::vector<std::uint8_t> free(32, 0);
  free[3] = free[17] = 1;
  EXPECT_EQ(boxes({{2, 2}}, test::v5e(), free).size(), 2u);
}

}  // namespace
}  // namespace gigapod
