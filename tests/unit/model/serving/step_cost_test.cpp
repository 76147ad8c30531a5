#include "sim/model/serving/step_cost.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

ServingPlan plan_of(const TransformerSpec& model) {
  ServingPlan plan;
  plan.model = model;
  return plan;
}

TEST(StepCost, AMixedStepReadsTheWeightsOnce) {
  const ServingPlan plan = plan_of(llama3_70b());
  const ChipSpec chip = chip_v6e();
  const SliceTopology slice = torus({2, 4}, false);
  const StepCost cost(plan, chip, slice);
  const StepWork decode{.decode_rows = 64, .seen = 64 * 80 * 1000.0};
  const StepWork prefill{.prefill_rows = 1000, .prompts = 1, .pairs = prompt_pairs(plan.model, 1000)};
  const StepWork both{
      .decode_rows = 64, .prefill_rows = 1000, .prompts = 1, .seen = decode.seen, .pairs = prefill.pairs};

  const PhaseTime mixed = cost.step(both);

  const Seconds weights = cost.read_time(cost.weights_read(64));
  EXPECT_NEAR((cost.step(decode).products + cost.step(prefill).products - weights) / mixed.products, 1.0, 1e-12);
  EXPECT_NEAR((cost.step(decode).attention + cost.step(prefill).attention) / mixed.attention, 1.0, 1e-12);
  EXPECT_EQ(mixed.overhead, cost.overhead());
  EXPECT_NEAR(mixed.mxu_flops / (cost.step(decode).mxu_flops + cost.step(prefill).mxu_flops), 1.0, 1e-12);
}

TEST(StepCost, CheckedTokensShareTheReadingOfTheCache) {
  const ServingPlan plan = plan_of(llama3_70b());
  const ChipSpec chip = chip_v6e();
  const SliceTopology slice = torus({2, 4}, false);
  const StepCost cost(plan, chip, slice);
  const StepWork one{.decode_rows = 8, .seen = 8 * 80 * 4000.0};
  const StepWork four{.decode_rows = 32, .seen = one.seen, .rows_per_sequence = 4};
  EXPECT_EQ(cost.attention(one), cost.attention(four));  // reading takes longer than scores
  EXPECT_EQ(cost.step(one).hbm_bytes, cost.step(four).hbm_bytes);
  EXPECT_GT(cost.step(four).mxu_flops, 3.9 * cost.step(one).mxu_flops);
}

}  // namespace
}  // namespace gigapod::testing
