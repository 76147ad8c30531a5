#include "sim/model/serving/model_work.hpp"

#include "tests/unit/model/serving/reference_models.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod::testing {
namespace {

ServingPlan plan_of(const TransformerSpec& model) {
  ServingPlan plan;
  plan.model = model;
  return plan;
}

TEST(ModelWork, SplitsADenseModelIntoWhatAStepReads) {
  const ModelWork work = model_work(plan_of(llama3_70b()));

  EXPECT_NEAR(work.parameters, 70.6e9, 0.1e9);
  EXPECT_EQ(work.routed, 0.0);
  EXPECT_DOUBLE_EQ(work.streamed, work.parameters - 128256.0 * 8192);  // the input table is looked up, not read
  EXPECT_DOUBLE_EQ(work.dense_active, active_parameter_count(llama3_70b()));
}

TEST(ModelWork, SplitsAMixtureOfExperts) {
  const ModelWork work = model_work(plan_of(mixtral_8x7b()));

  EXPECT_DOUBLE_EQ(work.routed, 32.0 * 8 * 3 * 4096 * 14336);
  EXPECT_DOUBLE_EQ(work.routed_active, work.routed / 4);
  EXPECT_NEAR(work.dense_active + work.routed_active, active_parameter_count(mixtral_8x7b()), 1.0);
}

TEST(ModelWork, GivesEachKindOfAttentionItsCache) {
  // Bytes a token at two bytes an element: multi-query PaLM, grouped-query Llama, latent DeepSeek.
  const auto per_token = [](const TransformerSpec& model) {
    return model_work(plan_of(model)).kv_per_token_layer.value() * model.layers;
  };
  EXPECT_DOUBLE_EQ(per_token(palm_540b()), 2.0 * 256 * 2 * 118);
  EXPECT_DOUBLE_EQ(per_token(llama3_70b()), 327680.0);
  EXPECT_DOUBLE_EQ(per_token(deepseek_v3()), (512.0 + 64) * 2 * 61);
}

TEST(ModelWork, KeepsOnlyTheWindowOfLocalLayers) {
  TransformerSpec model = llama3_70b();
  model.sliding_window = 1024;
  model.global_layer_every = 4;

  EXPECT_DOUBLE_EQ(seen_tokens(model, 8192), 20 * 8192.0 + 60 * 1024.0);
  EXPECT_DOUBLE_EQ(seen_tokens(model, 512), 80 * 512.0);
  EXPECT_DOUBLE_EQ(seen_tokens(llama3_70b(), 8192), 80 * 8192.0);
}

TEST(ModelWork, CountsPairsOfAPrompt) {
  EXPECT_DOUBLE_EQ(prompt_pairs(llama3_70b(), 1000), 80 * 0.5e6);
  EXPECT_DOUBLE_EQ(prompt_pairs(palm_540b(), 1000), 118 * 1e6);  // its kernel computes every block
}

TEST(ModelWork, TouchesMoreExpertsWithMoreTokens) {
  const TransformerSpec model = mixtral_8x7b();

  EXPECT_DOUBLE_EQ(touched_experts(model, 1), 0.25);
  EXPECT_DOUBLE_EQ(touched_experts(model, 2), 1 - 0.75 * 0.75);
  EXPECT_NEAR(touched_experts(model, 100), 1.0, 1e-9);
  EXPECT_EQ(touched_experts(llama3_70b(), 100), 0.0);
}

TEST(ModelWork, CountsTheFlopsOfARequest) {
  ServingPlan plan = plan_of(llama3_70b());
  plan.prompt_tokens = 1000;
  plan.output_tokens = 200;

  const double weights = 2.0 * active_parameter_count(plan.model) * 1200;
  const double attention = 4.0 * 64 * 128 * 80 * 0.5 * 1200 * 1200;
  EXPECT_NEAR(request_flops(plan).value(), weights + attention, 1e6);
}

}  // namespace
}  // namespace gigapod::testing
