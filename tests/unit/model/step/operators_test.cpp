#include "sim/model/step/operators.hpp"

#include "tests/unit/model/step/reference_plans.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using reference::llama_plan;
using reference::v5p;

const OperatorPhases& at(const OperatorTable& table, OperatorClass operators) {
  return table[static_cast<std::size_t>(operators)];
}

OperatorTable layer(const TrainingPlan& plan, double tokens = 16384) {
  return layer_operators(plan, v5p(), layer_kinds(plan.model)[0], tokens, step_constants());
}

TEST(Operators, MlpFlopsAreSixPerWeightAndToken) {
  TrainingPlan plan = llama_plan();
  plan.remat = Remat::kNone;
  const OperatorTable table = layer(plan);
  const OperatorPhases& mlp = at(table, OperatorClass::kMlp);

  EXPECT_DOUBLE_EQ(mlp.forward.flops + mlp.backward.flops, 6.0 * 3 * 8192 * 28672 * 16384);
  EXPECT_EQ(mlp.recompute.flops, 0.0);
}

TEST(Operators, FullRematDoesNotRepeatTheLastMatrix) {
  const OperatorTable table = layer(llama_plan());
  const OperatorPhases& mlp = at(table, OperatorClass::kMlp);

  EXPECT_DOUBLE_EQ(mlp.recompute.flops / mlp.forward.flops, 2.0 / 3.0);
}

TEST(Operators, KeptResultsAreNotRepeated) {
  TrainingPlan plan = llama_plan();
  plan.saved_tensors = static_cast<unsigned>(SavedTensor::kQkv) | static_cast<unsigned>(SavedTensor::kOutput);
  const OperatorTable table = layer(plan);

  EXPECT_EQ(at(table, OperatorClass::kProjections).recompute.flops, 0.0);
  EXPECT_EQ(at(table, OperatorClass::kOutput).recompute.flops, 0.0);
  EXPECT_GT(at(table, OperatorClass::kAttention).recompute.flops, 0.0);
}

TEST(Operators, CausalAttentionComputesHalfAndTheDiagonalBlocks) {
  TrainingPlan causal = llama_plan();
  TrainingPlan full = llama_plan();
  full.model.attention = AttentionKind::kFull;

  const double ratio = at(layer(causal), OperatorClass::kAttention).forward.flops /
                       at(layer(full), OperatorClass::kAttention).forward.flops;
  EXPECT_DOUBLE_EQ(ratio, 0.5 * (8192.0 + 1024.0) / 8192.0);
}

TEST(Operators, WindowsLimitTheScores) {
  TrainingPlan plan = llama_plan();
  plan.sequence_length = 131072;
  plan.model.sliding_window = 1024;
  plan.model.global_layer_every = 6;
  const auto kinds = layer_kinds(plan.model);
  const OperatorTable global = layer_operators(plan, v5p(), kinds[0], 131072, step_constants());
  const OperatorTable local = layer_operators(plan, v5p(), kinds[1], 131072, step_constants());

  EXPECT_EQ(kinds[0].count, 13);
  EXPECT_EQ(kinds[1].count, 67);
  EXPECT_LT(at(local, OperatorClass::kAttention).forward.flops,
            0.05 * at(global, OperatorClass::kAttention).forward.flops);
}

TEST(Operators, NarrowProductsPadToTheArray) {
  TrainingPlan plan = llama_plan();
  plan.model.ffn = 129;
  const OperatorTable narrow = layer(plan);
  plan.model.ffn = 256;
  const OperatorTable whole = layer(plan);

  // The output matrix pads 129 to 256; the input matrices, side by side, pad 258 to 384 of 512.
  EXPECT_LT(at(narrow, OperatorClass::kMlp).forward.flops, 0.51 * at(whole, OperatorClass::kMlp).forward.flops);
  EXPECT_GT(at(narrow, OperatorClass::kMlp).forward.mxu, 0.8 * at(whole, OperatorClass::kMlp).forward.mxu);
}

TEST(Operators, FewTokensAreBoundByReadingWeights) {
  const OperatorTable table = layer(llama_plan(), 16);
  const OperatorTime& mlp = at(table, OperatorClass::kMlp).forward;

  EXPECT_GT(mlp.hbm, mlp.mxu);
}

TEST(Operators, CapacityFactorAddsWorkToExperts) {
  TrainingPlan plan = llama_plan();
  plan.model.experts = 8;
  plan.model.experts_per_token = 2;
  plan.model.expert_ffn = 14336;
  const auto flops = [&](double capacity) {
    plan.model.capacity_factor = capacity;
    const OperatorTable table = layer_operators(plan, v5p(), layer_kinds(plan.model)[2], 1 << 20, step_constants());
    return at(table, OperatorClass::kExperts).forward.flops;
  };

  EXPECT_NEAR(flops(1.25) / flops(1.0), 1.25, 0.01);
}

}  // namespace
}  // namespace gigapod
