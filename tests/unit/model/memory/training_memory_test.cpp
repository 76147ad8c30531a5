#include "sim/model/memory/training_memory.hpp"

#include "tests/unit/model/step/reference_plans.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

using reference::cube;
using reference::llama_plan;

TEST(TrainingMemory, StatesAreSharedByAllChipsOfFsdp) {
  const MemoryUse use = training_memory(llama_plan(), cube());
  const double share = parameter_count(llama_plan().model) / 64.0;

  EXPECT_DOUBLE_EQ(use.weights.value(), 4.0 * share);
  EXPECT_DOUBLE_EQ(use.gradients.value(), 4.0 * share);
  EXPECT_DOUBLE_EQ(use.optimizer.value(), 8.0 * share);
}

TEST(TrainingMemory, FullRematKeepsTheInputOfEachLayer) {
  const MemoryUse use = training_memory(llama_plan(), cube());

  // 2 sequences of 8192 tokens, 80 layers, 8192 bf16 values.
  EXPECT_DOUBLE_EQ(use.activations.value(), 2.0 * 8192 * 80 * 2 * 8192);
}

TEST(TrainingMemory, PoliciesOrderByWhatTheyKeep) {
  TrainingPlan plan = llama_plan();
  Bytes last(-1.0);
  for (const Remat remat : {Remat::kOffload, Remat::kFull, Remat::kMinimal, Remat::kNone}) {
    plan.remat = remat;
    const Bytes activations = training_memory(plan, cube()).activations;
    EXPECT_GT(activations, last);
    last = activations;
  }
}

TEST(TrainingMemory, ReplicasDoNotShareStatesUnlessTheOptimizerIsSharded) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.fsdp = 16;
  plan.parallelism.data = 4;
  const Bytes whole = training_memory(plan, cube()).optimizer;
  plan.shards_optimizer = true;

  EXPECT_DOUBLE_EQ(training_memory(plan, cube()).optimizer / whole, (12.0 / 4.0) / 8.0);
}

/// Llama 70B in 8 stages with `groups` groups of layers each, 32 microbatches of a sequence.
TrainingPlan staged_plan(int groups) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.fsdp = 8;
  plan.parallelism.pipeline = 8;
  plan.parallelism.pipeline_interleave = groups;
  plan.parallelism.microbatches = 32;
  plan.global_batch = 8 * 32;
  return plan;
}

TEST(TrainingMemory, InterleavedStagesKeepActivationsLonger) {
  const Bytes plain = training_memory(staged_plan(1), cube()).activations;
  const Bytes interleaved = training_memory(staged_plan(5), cube()).activations;

  // Eight microbatches of a sequence in ten layers.
  EXPECT_DOUBLE_EQ(plain.value(), 8.0 * 8192 * 10 * 2 * 8192);
  EXPECT_DOUBLE_EQ(interleaved / plain, 1.0 + 7.0 / (8.0 * 5.0));
}

TEST(TrainingMemory, TheFullestStageCounts) {
  TrainingPlan plan = staged_plan(1);
  const double vocabulary = 128256.0 * 8192;
  const double layer = (parameter_count(plan.model) - 2.0 * vocabulary) / 80.0;
  EXPECT_DOUBLE_EQ(training_memory(plan, cube()).weights.value(), 4.0 * (10.0 * layer + vocabulary) / 8.0);

  plan.model.layers = 78;
  const MemoryUse uneven = training_memory(plan, cube());
  EXPECT_NEAR(uneven.weights.value(), 4.0 * (10.0 * layer + vocabulary) / 8.0, 1.0);
  EXPECT_DOUBLE_EQ(uneven.activations.value(), training_memory(staged_plan(1), cube()).activations.value());
}

TEST(TrainingMemory, TokensOfAPassExcludeTensorParallelism) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.fsdp = 8;
  plan.parallelism.tensor = 8;
  plan.gradient_accumulation = 2;

  EXPECT_DOUBLE_EQ(tokens_per_pass(plan), 128.0 * 8192 / 8 / 2);
}

}  // namespace
}  // namespace gigapod
