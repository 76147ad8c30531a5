#include "sim/model/serving/replica.hpp"
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

TEST(ServingFaults, AreNoneForAPlanThatFits) {
  EXPECT_TRUE(serving_faults(plan_of(llama3_70b()), chip_v6e(), torus({2, 4}, false)).empty());
}

TEST(ServingFaults, NameTheShortfallOfWeightsAndTheChipsThatHoldThem) {
  const auto faults = serving_faults(plan_of(llama3_405b()), chip_v6e(), torus({2, 4}, false));

  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(
      faults[0],
      "weights: 101.5 GB a chip, 70.5 GB more than the 30.9 GB of a v6e that a serving program can use; 27 chips "
      "would hold them");
}

TEST(ServingFaults, SayWhenNoNumberOfChipsHoldsACopyOfTheDenseWeights) {
  ServingPlan plan = plan_of(llama3_405b());
  plan.layout = ServingLayout::kDataParallelAttention;

  const auto faults = serving_faults(plan, chip_h100(), nvlink(8));

  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0],
            "weights: 811.7 GB a chip, 739.7 GB more than the 72.0 GB of a h100 that a serving program can use; no "
            "number of chips with a copy of the dense weights each would hold them");
}

TEST(ServingFaults, CountTheChipsThatHoldTheExpertsBesideTheDenseWeights) {
  ServingPlan plan = plan_of(deepseek_v3());
  plan.weight_bytes = 1.0;
  plan.layout = ServingLayout::kDataParallelAttention;

  const auto faults = serving_faults(plan, chip_h100(), nvlink(8));

  ASSERT_EQ(faults.size(), 1U);
  EXPECT_NE(faults[0].find("; 12 chips would hold them"), std::string::npos) << faults[0];
}

TEST(ServingFaults, NameTheShortfallOfTheCache) {
  ServingPlan plan = plan_of(llama3_70b());
  plan.prompt_tokens = 1e6;

  const auto faults = serving_faults(plan, chip_v6e(), torus({2, 4}, false));

  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0],
            "cache: one sequence of 1000150 tokens takes 40.97 GB a chip, 27.68 GB more than the weights leave; 16 "
            "chips would hold it");
}

TEST(ServingFaults, NameTargetsThatOneSequenceBreaks) {
  ServingPlan plan = plan_of(llama3_70b());
  plan.engine = ServingEngine{.layer_overhead = 45_us, .attention_efficiency = 1.0, .expert_efficiency = 1.0};
  plan.tpot_target = 5_ms;
  plan.ttft_target = 10_ms;

  const auto faults = serving_faults(plan, chip_v6e(), torus({2, 4}, false));

  ASSERT_EQ(faults.size(), 2U);
  EXPECT_EQ(faults[0], "tpot_target: one sequence alone takes 17.9 ms a token, above the target of 5.0 ms");
  EXPECT_EQ(faults[1], "ttft_target: one prompt of 1000 tokens alone takes 78 ms, above the target of 10 ms");
}

}  // namespace
}  // namespace gigapod::testing
