#include "sim/serving/kv_layout.hpp"

#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

TEST(KvLayout, HoldsTheTokensThatTheWeightsLeaveRoomFor) {
  const KvLayout layout = kv_layout(llama_setup_with_cache(1600).replica);
  EXPECT_EQ(layout.capacity, 80 * 100);
  EXPECT_EQ(layout.pages(1600), layout.capacity);
  EXPECT_EQ(layout.pages(1601), 80 * 101);
  EXPECT_EQ(layout.pages(0), 0);
  EXPECT_EQ(layout.overshoot(), 0);
}

TEST(KvLayout, LocalLayersKeepTheirWindowInWholeBlocks) {
  ReplicaSetup replica = llama_setup().replica;
  replica.plan.model.sliding_window = 100;
  replica.plan.model.global_layer_every = 4;

  const KvLayout layout = kv_layout(replica);

  EXPECT_EQ(layout.global_layers, 20);
  EXPECT_EQ(layout.local_layers, 60);
  EXPECT_EQ(layout.window, 112);
  EXPECT_EQ(layout.pages(112), 80 * 7);
  EXPECT_EQ(layout.pages(1600), 20 * 100 + 60 * 7);
}

TEST(KvLayout, ADraftTakesItsPart) {
  ReplicaSetup replica = llama_setup().replica;
  const KvLayout plain = kv_layout(replica);
  Speculation& speculation = replica.speculation.emplace();
  speculation.draft = llama3_70b();
  speculation.draft.layers = 8;
  speculation.draft_weight_bytes = 1.0;
  speculation.acceptance = 0.7;

  const KvLayout layout = kv_layout(replica);

  EXPECT_NEAR(layout.page / plain.page, 88.0 / 80.0, 1e-12);
  const double left = static_cast<double>(plain.capacity) * plain.page.value() - parameter_count(speculation.draft);
  EXPECT_NEAR(static_cast<double>(layout.capacity) * layout.page.value() / left, 1.0, 1e-3);
  EXPECT_EQ(layout.ticks_a_step, 89);  // 2.7731 tokens in 32nds
  EXPECT_EQ(layout.overshoot(), 3);
}

}  // namespace
}  // namespace gigapod::testing
