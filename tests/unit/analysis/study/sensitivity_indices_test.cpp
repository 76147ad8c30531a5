#include "analysis/study/sensitivity_indices.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

namespace gigapod {
namespace {

using Function = std::function<double(const SamplePoint&)>;

std::vector<double> outputs_of(const std::vector<SamplePoint>& points, const Function& function) {
  std::vector<double> outputs;
  for (const SamplePoint& point : points) outputs.push_back(function(point));
  return outputs;
}

/// T. Ishigami and T. Homma (1990) with a = 7, b = 0.1 over [-pi, pi]^3.
double ishigami(const SamplePoint& point) {
  const auto x = [&](std::size_t i) { return std::numbers::pi * (2.0 * point[i] - 1.0); };
  return std::sin(x(0)) + 7.0 * std::pow(std::sin(x(1)), 2) + 0.1 * std::pow(x(2), 4) * std::sin(x(0));
}

double linear(const SamplePoint& point) { return 5.0 + 4.0 * point[0] - 2.0 * point[1] + 0.0 * point[2]; }

TEST(SobolIndices, OfIshigamisFunctionAreTheKnownOnes) {
  const auto points = sample_points(SampleMethod::kSobol, 3, 2048, 1);
  const auto indices = sobol_indices(3, outputs_of(points, ishigami));

  const double first[] = {0.3139, 0.4424, 0.0};
  const double total[] = {0.5576, 0.4424, 0.2437};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(indices[i].first.value, first[i], 0.02) << i;
    EXPECT_NEAR(indices[i].total.value, total[i], 0.02) << i;
    EXPECT_LE(indices[i].first.low, first[i]) << i;
    EXPECT_GE(indices[i].first.high, first[i]) << i;
    EXPECT_LE(indices[i].total.low, total[i]) << i;
    EXPECT_GE(indices[i].total.high, total[i]) << i;
    EXPECT_LT(indices[i].total.high - indices[i].total.low, 0.15) << i;
  }
}

TEST(SobolIndices, IntervalsHoldTheTruthForNearlyEverySeed) {
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const auto points = sample_points(SampleMethod::kSobol, 3, 64, seed);
    const auto total = sobol_indices(3, outputs_of(points, ishigami))[0].total;
    if (total.low <= 0.5576 && 0.5576 <= total.high) ++held;
  }

  EXPECT_GE(held, 36);  // 95% of 40 is 38
}

TEST(SobolIndices, OfALineArePartsOfItsVariance) {
  const auto points = sample_points(SampleMethod::kSobol, 3, 512, 3);
  const auto indices = sobol_indices(3, outputs_of(points, linear));

  EXPECT_NEAR(indices[0].first.value, 0.8, 0.02);  // 4^2 / (4^2 + 2^2)
  EXPECT_NEAR(indices[0].total.value, 0.8, 0.02);
  EXPECT_NEAR(indices[1].first.value, 0.2, 0.02);
  EXPECT_EQ(indices[2].first.value, 0.0);
  EXPECT_EQ(indices[2].total.high, 0.0);
}

TEST(SobolIndices, LeaveOutBlocksWithoutAnOutput) {
  const auto points = sample_points(SampleMethod::kSobol, 3, 512, 3);
  auto outputs = outputs_of(points, linear);
  outputs[7] = std::numeric_limits<double>::quiet_NaN();

  EXPECT_NEAR(sobol_indices(3, outputs)[0].total.value, 0.8, 0.02);
}

TEST(SobolIndices, OfAnOutputThatDoesNotVaryAreZero) {
  const std::vector<double> outputs(8, 1.0);

  EXPECT_EQ(sobol_indices(2, outputs)[0].first.high, 0.0);
  EXPECT_EQ(sobol_indices(2, outputs)[1].total.value, 0.0);
}

TEST(SobolIndices, SumsInAnotherOrderAreNoChange) {
  const auto points = sample_points(SampleMethod::kSobol, 2, 64, 1);
  const auto indices =
      sobol_indices(2, outputs_of(points, [](const SamplePoint& x) { return 1e12 + 1e11 * x[0] + 1e-2 * x[1]; }));

  EXPECT_EQ(indices[1].first.low, 0.0);
  EXPECT_EQ(indices[1].total.high, 0.0);
}

TEST(SobolIndices, OfOneBlockAreNoNumbers) {
  EXPECT_TRUE(std::isnan(sobol_indices(2, {1.0, 2.0, 3.0, 4.0})[1].total.value));
  EXPECT_TRUE(std::isnan(sobol_indices(2, {})[0].first.low));
}

TEST(MorrisEffects, OfALineAreItsSlopes) {
  const auto points = sample_points(SampleMethod::kMorris, 3, 10, 1);
  const auto effects = morris_effects(points, outputs_of(points, linear));

  EXPECT_NEAR(effects[0].mean.value, 4.0, 1e-12);
  EXPECT_NEAR(effects[1].mean.value, -2.0, 1e-12);
  EXPECT_NEAR(effects[1].mean_absolute.value, 2.0, 1e-12);
  EXPECT_NEAR(effects[0].deviation.value, 0.0, 1e-12);
  EXPECT_EQ(effects[2].mean_absolute.high, 0.0);
}

TEST(MorrisEffects, DeviationTellsWhereAnEffectDependsOnOthers) {
  const auto points = sample_points(SampleMethod::kMorris, 2, 200, 1);
  const auto effects =
      morris_effects(points, outputs_of(points, [](const SamplePoint& x) { return x[0] * (x[1] - 0.5); }));

  EXPECT_NEAR(effects[0].mean.value, 0.0, 0.06);  // x1 - 0.5 is -1/2, -1/6, 1/6 or 1/2 alike
  EXPECT_NEAR(effects[0].mean_absolute.value, 1.0 / 3.0, 0.03);
  EXPECT_NEAR(effects[0].deviation.value, std::sqrt(5.0) / 6.0, 0.03);
  EXPECT_LE(effects[0].deviation.low, std::sqrt(5.0) / 6.0);
  EXPECT_GE(effects[0].deviation.high, std::sqrt(5.0) / 6.0);
}

TEST(MorrisEffects, LeaveOutTrajectoriesWithoutAnOutput) {
  const auto points = sample_points(SampleMethod::kMorris, 3, 4, 1);
  auto outputs = outputs_of(points, linear);
  outputs[5] = std::numeric_limits<double>::quiet_NaN();

  EXPECT_NEAR(morris_effects(points, outputs)[0].mean.value, 4.0, 1e-12);
}

TEST(MorrisEffects, OfOneTrajectoryAreNoNumbers) {
  const auto points = sample_points(SampleMethod::kMorris, 3, 1, 1);

  EXPECT_TRUE(std::isnan(morris_effects(points, outputs_of(points, linear))[0].mean.value));
}

TEST(RankCorrelations, AreOneForWhatOnlyRises) {
  const auto points = sample_points(SampleMethod::kLatinHypercube, 2, 200, 1);
  const auto estimates =
      rank_correlations(points, outputs_of(points, [](const SamplePoint& x) { return -std::exp(9 * x[0]); }));

  EXPECT_NEAR(estimates[0].value, -1.0, 1e-12);
  EXPECT_NEAR(estimates[1].value, 0.0, 0.2);
  EXPECT_LT(estimates[1].low, 0.0);
  EXPECT_GT(estimates[1].high, 0.0);
}

TEST(RankCorrelations, OfThreePointsAreNoNumbers) {
  const auto points = sample_points(SampleMethod::kRandom, 1, 3, 1);

  EXPECT_TRUE(std::isnan(rank_correlations(points, {1.0, 2.0, 3.0})[0].low));
}

}  // namespace
}  // namespace gigapod
