#include "sim/fabric/slice.hpp"

#include "tests/unit/fabric/catalog_pods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

using testing::Contains;
using testing::ElementsAre;

std::vector<std::string> texts(const std::vector<Shape>& shapes) {
  std::vector<std::string> all;
  for (const Shape& shape : shapes) all.push_back(to_text(shape));
  return all;
}

TEST(Slice, OffersExactlyThePublishedShapesOfV5e) {
  EXPECT_THAT(texts(slice_shapes(test::v5e())),
              ElementsAre("1x1", "2x2", "2x4", "4x4", "4x8", "8x8", "8x16", "16x16"));
}

TEST(Slice, OffersThePartsOfACubeThenWholeCubes) {
  const std::vector<std::string> shapes = texts(slice_shapes(test::ironwood()));

  EXPECT_THAT(std::vector<std::string>(shapes.begin(), shapes.begin() + 8),
              ElementsAre("1x1x1", "1x2x2", "2x2x2", "2x2x4", "2x4x4", "4x4x4", "4x4x8", "4x4x12"));
  EXPECT_THAT(shapes, Contains("16x24x24"));
  EXPECT_EQ(slice_shapes(test::ironwood()).back().chips(), 9216);
}

TEST(Slice, AcceptsEveryPublishedShapeOfV4AndV5p) {
  const std::vector<Shape> published = {{{2, 2, 1}},    {{2, 2, 2}},    {{2, 2, 4}},    {{2, 4, 4}},   {{4, 4, 4}},
                                        {{4, 4, 8}},    {{4, 8, 8}},    {{8, 8, 8}},    {{8, 8, 12}},  {{8, 8, 16}},
                                        {{8, 12, 16}},  {{8, 16, 16}},  {{4, 4, 64}},   {{4, 8, 64}},  {{8, 16, 32}},
                                        {{12, 12, 24}}, {{16, 16, 16}}, {{12, 16, 20}}, {{4, 12, 28}}, {{4, 4, 92}}};
  const std::vector<Shape> of_v5p_only = {
      {{8, 16, 48}}, {{16, 16, 24}}, {{16, 20, 28}}, {{16, 16, 32}}, {{4, 4, 244}}};

  for (const Shape& shape : published) EXPECT_EQ(slice_shape_fault(shape, test::v5p()), "") << to_text(shape);
  for (const Shape& shape : of_v5p_only) EXPECT_EQ(slice_shape_fault(shape, test::v5p()), "") << to_text(shape);
  for (const Shape& shape : published) EXPECT_EQ(slice_shape_fault(shape, test::v4()), "") << to_text(shape);
}

TEST(Slice, NamesTheRuleAndTheNearestShape) {
  EXPECT_EQ(slice_shape_fault({{4, 4, 6}}, test::ironwood()), "4x4x6 does not fill whole 4x4x4 cubes; 4x4x8 does");
  EXPECT_EQ(slice_shape_fault({{1, 1, 2}}, test::ironwood()), "1x1x2 does not fill whole 4x4x4 cubes; 1x2x2 does");
  EXPECT_EQ(slice_shape_fault({{16, 24, 28}}, test::ironwood()),
            "16x24x28 needs 168 cubes but a pod of 'ironwood' has 144; 16x24x24 fits");
  EXPECT_EQ(slice_shape_fault({{4, 4}}, test::ironwood()),
            "4x4 has 2 axes; slices of 'ironwood' have 3, such as 4x4x4");
  EXPECT_EQ(slice_shape_fault({{4, 0, 4}}, test::ironwood()), "4x0x4 has an axis shorter than one chip");
  EXPECT_EQ(slice_shape_fault({{4, 6}}, test::v5e()), "4x6 is not a slice shape of 'v5e'; 4x8 is");
  EXPECT_EQ(slice_shape_fault({{16, 32}}, test::v5e()),
            "16x32 does not fit into a pod of 'v5e', which is 16x16; 16x16 fits");
  EXPECT_EQ(slice_shape_fault({{30, 4}}, test::nvl72()), "30x4 does not fill whole 18x4 NVLink domains; 36x4 does");
}

TEST(Slice, SurvivesAbsurdShapes) {
  constexpr int kHuge = 2147483647;
  for (const PodSpec& pod : {test::ironwood(), test::v5e(), test::h100()}) {
    EXPECT_NE(slice_shape_fault({{kHuge, kHuge, kHuge}}, pod), "");
    EXPECT_NE(slice_shape_fault({{kHuge, 4}}, pod), "");
    EXPECT_NE(slice_shape_fault({{}}, pod), "");
    EXPECT_NE(slice_shape_fault({{-4, 4, 4}}, pod), "");
  }
}

TEST(Slice, WrapsEveryAxisOfWholeCubes) {
  EXPECT_THAT(slice_topology({{4, 8, 12}}, test::ironwood()).axes,
              ElementsAre(SliceAxis{4, true}, SliceAxis{8, true}, SliceAxis{12, true}));
}

TEST(Slice, DoesNotWrapInsideACube) {
  EXPECT_THAT(slice_topology({{2, 4, 4}}, test::ironwood()).axes,
              ElementsAre(SliceAxis{2, false}, SliceAxis{4, false}, SliceAxis{4, false}));
}

TEST(Slice, WrapsOnlyAnAxisOfSixteenWithoutOcs) {
  EXPECT_THAT(slice_topology({{8, 16}}, test::v5e()).axes, ElementsAre(SliceAxis{8, false}, SliceAxis{16, true}));
}

TEST(Slice, SwitchesNvlinkDomains) {
  const SliceTopology slice = slice_topology({{16, 8}}, test::h100());

  EXPECT_TRUE(slice.is_switched);
  EXPECT_EQ(slice.domain, 8);
  EXPECT_THAT(slice.axes, ElementsAre(SliceAxis{16, false}, SliceAxis{8, false}));
  EXPECT_EQ(slice_shape_fault({{4, 4}}, test::nvl72()), "");
}

TEST(Slice, TwistsOnlyTheShapesThatHaveATwist) {
  EXPECT_TRUE(is_twistable({{4, 4, 8}}, test::v4()));
  EXPECT_TRUE(is_twistable({{8, 16, 16}}, test::v4()));
  EXPECT_TRUE(is_twistable({{8, 4, 4}}, test::v4()));
  EXPECT_FALSE(is_twistable({{4, 4, 4}}, test::v4()));
  EXPECT_FALSE(is_twistable({{2, 2, 4}}, test::v4()));
  EXPECT_FALSE(is_twistable({{4, 4, 16}}, test::v4()));
  EXPECT_EQ(twist_fault({{4, 4, 16}}, test::v4()),
            "4x4x16 can't be twisted; shapes n x n x 2n and n x 2n x 2n can, such as 4x4x8 and 4x8x8");
  EXPECT_EQ(twist_fault({{8, 16}}, test::v5e()),
            "slices of 'v5e' can't be twisted; only cubes joined by optical switches can");
  EXPECT_TRUE(slice_topology({{4, 4, 8}}, test::v4(), true).is_twisted);
  EXPECT_FALSE(slice_topology({{4, 4, 8}}, test::v4()).is_twisted);
}

TEST(Slice, CountsTheBlocksItTakes) {
  EXPECT_EQ(blocks_of({{2, 2, 2}}, test::ironwood()), 1);
  EXPECT_EQ(blocks_of({{4, 4, 4}}, test::ironwood()), 1);
  EXPECT_EQ(blocks_of({{16, 24, 24}}, test::ironwood()), 144);
  EXPECT_EQ(blocks_of({{4, 8}}, test::v5e()), 4);
  EXPECT_EQ(blocks_of({{36, 4}}, test::nvl72()), 2);
}

TEST(Slice, HasNoFaultInAnyOfferedShape) {
  for (const PodSpec& pod : {test::ironwood(), test::v4(), test::v5p(), test::v5e(), test::h100(), test::nvl72()}) {
    const std::vector<Shape> shapes = slice_shapes(pod);
    EXPECT_EQ(pod_shape_fault(pod), "");
    EXPECT_TRUE(std::is_sorted(shapes.begin(), shapes.end(),
                               [](const Shape& a, const Shape& b) { return a.chips() < b.chips(); }));
    EXPECT_EQ(shapes.back().chips(), pod.shape.chips());
    for (const Shape& shape : shapes) {
      EXPECT_EQ(slice_shape_fault(shape, pod), "") << to_text(shape);
      EXPECT_EQ(slice_topology(shape, pod).chips(), shape.chips());
      EXPECT_LE(shape.chips(), blocks_of(shape, pod) * chips_per_block(pod));
    }
  }
}

TEST(Slice, FindsAPodWhoseShapeIsNotOfItsTopology) {
  PodSpec flat = test::ironwood();
  flat.shape = {{16, 16}};
  PodSpec uneven = test::ironwood();
  uneven.shape = {{16, 24, 26}};

  EXPECT_EQ(pod_shape_fault(flat), "shape 16x16 has 2 axes; topology 'ocs_torus_3d' has 3");
  EXPECT_EQ(pod_shape_fault(uneven), "block 4x4x4 does not divide the pod's shape 16x24x26");
}

}  // namespace
}  // namespace gigapod
