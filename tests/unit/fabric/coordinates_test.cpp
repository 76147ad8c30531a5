#include "sim/fabric/coordinates.hpp"

#include "tests/unit/fabric/catalog_pods.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(Coordinates, RunTheLastAxisFastest) {
  const BoxCoordinates box({{4, 4, 8}});

  EXPECT_EQ(box.index({0, 0, 7}), 7);
  EXPECT_EQ(box.index({0, 1, 0}), 8);
  EXPECT_EQ(box.index({1, 0, 0}), 32);
  EXPECT_EQ(box.at(43), (Coordinate{1, 1, 3}));
}

TEST(Coordinates, ReadBackEveryChipOfABox) {
  const BoxCoordinates box({{3, 5, 7}});
  for (int i = 0; i < box.count(); ++i) EXPECT_EQ(box.index(box.at(i)), i);
}

TEST(Coordinates, NumberTheChipsOfAPodBlockByBlock) {
  const PodCoordinates pod(test::ironwood());

  EXPECT_EQ(pod.at(64), (Coordinate{0, 0, 4}));
  EXPECT_EQ(pod.block_of(pod.index({15, 23, 23})), 143);
  for (int chip = 0; chip < 9216; ++chip) ASSERT_EQ(pod.index(pod.at(chip)), chip);
}

}  // namespace
}  // namespace gigapod
