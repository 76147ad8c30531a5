#include "sim/model/serving/replica.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gigapod::testing {
namespace {

/// Llama 3.1 405B in fp8 on eight chips of v7, as in scenarios/million_chips.yaml.
ServingPlan chat_plan() {
  ServingPlan plan;
  plan.model = llama3_405b();
  plan.precision = Precision::kFp8;
  plan.weight_bytes = 1.0;
  plan.kv_bytes = 1.0;
  plan.prompt_tokens = 1500;
  plan.output_tokens = 400;
  plan.ttft_target = 2_s;
  plan.tpot_target = 40_ms;
  return plan;
}

const SliceTopology kEight = torus({2, 2, 2}, false);

TEST(Replica, HoldsBothTargetsAndFillsThem) {
  const ReplicaCapacity capacity = replica_capacity(chat_plan(), chip_v7(), kEight);

  EXPECT_EQ(capacity.limit, ServingLimit::kTpotTarget);
  EXPECT_LE(capacity.tpot, 40_ms);
  EXPECT_GT(capacity.tpot, 38_ms);
  EXPECT_LE(capacity.ttft, 2_s);
  EXPECT_GT(capacity.batch, 10);
  EXPECT_NEAR(capacity.requests_per_second * 400 * capacity.tpot.value(), capacity.batch, 1e-9);
  EXPECT_DOUBLE_EQ(capacity.prompt_tokens_per_second, capacity.requests_per_second * 1500);
}

TEST(Replica, IsLimitedByHbmWithoutTargets) {
  ServingPlan plan = chat_plan();
  plan.tpot_target = 1000_s;
  plan.ttft_target = 1000_s;
  plan.prompt_tokens = 4000;
  plan.output_tokens = 4000;

  const ReplicaCapacity capacity = replica_capacity(plan, chip_v7(), kEight);

  EXPECT_EQ(capacity.limit, ServingLimit::kHbmCapacity);
  const Bytes used = capacity.weights_per_chip + capacity.kv_per_chip;
  EXPECT_LE(used, 0.9 * chip_v7().hbm_capacity);
  EXPECT_GT(used, 0.85 * chip_v7().hbm_capacity);
}

TEST(Replica, IsLimitedByTheBatchAllowed) {
  ServingPlan plan = chat_plan();
  plan.max_batch = 8;

  const ReplicaCapacity capacity = replica_capacity(plan, chip_v7(), kEight);

  EXPECT_EQ(capacity.batch, 8);
  EXPECT_EQ(capacity.limit, ServingLimit::kMaxBatch);
}

TEST(Replica, IsLimitedByTheFirstToken) {
  ServingPlan plan = chat_plan();
  plan.tpot_target = 10_s;
  plan.ttft_target = 300_ms;

  const ReplicaCapacity capacity = replica_capacity(plan, chip_v7(), kEight);

  EXPECT_EQ(capacity.limit, ServingLimit::kTtftTarget);
  EXPECT_LE(capacity.ttft, 300_ms);
}

TEST(Replica, ServesMoreWithLooserTargetsAndLessWithLongerRequests) {
  const ServingPlan plan = chat_plan();
  const double base = replica_capacity(plan, chip_v7(), kEight).requests_per_second;
  ServingPlan loose = plan;
  loose.tpot_target = 60_ms;
  ServingPlan longer = plan;
  longer.prompt_tokens = 3000;
  ServingPlan wordy = plan;
  wordy.output_tokens = 800;

  EXPECT_GT(replica_capacity(loose, chip_v7(), kEight).requests_per_second, base);
  EXPECT_LT(replica_capacity(longer, chip_v7(), kEight).requests_per_second, base);
  EXPECT_LT(replica_capacity(wordy, chip_v7(), kEight).requests_per_second, base);
}

TEST(Replica, NeverExceedsThePeakRates) {
  for (const TransformerSpec& model : {llama3_70b(), llama3_405b(), qwen3_coder_480b()}) {
    ServingPlan plan = chat_plan();
    plan.model = model;
    plan.tpot_target = 1000_s;
    plan.ttft_target = 1000_s;
    const ReplicaCapacity capacity = replica_capacity(plan, chip_v7(), kEight);
    const double flops = capacity.requests_per_second * capacity.flops_per_request.value();
    EXPECT_LT(flops, 8 * 4614e12 * 0.829) << model.name;
    for (const double use : {capacity.activity.mxu, capacity.activity.hbm, capacity.activity.ici}) {
      EXPECT_GT(use, 0.0) << model.name;
      EXPECT_LE(use, 1.0) << model.name;
    }
  }
}

TEST(Replica, CurveCoversTheBatch) {
  const ReplicaCapacity capacity = replica_capacity(chat_plan(), chip_v7(), kEight);

  ASSERT_GE(capacity.curve.steps.size(), 5U);
  EXPECT_EQ(capacity.curve.steps.front().batch, 1.0);
  EXPECT_EQ(capacity.curve.steps.back().batch, capacity.batch);
}

TEST(Replica, NamesItsLimits) {
  EXPECT_EQ(serving_limit_name(ServingLimit::kHbmCapacity), std::string("HBM capacity"));
  EXPECT_EQ(serving_limit_name(ServingLimit::kTpotTarget), std::string("time-per-output-token target"));
  EXPECT_EQ(serving_limit_name(ServingLimit::kMaxBatch), std::string("largest batch allowed"));
  EXPECT_EQ(serving_limit_name(ServingLimit::kTtftTarget), std::string("time-to-first-token target"));
}

}  // namespace
}  // namespace gigapod::testing
