#include "sim/model/serving/phase_time.hpp"
#include "sim/serving/cache_link.hpp"
#include "sim/serving/serve.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

ServingSetup disaggregated() {
  ServingSetup setup = llama_setup();
  setup.prefill =
      PrefillPool{.replicas = 1, .slice = torus({4, 4}, false), .transfer_rate = 50_GBps, .transfer_latency = 100_us};
  return setup;
}

TEST(Disaggregation, OneRequestGoesThroughPrefillTheLinkAndDecode) {
  const ServingSetup setup = disaggregated();
  const ReplicaSetup& replica = setup.replica;
  RequestTrace trace;
  trace.requests.push_back({0_s, 1000, 11});

  const ServingOutcome outcome = serve(trace, setup);

  const Seconds prefill = prefill_pass(replica.plan, replica.chip, setup.prefill->slice, 1, 1000).total;
  Seconds decode;
  for (int i = 0; i < 10; ++i) decode += decode_step(replica.plan, replica.chip, replica.slice, 1, 1000 + i).total;
  const Bytes cache = 1000.0 * kv_cache_bytes_per_token(replica.plan.model, 1.0);
  const Seconds transfer = cache / setup.prefill->transfer_rate + setup.prefill->transfer_latency;
  EXPECT_NEAR(outcome.ttft.mean / prefill, 1.0, 1e-3);
  EXPECT_NEAR(outcome.transferred / cache, 1.0, 1e-12);
  EXPECT_NEAR(outcome.transfer_mean / transfer, 1.0, 1e-12);
  EXPECT_NEAR(outcome.duration / (outcome.ttft.mean + transfer + decode), 1.0, 1e-9);
  EXPECT_EQ(outcome.transfers, 1);
}

TEST(Disaggregation, TransfersQueueOnTheirLink) {
  KvLayout layout;
  layout.page = 1000_B;  // 16 tokens of one layer
  CacheLinks links({.replicas = 2, .slice = {}, .transfer_rate = BytesPerSecond(1000.0), .transfer_latency = 1_s},
                   layout);
  links.send(0, 7, 32, 10.0);  // 2 s and 1 s
  links.send(0, 8, 16, 11.0);  // free at 12, then 1 s and 1 s
  links.send(1, 9, 16, 11.5);
  EXPECT_EQ(links.take().arrival, 13.0);
  EXPECT_EQ(links.next_time(), 13.5);
  EXPECT_EQ(links.take().slot, 9u);
  EXPECT_EQ(links.take().arrival, 14.0);
}

TEST(Disaggregation, KeepsPromptsOutOfDecodeSteps) {
  // On 24 chips each: the tail of the time per token falls, the time to first token grows.
  const RequestTrace trace = random_trace(4000, 11.0, 3000, 100, 41);
  ServingSetup setup = llama_setup();
  setup.replicas = 3;
  const ServingOutcome together = serve(trace, setup);
  const ServingOutcome apart = serve(trace, disaggregated());
  EXPECT_LT(apart.tpot.p99, 0.5 * together.tpot.p99);
  EXPECT_GT(apart.ttft.mean, together.ttft.mean);
}

TEST(Disaggregation, ConservesTokensWithASmallCacheAndFailures) {
  ServingSetup setup = llama_setup_with_cache(8000);
  setup.replicas = 3;
  setup.prefill = disaggregated().prefill;
  setup.prefill->slice = setup.replica.slice;
  setup.prefill->replicas = 2;
  setup.outages = {{.replica = 0, .begin = 10_s, .end = 20_s},
                   {.replica = 1, .begin = 15_s, .end = 25_s, .is_drain = true}};

  const ServingOutcome outcome = serve(random_trace(1000, 12.0, 600, 250, 42), setup);

  const TokenCounts& tokens = outcome.tokens;
  EXPECT_EQ(outcome.requests.completed + outcome.requests.too_long, 1000);
  EXPECT_EQ(tokens.prefilled + tokens.decoded,
            tokens.prompt + tokens.output - outcome.requests.completed + tokens.recomputed + tokens.lost);
  EXPECT_GT(outcome.preemptions, 0);
  EXPECT_GT(tokens.lost, 0);
  EXPECT_LE(outcome.cache.peak, 1.0);
  EXPECT_LT(outcome.littles_law_error, 1e-9);
}

}  // namespace
}  // namespace gigapod::testing
