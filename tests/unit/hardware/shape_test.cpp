#include "sim/hardware/shape.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

TEST(Shape, PrintsItsAxes) {
  EXPECT_EQ(to_text(Shape{{4, 4, 8}}), "4x4x8");
  EXPECT_EQ(to_text(Shape{{16}}), "16");
  EXPECT_EQ(to_text(Shape{}), "");
}

TEST(Shape, CountsChips) {
  EXPECT_EQ((Shape{{16, 24, 24}}).chips(), 9216);
  EXPECT_EQ((Shape{{16, 16}}).chips(), 256);
  EXPECT_EQ(Shape{}.chips(), 0);
}

TEST(Shape, KeepsTheOrderOfAxes) {
  EXPECT_NE((Shape{{4, 8}}), (Shape{{8, 4}}));
  EXPECT_LT((Shape{{4, 8}}), (Shape{{8, 4}}));
}

}  // namespace
}  // namespace gigapod
