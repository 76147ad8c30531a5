#include "sim/fabric/torus.hpp"

#include "tests/unit/fabric/catalog_pods.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

TEST(Torus, ClosesAnAxisOntoItsOtherEnd) {
  const Torus torus(slice_topology({{4, 4, 8}}, test::v4()));
  const BoxCoordinates& box = torus.box();

  EXPECT_EQ(torus.neighbour(box.index({0, 0, 7}), 2, 1), box.index({0, 0, 0}));
  EXPECT_EQ(torus.neighbour(box.index({0, 1, 0}), 0, -1), box.index({3, 1, 0}));
  EXPECT_TRUE(torus.is_wrap_link(box.index({0, 0, 7}), 2));
  EXPECT_FALSE(torus.is_wrap_link(box.index({0, 0, 6}), 2));
}

TEST(Torus, EndsAMesh) {
  const Torus mesh(slice_topology({{2, 4, 4}}, test::v4()));

  EXPECT_EQ(mesh.neighbour(0, 0, -1), std::nullopt);
  EXPECT_EQ(mesh.neighbour(mesh.box().index({1, 3, 3}), 2, 1), std::nullopt);
}

TEST(Torus, ShiftsTheLongAxisWhereAShortOneCloses) {
  const Torus torus(slice_topology({{4, 4, 8}}, test::v4(), true));
  const BoxCoordinates& box = torus.box();

  EXPECT_EQ(torus.neighbour(box.index({3, 2, 1}), 0, 1), box.index({0, 2, 5}));
  EXPECT_EQ(torus.neighbour(box.index({1, 0, 6}), 1, -1), box.index({1, 3, 2}));
  EXPECT_EQ(torus.neighbour(box.index({1, 1, 7}), 2, 1), box.index({1, 1, 0}));
}

TEST(Torus, ShiftsBothLongAxesOfNBy2NBy2N) {
  const Torus torus(slice_topology({{4, 8, 8}}, test::v4(), true));
  const BoxCoordinates& box = torus.box();

  EXPECT_EQ(torus.neighbour(box.index({3, 1, 6}), 0, 1), box.index({0, 5, 2}));
}

TEST(Torus, HasEveryLinkInBothDirections) {
  for (const Shape& shape : slice_shapes(test::v4())) {
    if (shape.chips() > 512) continue;
    const Torus torus(slice_topology(shape, test::v4(), is_twistable(shape, test::v4())));
    for (int chip = 0; chip < torus.chips(); ++chip) {
      for (int axis = 0; axis < 3; ++axis) {
        const auto next = torus.neighbour(chip, axis, 1);
        if (!next) continue;
        ASSERT_EQ(torus.neighbour(*next, axis, -1), chip) << to_text(shape);
      }
    }
  }
}

TEST(Torus, HasTheHandWorkedFiguresOfACubeAndItsTorus) {
  const TorusFigures torus = torus_figures(slice_topology({{4, 4, 4}}, test::v4()));
  const TorusFigures mesh = torus_figures(slice_topology({{2, 2, 4}}, test::v4()));

  EXPECT_EQ(torus.degree, 6);
  EXPECT_EQ(torus.diameter, 6);
  EXPECT_DOUBLE_EQ(torus.bisection_links, 32);
  EXPECT_DOUBLE_EQ(torus.mean_hops, 3.0 * 64 / 63);
  EXPECT_DOUBLE_EQ(torus.uniform_load, 0.5);
  EXPECT_EQ(mesh.degree, 4);
  EXPECT_EQ(mesh.diameter, 5);
  EXPECT_DOUBLE_EQ(mesh.bisection_links, 4);
  EXPECT_DOUBLE_EQ(mesh.uniform_load, 1.0);
}

/// arXiv:2304.01433: twisting 4x4x8 gains about 70% of bisection in theory; measured all-to-all gains are 1.63
/// (4x4x8) and 1.31 (4x8x8), which theory must exceed, by at most 10%.
TEST(Torus, GainsByTwistingWhatIsPublished) {
  const auto gain = [](const Shape& shape) {
    return torus_figures(slice_topology(shape, test::v4())).uniform_load /
           torus_figures(slice_topology(shape, test::v4(), true)).uniform_load;
  };

  EXPECT_NEAR(gain({{4, 4, 8}}), 1.7, 0.06);
  EXPECT_GT(gain({{4, 4, 8}}), 1.63);
  EXPECT_LT(gain({{4, 4, 8}}), 1.63 * 1.1);
  EXPECT_GT(gain({{4, 8, 8}}), 1.31);
  EXPECT_LT(gain({{4, 8, 8}}), 1.31 * 1.1);
}

TEST(Torus, HasASmallerDiameterAndLargerBisectionWhenTwisted) {
  for (const Shape& shape : {Shape{{4, 4, 8}}, Shape{{4, 8, 8}}, Shape{{8, 8, 16}}, Shape{{12, 24, 24}}}) {
    const TorusFigures plain = torus_figures(slice_topology(shape, test::v5p()));
    const TorusFigures twisted = torus_figures(slice_topology(shape, test::v5p(), true));

    EXPECT_LT(twisted.diameter, plain.diameter);
    EXPECT_LT(twisted.mean_hops, plain.mean_hops);
    EXPECT_GT(twisted.bisection_links, plain.bisection_links);
  }
}

}  // namespace
}  // namespace gigapod
