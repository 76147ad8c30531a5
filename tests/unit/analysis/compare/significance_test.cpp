#include "analysis/compare/significance.hpp"

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace gigapod {
namespace {

/// Extra hours of sleep with two drugs, ten patients (Student, Biometrika 6 (1908) 1), R's data set `sleep`.
constexpr std::array kFirstDrug = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
constexpr std::array kSecondDrug = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST(Significance, WelchsTestOfStudentsSleepDataIsThatOfR) {
  const MeanDifference difference = welch_difference(kFirstDrug, kSecondDrug);

  EXPECT_NEAR(difference.difference, 1.58, 1e-12);
  EXPECT_NEAR(difference.p.value_or(0), 0.07939414, 1e-7);
  EXPECT_NEAR(difference.low(), -0.2054832, 1e-6);
  EXPECT_NEAR(difference.high(), 3.3654832, 1e-6);
  EXPECT_EQ(difference.common_pairs, 0u);
}

TEST(Significance, ThePairedTestOfStudentsSleepDataIsThatOfR) {
  const MeanDifference difference = paired_difference(kFirstDrug, kSecondDrug);

  EXPECT_NEAR(difference.p.value_or(0), 0.00283289, 1e-8);
  EXPECT_NEAR(difference.low(), 0.7001142, 1e-6);
  EXPECT_NEAR(difference.high(), 2.4598858, 1e-6);
  EXPECT_EQ(difference.common_pairs, 10u);
}

TEST(Significance, OneSampleSaysNothingOfChance) {
  const std::array one = {3.0};
  const std::array two = {4.0, 5.0};

  EXPECT_FALSE(welch_difference(one, two).p);
  EXPECT_FALSE(paired_difference(one, one).p);
  EXPECT_DOUBLE_EQ(welch_difference(one, two).difference, 1.5);
  EXPECT_DOUBLE_EQ(welch_difference(one, two).half_width, 0.0);
}

TEST(Significance, WithoutAnySpreadADifferenceIsCertain) {
  const std::array low = {0.1, 0.1, 0.1};
  const std::array high = {0.3, 0.3, 0.3};

  EXPECT_EQ(welch_difference(low, high).p, 0.0);
  EXPECT_EQ(welch_difference(low, low).p, 1.0);
  EXPECT_EQ(paired_difference(low, high).p, 0.0);
}

TEST(Significance, HolmStepsDownFromTheSmallest) {
  const std::array p = {0.01, 0.04, 0.03, 0.005};

  EXPECT_THAT(holm_adjusted(p), testing::Pointwise(testing::DoubleEq(), {0.03, 0.06, 0.06, 0.02}));
  EXPECT_TRUE(holm_adjusted({}).empty());
  const std::array large = {0.9, 0.8};
  EXPECT_THAT(holm_adjusted(large), testing::ElementsAre(1.0, 1.0));
}

/// Of tests of equal means 5% have p under 0.05: the share of 4,000 is within four standard errors (0.0034 each).
TEST(Significance, EqualMeansAreFoundDifferentAsOftenAsTheLevelSays) {
  boost::random::mt19937 random(7);
  boost::random::normal_distribution<double> narrow(0.0, 1.0);
  boost::random::normal_distribution<double> wide(0.0, 3.0);
  int found = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    std::array<double, 6> first{};
    std::array<double, 9> second{};
    for (double& sample : first) sample = narrow(random);
    for (double& sample : second) sample = wide(random);
    found += welch_difference(first, second).p.value_or(1.0) < 0.05 ? 1 : 0;
  }

  EXPECT_NEAR(found / 4000.0, 0.05, 4 * 0.0034);
}

}  // namespace
}  // namespace gigapod
