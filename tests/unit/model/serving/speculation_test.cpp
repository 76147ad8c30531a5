#include "sim/model/serving/speculation.hpp"

#include "sim/base/random.hpp"
#include "sim/model/serving/step_clock.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

TransformerSpec llama3_8b() {
  TransformerSpec model = llama3_70b();
  model.layers = 32;
  model.hidden = 4096;
  model.heads = 32;
  model.ffn = 14336;
  return model;
}

Speculation speculation(int drafted, double acceptance) {
  return {.draft = llama3_8b(), .draft_weight_bytes = 1.0, .drafted_tokens = drafted, .acceptance = acceptance};
}

struct Case {
  int drafted;
  double acceptance;
  double tokens;
};

class TokensPerStep : public ::testing::TestWithParam<Case> {};

TEST_P(TokensPerStep, AgreeWithWorkedNumbers) {
  const Case& row = GetParam();
  EXPECT_NEAR(tokens_per_step(speculation(row.drafted, row.acceptance)), row.tokens, 1e-12);
}

INSTANTIATE_TEST_SUITE_P(Numbers, TokensPerStep,
                         ::testing::Values(Case{1, 0.5, 1.5}, Case{2, 0.5, 1.75}, Case{4, 0.8, 3.3616},
                                           Case{3, 1.0, 4.0}, Case{5, 0.0, 1.0}));

TEST(TokensPerStep, AgreeWithDrawnAcceptances) {
  RandomStream random(3);
  double tokens = 0.0;
  constexpr int kSteps = 200'000;
  for (int i = 0; i < kSteps; ++i) {
    int accepted = 0;
    while (accepted < 4 && random.uniform() < 0.7) ++accepted;
    tokens += accepted + 1;
  }
  EXPECT_NEAR(tokens / kSteps / tokens_per_step(speculation(4, 0.7)), 1.0, 0.01);
}

TEST(SpeculativeStep, IsTheDraftsStepsAndOneStepOfMoreRows) {
  ServingPlan plan;
  plan.model = llama3_70b();
  plan.weight_bytes = 1.0;
  const Speculation draft = speculation(3, 0.7);
  const ChipSpec chip = chip_v6e();
  const SliceTopology slice = torus({2, 4}, false);
  const StepClock clock(plan, chip, slice, 64, 2048, &draft);

  const double seen = 8 * 1000.0 * plan.model.layers;
  const StepClock::Decode& step = clock.decode(8);

  StepWork check{.decode_rows = 32, .seen = seen, .rows_per_sequence = 4};
  const Seconds large = StepCost(plan, chip, slice).step(check).total;
  const Seconds small = decode_step(draft_plan(plan, draft), chip, slice, 8, 1000).total;
  EXPECT_NEAR(step.base + step.slope * seen, (large + 3.0 * small).value(), 1e-9);
  EXPECT_EQ(clock.rows_per_sequence(), 4);
}

}  // namespace
}  // namespace gigapod::testing
