// Laws that hold for every trace and setup, over random ones.

#include "sim/serving/serve.hpp"
#include "sim/serving/serve_counted.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace gigapod::testing {
namespace {

/// A trace whose prompts begin with one of a few shared chains of blocks.
RequestTrace shared_trace(int count, double rate, RandomStream& random) {
  RequestTrace trace = random_trace(count, rate, 600, 150, random.below(1'000'000));
  trace.prefix_block_tokens = 64;
  for (Request& request : trace.requests) {
    request.tenant = static_cast<std::int32_t>(random.below(4));
    request.priority = static_cast<std::int32_t>(random.below(3));
    request.first_hash = static_cast<std::uint32_t>(trace.prefix_hashes.size());
    const std::uint64_t chain = random.below(5);
    const std::uint64_t shared = random.below(8);
    for (std::uint64_t block = 0; block < static_cast<std::uint64_t>(request.prompt_tokens / 64); ++block) {
      const bool is_shared = block < shared;
      trace.prefix_hashes.push_back(is_shared ? 1000 * chain + block : random.below(1ULL << 60) + 100'000);
      ++request.hashes;
    }
  }
  return trace;
}

/// Failures, drains and scaling.
void add_events(RandomStream& random, ServingSetup& setup) {
  for (std::uint64_t i = random.below(4); i > 0; --i) {
    const Seconds begin(60.0 * random.uniform());
    const int replica = static_cast<int>(random.below(static_cast<std::uint64_t>(setup.replicas)));
    setup.outages.push_back({replica, begin, begin + Seconds(20.0 * random.uniform()), random.below(2) == 0});
  }
  if (random.below(3) != 0) return;
  setup.scaling.emplace();
  setup.scaling->most = setup.replicas + 2;
  setup.scaling->interval = 5_s;
  setup.scaling->load_time = 7_s;
  setup.scaling->capacity_per_replica = 0.5 + 5.0 * random.uniform();
}

ServingSetup random_setup(RandomStream& random) {
  const std::array<const char*, 4> schedulers{"fcfs", "shortest_first", "priority", "tenant_fair"};
  const std::array<const char*, 3> routers{"round_robin", "least_loaded", "prefix_aware"};
  ServingSetup setup = llama_setup_with_cache(3000 + static_cast<int>(random.below(20'000)));
  if (random.below(3) == 0) {
    setup.replica.plan.model.sliding_window = 200;
    setup.replica.plan.model.global_layer_every = 4;
  }
  setup.replica.step_tokens = 300 + static_cast<int>(random.below(2000));
  setup.replica.max_sequences = 1 + static_cast<int>(random.below(256));
  if (random.below(4) == 0) {
    Speculation& speculation = setup.replica.speculation.emplace();
    speculation.draft.vocabulary = 1000;
    speculation.acceptance = random.uniform();
    setup.replica.max_sequences = std::max(1, setup.replica.max_sequences / 5);
    setup.replica.step_tokens = 300 + 5 * setup.replica.max_sequences;
  }
  setup.replica.has_prefix_cache = random.below(2) == 0;
  setup.replica.scheduler.name = schedulers[random.below(schedulers.size())];
  setup.router.name = routers[random.below(routers.size())];
  setup.replicas = 1 + static_cast<int>(random.below(4));
  setup.concurrency = random.below(4) == 0 ? 1 + static_cast<int>(random.below(100)) : 0;
  setup.queue_limit = random.below(4) == 0 ? 5 : 0;
  if (random.below(4) == 0) setup.limits = {{1, 0.5, 0.0}, {2, 0.0, 300.0, 30_s}};
  if (random.below(3) == 0) {
    const int prefills = 1 + static_cast<int>(random.below(2));
    setup.prefill = PrefillPool{prefills, setup.replica.slice, BytesPerSecond(1e9), 1_ms};
  }
  add_events(random, setup);
  setup.keeps_records = true;
  return setup;
}

class ServeLaws : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(ServeLaws, RequestsTokensTimeAndCacheAreConserved) {
  RandomStream random(GetParam());
  const ServingSetup setup = random_setup(random);
  const RequestTrace trace = shared_trace(400, 1.0 + 20.0 * random.uniform(), random);

  const ServingOutcome outcome = serve(trace, setup);

  EXPECT_EQ(outcome.requests.arrived, 400);
  EXPECT_EQ(outcome.requests.completed + outcome.requests.refused(), 400);
  const TokenCounts& tokens = outcome.tokens;
  EXPECT_EQ(tokens.prefilled + tokens.cached + tokens.decoded,
            tokens.prompt + tokens.output - outcome.requests.completed + tokens.recomputed + tokens.lost);
  EXPECT_LT(outcome.littles_law_error, 1e-9);
  EXPECT_GT(outcome.cache.peak, 0.0);
  EXPECT_LE(outcome.cache.peak, 1.0);
  EXPECT_LE(outcome.cache.mean, outcome.cache.peak);
  const Seconds all = outcome.seconds.prefill + outcome.seconds.decode + outcome.seconds.idle;
  EXPECT_NEAR(all.value(), outcome.mean_replicas * outcome.duration.value(), 1e-6);
  RequestCounts tenants;
  for (const RequestCounts& tenant : outcome.tenants) {
    EXPECT_EQ(tenant.arrived, tenant.completed + tenant.refused());
    tenants.arrived += tenant.arrived;
    tenants.completed += tenant.completed;
  }
  EXPECT_EQ(tenants.arrived, 400);
  EXPECT_EQ(tenants.completed, outcome.requests.completed);
  EXPECT_EQ(outcome.preemptions > 0, tokens.recomputed > 0);
}

TEST_P(ServeLaws, EveryRequestGoesThroughItsLifeInOrder) {
  RandomStream random(GetParam() + 1000);
  const ServingSetup setup = random_setup(random);
  const RequestTrace trace = shared_trace(300, 10.0, random);

  const ServingOutcome outcome = serve(trace, setup);

  std::vector<int> seen(300, 0);
  for (const RequestRecord& record : outcome.records) {
    ++seen[record.request];
    const Request& request = trace.requests[record.request];
    ASSERT_LE(record.arrival, record.started);
    ASSERT_LT(record.started, record.first_token);
    ASSERT_LE(record.first_token, record.end);
    ASSERT_EQ(record.first_token == record.end, request.output_tokens == 1);
    ASSERT_LT(record.cached_tokens, request.prompt_tokens + request.output_tokens);
    ASSERT_TRUE(setup.concurrency > 0 || record.arrival == request.arrival);
  }
  EXPECT_LE(*std::max_element(seen.begin(), seen.end()), 1);
}

TEST_P(ServeLaws, PartsOfTheTimeAddUp) {
  RandomStream random(GetParam() + 2000);
  const ServingSetup setup = random_setup(random);
  const RequestTrace trace = shared_trace(200, 10.0, random);
  const ServingOutcome all = serve(trace, setup);

  const Seconds cut = all.duration * random.uniform();
  const ServingOutcome before = serve_counted(trace, setup, {Seconds(0.0), cut});
  const ServingOutcome after = serve_counted(trace, setup, {cut, all.duration});

  EXPECT_NEAR((before.seconds.prefill + after.seconds.prefill).value(), all.seconds.prefill.value(), 1e-6);
  EXPECT_NEAR((before.seconds.decode + after.seconds.decode).value(), all.seconds.decode.value(), 1e-6);
  EXPECT_NEAR((before.seconds.idle + after.seconds.idle).value(), all.seconds.idle.value(), 1e-6);
  EXPECT_NEAR((before.energy.total() + after.energy.total()) / all.energy.total(), 1.0, 1e-3);
  EXPECT_NEAR(before.mean_replicas * cut.value() + after.mean_replicas * (all.duration - cut).value(),
              all.mean_replicas * all.duration.value(), 1e-6);
  EXPECT_EQ(before.tokens.decoded, all.tokens.decoded);
  EXPECT_EQ(before.steps, all.steps);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ServeLaws, ::testing::Range<std::uint64_t>(0, 100));

}  // namespace
}  // namespace gigapod::testing
