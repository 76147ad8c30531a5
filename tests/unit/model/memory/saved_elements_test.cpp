#include "sim/model/memory/saved_elements.hpp"

#include "sim/model/step/operators.hpp"
#include "sim/model/step/training_step.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

/// Four layers, every second one a mixture of eight experts.
TransformerSpec mixture() {
  TransformerSpec model;
  model.layers = 4;
  model.hidden = 1000;
  model.heads = 8;
  model.kv_heads = 2;
  model.head_dim = 100;
  model.ffn = 5000;
  model.mlp = MlpKind::kGated;
  model.experts = 8;
  model.experts_per_token = 2;
  model.expert_ffn = 700;
  model.shared_experts = 1;
  model.capacity_factor = 1.5;
  model.moe_layer_every = 2;
  return model;
}

unsigned bit(SavedTensor tensor) { return static_cast<unsigned>(tensor); }

TEST(SavedElements, OfADenseLayerAreTheResultsOfItsProducts) {
  const TransformerSpec model = mixture();

  EXPECT_DOUBLE_EQ(saved_elements(model, 0, false), 0.0);
  EXPECT_DOUBLE_EQ(saved_elements(model, bit(SavedTensor::kQkv), false), 800.0 + 2 * 200.0);
  EXPECT_DOUBLE_EQ(saved_elements(model, bit(SavedTensor::kAttention), false), 800.0);
  EXPECT_DOUBLE_EQ(saved_elements(model, bit(SavedTensor::kOutput), false), 1000.0);
  EXPECT_DOUBLE_EQ(saved_elements(model, bit(SavedTensor::kMlpIn), false), 2 * 5000.0);
  EXPECT_DOUBLE_EQ(saved_elements(model, bit(SavedTensor::kMlpOut), false), 1000.0);
}

TEST(SavedElements, OfAMixtureAreThoseOfEveryExpertThatATokenGoesTo) {
  const TransformerSpec model = mixture();

  // Two routed experts padded by half, and the shared one.
  EXPECT_DOUBLE_EQ(saved_elements(model, bit(SavedTensor::kMlpIn), true), 4 * 2 * 700.0);
  EXPECT_DOUBLE_EQ(saved_elements(model, bit(SavedTensor::kMlpOut), true), 4 * 1000.0);
  EXPECT_DOUBLE_EQ(saved_elements(model, bit(SavedTensor::kOutput), true), 1000.0);
}

TEST(SavedElements, OfAPlainMlpAreOneMatrix) {
  TransformerSpec model = mixture();
  model.mlp = MlpKind::kPlain;

  EXPECT_DOUBLE_EQ(saved_elements(model, bit(SavedTensor::kMlpIn), false), 5000.0);
}

TEST(SavedElements, FillTheSameOnTheChipAsTheyMoveToTheHost) {
  TrainingPlan plan;
  plan.model = mixture();
  plan.global_batch = 1;
  plan.sequence_length = 1;
  const double inputs = training_memory(plan, {}).activations.value();
  plan.saved_tensors = bit(SavedTensor::kMlpIn) | bit(SavedTensor::kQkv);
  const double kept = training_memory(plan, {}).activations.value() - inputs;
  plan.offloaded_tensors = plan.saved_tensors;
  double moved = 0.0;
  for (const LayerKind& kind : layer_kinds(plan.model)) moved += kind.count * offloaded_bytes_per_token(plan, kind);

  EXPECT_GT(kept, 0.0);
  EXPECT_DOUBLE_EQ(kept, moved);
}

TEST(SavedElements, OfTheLargestLayerAreInFlight) {
  TrainingPlan plan;
  plan.model = mixture();
  plan.global_batch = 1;
  plan.sequence_length = 1;
  const Bytes dense_is_larger = training_memory(plan, {}).workspace;
  plan.model.moe_layer_every = 1;
  const Bytes mixtures_only = training_memory(plan, {}).workspace;

  EXPECT_DOUBLE_EQ(dense_is_larger.value(), 2.0 * (2 * 1000.0 + 1200 + 800 + 1000 + 2 * 5000));
  EXPECT_DOUBLE_EQ(mixtures_only.value(), 2.0 * (2 * 1000.0 + 1200 + 800 + 1000 + 4 * 2 * 700));
}

}  // namespace
}  // namespace gigapod
