#include "sim/model/step/compute_cover.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(ComputeCover, HidesATransferButForItsInterference) {
  ComputeCover cover(10.0);

  const Overlap overlap = cover.hide(4.0, 10.0, 0.25);

  EXPECT_DOUBLE_EQ(overlap.exposed, 1.0);
  EXPECT_DOUBLE_EQ(overlap.hidden, 3.0);
}

TEST(ComputeCover, HidesNoMoreThanTheComputeThatIsIndependent) {
  ComputeCover cover(10.0);

  const Overlap overlap = cover.hide(8.0, 2.0, 0.0);

  EXPECT_DOUBLE_EQ(overlap.exposed, 6.0);
  EXPECT_DOUBLE_EQ(overlap.hidden, 2.0);
}

TEST(ComputeCover, GivesEachSecondOfComputeToOneTransfer) {
  ComputeCover cover(10.0);

  cover.hide(7.0, 10.0, 0.0);
  const Overlap second = cover.hide(7.0, 10.0, 0.0);

  EXPECT_DOUBLE_EQ(second.hidden, 3.0);
  EXPECT_DOUBLE_EQ(second.exposed, 4.0);
}

TEST(ComputeCover, ExposesAllWithoutComputeOrWithFullInterference) {
  EXPECT_DOUBLE_EQ(ComputeCover(0.0).hide(5.0, 0.0, 0.0).exposed, 5.0);
  EXPECT_DOUBLE_EQ(ComputeCover(9.0).hide(5.0, 9.0, 1.0).exposed, 5.0);
}

}  // namespace
}  // namespace gigapod
