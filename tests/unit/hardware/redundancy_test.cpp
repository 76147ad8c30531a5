#include "sim/hardware/redundancy.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;

TEST(Redundancy, CountsInstalledUnits) {
  EXPECT_EQ(installed_units(Redundancy::kNone, 4), 4);
  EXPECT_EQ(installed_units(Redundancy::kOneMore, 4), 5);
  EXPECT_EQ(installed_units(Redundancy::kTwice, 4), 8);
}

struct Case {
  const char* name;
  Redundancy redundancy;
  int failed;
  Watts left;
};

class AvailableRating : public testing::TestWithParam<Case> {};

/// 40 MW that four units carry.
TEST_P(AvailableRating, IsWhatTheUnitsLeftCarry) {
  const Case& c = GetParam();
  EXPECT_DOUBLE_EQ(available_rating(40_MW, c.redundancy, 4, c.failed).value(), c.left.value());
}

INSTANTIATE_TEST_SUITE_P(Cases, AvailableRating,
                         testing::Values(Case{"Whole", Redundancy::kNone, 0, 40_MW},
                                         Case{"OneOfN", Redundancy::kNone, 1, 30_MW},
                                         Case{"TheSpare", Redundancy::kOneMore, 1, 40_MW},
                                         Case{"MoreThanTheSpare", Redundancy::kOneMore, 2, 30_MW},
                                         Case{"OneSide", Redundancy::kTwice, 4, 40_MW},
                                         Case{"OneSideAndOne", Redundancy::kTwice, 5, 30_MW},
                                         Case{"All", Redundancy::kTwice, 8, 0_W},
                                         Case{"MoreThanAll", Redundancy::kNone, 9, 0_W}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace gigapod
