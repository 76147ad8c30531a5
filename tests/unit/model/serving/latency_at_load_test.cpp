#include "sim/model/serving/latency_at_load.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod::testing {
namespace {

ReplicaCapacity llama_replica() {
  ServingPlan plan;
  plan.model = llama3_70b();
  plan.prompt_tokens = 1000;
  plan.output_tokens = 300;
  return replica_capacity(plan, chip_v6e(), torus({2, 4}, false));
}

TEST(LatencyAtLoad, IsThatOfOneSequenceWithoutLoad) {
  const ReplicaCapacity capacity = llama_replica();

  const ServingLatency idle = latency_at_load(capacity, 0.0);

  EXPECT_NEAR(idle.tpot.value(), capacity.curve.steps.front().step.value(), 1e-9);
  EXPECT_LT(idle.ttft, capacity.ttft);
  EXPECT_NEAR(idle.batch, 0.0, 1e-6);
}

TEST(LatencyAtLoad, ReachesTheCapacityAtFullLoad) {
  const ReplicaCapacity capacity = llama_replica();

  const ServingLatency full = latency_at_load(capacity, 1.0);

  EXPECT_NEAR(full.tpot / capacity.tpot, 1.0, 0.02);
  EXPECT_NEAR(full.batch / capacity.batch, 1.0, 0.02);
  EXPECT_GT(full.ttft, capacity.ttft);  // the wait for a free slot comes on top
}

TEST(LatencyAtLoad, NeverFallsWithLoad) {
  const ReplicaCapacity capacity = llama_replica();
  ServingLatency last = latency_at_load(capacity, 0.0);
  for (int percent = 1; percent <= 120; ++percent) {
    const ServingLatency now = latency_at_load(capacity, percent / 100.0);
    ASSERT_GE(now.ttft, last.ttft) << percent;
    ASSERT_GE(now.tpot, last.tpot) << percent;
    ASSERT_TRUE(std::isfinite(now.ttft.value()));
    last = now;
  }
}

TEST(LatencyAtLoad, HoldsTheTargetsAtTheUsualShareOfCapacity) {
  const ReplicaCapacity capacity = llama_replica();

  const ServingLatency usual = latency_at_load(capacity, 0.8);

  EXPECT_LE(usual.tpot, capacity.tpot);
  EXPECT_LE(usual.ttft, 1_s);
}

TEST(LatencyAtLoad, WaitsForASlotAsQueueingTheorySays) {
  // M/M/1: u / (1 - u); M/M/2: u^2 / (1 - u^2); M/M/10 at 80%: Erlang C 0.4092 over 10 x 0.2; all times the hold.
  EXPECT_NEAR(slot_wait(1, 0.8, 3_s).value(), 3 * 4.0, 1e-9);
  EXPECT_NEAR(slot_wait(2, 0.9, 1_s).value(), 0.81 / 0.19, 1e-9);
  EXPECT_NEAR(slot_wait(10, 0.8, 1_s).value(), 0.4092 / 2, 1e-4);
  EXPECT_EQ(slot_wait(10, 0.0, 1_s).value(), 0.0);
  EXPECT_LT(slot_wait(256, 0.8, 1_s).value(), 1e-5);
}

}  // namespace
}  // namespace gigapod::testing
