#include "sim/model/serving/steady_state.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod::testing {
namespace {

ServingCurve curve_of(double output, Seconds prefill, double prompt_share, int prompt_steps) {
  ServingCurve curve;
  curve.output_tokens = output;
  curve.prefill = prefill;
  curve.prompt_share = prompt_share;
  curve.prompt_steps = prompt_steps;
  return curve;
}

TEST(SteadyState, FollowsLittlesLaw) {
  // 50 sequences, 100 tokens each, 20 ms steps and 10 ms of prefill a prompt: TPOT 20 + 50 x 10 / 100 = 25 ms,
  // 50 / (100 x 25 ms) = 20 requests a second.
  const SteadyState state = steady_state(curve_of(100, 10_ms, 0.5, 1), 50, 20_ms);

  EXPECT_DOUBLE_EQ(state.tpot.value(), 0.025);
  EXPECT_DOUBLE_EQ(state.requests_per_second, 20.0);
  EXPECT_DOUBLE_EQ(state.requests_per_second * 100 * state.tpot.value(), 50.0);
}

TEST(SteadyState, AddsTheWaitOfAQueueToTheFirstToken) {
  // Service 0.5 x 20 + 10 = 20 ms, load 20 x 0.02 = 0.4, wait 20 ms x 0.4 / 1.2; then 10 + 20 + 10 ms.
  const SteadyState state = steady_state(curve_of(100, 10_ms, 0.5, 1), 50, 20_ms);

  EXPECT_NEAR(state.ttft.value(), 0.010 + 0.020 * 0.4 / 1.2 + 0.020 + 0.010, 1e-12);
}

TEST(SteadyState, HasNoFirstTokenWhenPromptsArriveFasterThanTheyArePrefilled) {
  const SteadyState state = steady_state(curve_of(2, 10_ms, 4.0, 4), 50, 20_ms);

  EXPECT_TRUE(std::isinf(state.ttft.value()));
}

TEST(SteadyState, SharesMemoryBetweenWeightsAndCache) {
  ServingPlan plan;
  plan.model = llama3_70b();
  plan.prompt_tokens = 1000;
  plan.output_tokens = 1000;

  const ReplicaMemory memory = replica_memory(plan, chip_v6e(), torus({2, 4}, false));

  EXPECT_NEAR(memory.weights_per_chip.value(), 141.1e9 / 8, 0.1e9);
  EXPECT_DOUBLE_EQ(memory.usable_per_chip.value(), 0.9 * 32 * 1024 * 1024 * 1024);
  EXPECT_DOUBLE_EQ(memory.kv_per_sequence_chip.value(), 1500 * 327680.0 / 8);
}

TEST(ReplicaMemory, KeepsAllButTheRoutedExpertsOnEveryChipWithDataParallelAttention) {
  ServingPlan plan;
  plan.model = deepseek_v3();
  plan.weight_bytes = 1.0;
  plan.layout = ServingLayout::kDataParallelAttention;
  const double routed = routed_parameter_count(plan.model);

  const ReplicaMemory memory = replica_memory(plan, chip_h100(), nvlink(32));

  EXPECT_DOUBLE_EQ(memory.weights_per_chip.value(), parameter_count(plan.model) - routed + routed / 32);
}

}  // namespace
}  // namespace gigapod::testing
