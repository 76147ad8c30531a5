#include "sim/model/serving/expert_imbalance.hpp"

#include "sim/base/random.hpp"
#include "sim/model/serving/phase_time.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gigapod::testing {
namespace {

/// The same by drawing every choice.
double drawn_factor(const TransformerSpec& model, int chips, double skew, int rows) {
  RandomStream random(7);
  std::vector<double> popularity;
  for (int i = 0; i < model.experts; ++i) popularity.push_back(std::pow(i + 1.0, -skew));
  double sum = 0.0;
  constexpr int kRounds = 30;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> load(static_cast<std::size_t>(chips), 0.0);
    for (int i = 0; i < rows * model.experts_per_token; ++i) ++load[random.weighted(popularity) % load.size()];
    sum += *std::max_element(load.begin(), load.end()) / std::accumulate(load.begin(), load.end(), 0.0) * chips;
  }
  return sum / kRounds;
}

struct Case {
  int chips;
  double skew;
  int rows;
};

class ExpertImbalanceCases : public ::testing::TestWithParam<Case> {};

TEST_P(ExpertImbalanceCases, AgreesWithDrawnChoices) {
  const auto [chips, skew, rows] = GetParam();
  const ExpertImbalance imbalance(deepseek_v3(), chips, skew);
  EXPECT_NEAR(imbalance.factor(rows) / drawn_factor(deepseek_v3(), chips, skew, rows), 1.0, 0.1);
}

INSTANTIATE_TEST_SUITE_P(Choices, ExpertImbalanceCases,
                         ::testing::Values(Case{8, 0.0, 64}, Case{32, 0.0, 256}, Case{64, 0.0, 2048},
                                           Case{64, 0.3, 512}, Case{16, 0.6, 256}, Case{64, 0.8, 2048}));

TEST(ExpertImbalance, FallsWithRowsTowardsTheShareOfTheBusiestChip) {
  const ExpertImbalance even(deepseek_v3(), 64, 0.0);
  EXPECT_GT(even.factor(10), even.factor(1000));
  EXPECT_NEAR(even.factor(1e9), 1.0, 1e-3);
  EXPECT_LE(ExpertImbalance(deepseek_v3(), 64, 3.0).factor(1), 64.0);
  EXPECT_EQ(ExpertImbalance(llama3_70b(), 64, 1.0).factor(100), 1.0);
}

TEST(ExpertImbalance, SlowsRoutedExpertsOnly) {
  ServingPlan plan;
  plan.model = deepseek_v3();
  const SliceTopology slice = torus({4, 4, 4}, true);
  const PhaseTime even = prefill_pass(plan, chip_v7(), slice, 1, 2048);
  plan.expert_skew = 0.5;
  const PhaseTime uneven = prefill_pass(plan, chip_v7(), slice, 1, 2048);
  EXPECT_GT(uneven.products, even.products);
  EXPECT_EQ(uneven.attention, even.attention);
  EXPECT_EQ(uneven.mxu_flops, even.mxu_flops);
  plan.model = llama3_70b();
  const PhaseTime dense = prefill_pass(plan, chip_v7(), slice, 1, 2048);
  plan.expert_skew.reset();
  EXPECT_EQ(prefill_pass(plan, chip_v7(), slice, 1, 2048).total, dense.total);
}

}  // namespace
}  // namespace gigapod::testing
