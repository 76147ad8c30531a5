#include "sim/hardware/efficiency.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gigapod {
namespace {

TEST(Efficiency, LosesNothingWithoutPoints) {
  EXPECT_TRUE(LossCurve().is_lossless());
  EXPECT_EQ(LossCurve(std::vector<EfficiencyPoint>{}).loss(0.7), 0.0);
  EXPECT_TRUE(LossCurve({{1.0, 1.0}}).is_lossless());
}

TEST(Efficiency, OfOnePointHoldsAtEveryLoad) {
  const LossCurve curve({{1.0, 0.8}});

  EXPECT_DOUBLE_EQ(curve.loss(1.0), 0.25);
  EXPECT_DOUBLE_EQ(curve.loss(0.2), 0.05);
  EXPECT_DOUBLE_EQ(curve.loss(0.0), 0.0);
}

TEST(Efficiency, IsStraightInTheLossBetweenPoints) {
  const LossCurve curve({{0.5, 0.8}, {1.0, 0.8}});

  EXPECT_DOUBLE_EQ(curve.loss(0.5), 0.125);
  EXPECT_DOUBLE_EQ(curve.loss(0.75), 0.1875);
  EXPECT_DOUBLE_EQ(curve.loss(2.0), 0.5);
}

TEST(Efficiency, DrawsTheLossWithoutLoadFromTheFirstTwoPoints) {
  const LossCurve curve({{0.25, 0.25 / 0.30}, {0.75, 0.75 / 0.84}});  // losses 0.05 and 0.09

  EXPECT_NEAR(curve.loss(0.0), 0.03, 1e-12);
  EXPECT_NEAR(curve.loss(1.0), 0.11, 1e-12);
}

TEST(Efficiency, NeverLosesLessThanNothingWithoutLoad) {
  const LossCurve curve({{0.5, 0.5 / 0.51}, {1.0, 1.0 / 1.05}});  // losses 0.01 and 0.05

  EXPECT_EQ(curve.loss(0.0), 0.0);
}

struct Fault {
  const char* name;
  std::vector<EfficiencyPoint> points;
  const char* text;
};

class EfficiencyFault : public testing::TestWithParam<Fault> {};

TEST_P(EfficiencyFault, IsNamed) { EXPECT_EQ(efficiency_fault(GetParam().points), GetParam().text); }

INSTANTIATE_TEST_SUITE_P(
    Cases, EfficiencyFault,
    testing::Values(
        Fault{"Good", {{0.5, 0.94}, {1.0, 0.95}}, ""}, Fault{"Empty", {}, ""},
        Fault{"AboveOne", {{1.0, 1.2}}, "an efficiency of 1.2 gives more than it takes; it must be at most 1"},
        Fault{"Zero", {{1.0, 0.0}}, "an efficiency of 0 loses everything; it must be above 0"},
        Fault{"Falling", {{0.5, 0.9}, {0.4, 0.9}}, "loads must rise from above 0; 0.4 comes after 0.5"},
        Fault{"AtNoLoad", {{0.0, 0.9}}, "loads must rise from above 0; 0 comes after 0"},
        Fault{"LossFalls",
              {{0.5, 0.5}, {1.0, 0.8}},
              "the efficiency of 0.8 at load 1 means a smaller loss than at load 0.5"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace gigapod
