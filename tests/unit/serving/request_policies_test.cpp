#include "sim/base/registry.hpp"
#include "sim/policy/request_router.hpp"
#include "sim/policy/request_scheduler.hpp"
#include "sim/serving/serve.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gigapod::testing {
namespace {

/// Prompt tokens that replicas have of a prompt.
struct Cached final : CachedPrefix {
  std::vector<int> tokens;
  [[nodiscard]] int cached_tokens(int replica) const override { return tokens[static_cast<std::size_t>(replica)]; }
};

int choose(const char* router, const std::vector<ReplicaLoad>& loads, std::uint64_t routed = 0,
           const CachedPrefix* cache = nullptr) {
  return Registry<RequestRouter>::make(router)->choose({loads, routed, 1000, cache});
}

TEST(RequestRouters, RoundRobinSkipsWhatDoesNotAccept) {
  std::vector<ReplicaLoad> loads(3);
  EXPECT_EQ(choose("round_robin", loads, 4), 1);
  loads[1].accepts = false;
  EXPECT_EQ(choose("round_robin", loads, 4), 2);
}

TEST(RequestRouters, LeastLoadedCountsRequestsThenPromptTokens) {
  const std::vector<ReplicaLoad> loads{{true, 2, 3, 0}, {true, 0, 4, 900}, {true, 1, 3, 100}, {false, 0, 0, 0}};
  EXPECT_EQ(choose("least_loaded", loads), 2);
}

TEST(RequestRouters, PrefixAwareTradesTheCacheAgainstTheLoad) {
  Cached cached;
  cached.tokens = {800, 0};
  EXPECT_EQ(choose("prefix_aware", {{true, 0, 7, 0}, {true, 0, 0, 0}}, 0, &cached), 0);
  EXPECT_EQ(choose("prefix_aware", {{true, 0, 9, 0}, {true, 0, 0, 0}}, 0, &cached), 1);
}

/// Prompts of 1024 tokens, of which a group of four begins with the same 768.
RequestTrace grouped_trace(int count, double rate) {
  RequestTrace trace = random_trace(count, rate, 2, 100, 31);
  RandomStream random(32);
  trace.prefix_block_tokens = 256;
  for (Request& request : trace.requests) {
    request.prompt_tokens = 1024;
    request.first_hash = static_cast<std::uint32_t>(trace.prefix_hashes.size());
    request.hashes = 4;
    const std::uint64_t group = random.below(64);
    for (std::uint64_t block = 0; block < 3; ++block) trace.prefix_hashes.push_back(10 * group + block);
    trace.prefix_hashes.push_back(random.below(1ULL << 60) + 10'000);
  }
  return trace;
}

TEST(RequestRouters, PrefixAwareFindsMoreInTheCachesThanRoundRobin) {
  ServingSetup setup = llama_setup_with_cache(20'000);
  setup.replicas = 4;
  setup.replica.has_prefix_cache = true;
  const RequestTrace trace = grouped_trace(2000, 12.0);

  const ServingOutcome blind = serve(trace, setup);
  setup.router.name = "prefix_aware";
  const ServingOutcome aware = serve(trace, setup);

  EXPECT_GT(aware.tokens.cached, 1.5 * static_cast<double>(blind.tokens.cached));
  EXPECT_LT(aware.ttft.mean, blind.ttft.mean);
}

TEST(PrefixReuse, SkipsWhatIsCachedButTheLastToken) {
  RequestTrace trace;
  trace.prefix_block_tokens = 64;
  trace.prefix_hashes = {1, 2};
  for (int i = 0; i < 2; ++i) trace.requests.push_back({Seconds(i * 10.0), 128, 4, 0, 0, 0, 2});
  ServingSetup setup = llama_setup();
  setup.replica.has_prefix_cache = true;
  setup.keeps_records = true;

  const ServingOutcome outcome = serve(trace, setup);

  EXPECT_EQ(outcome.tokens.cached, 64);  // the second block holds the last token
  EXPECT_EQ(outcome.records[0].cached_tokens, 0);
  EXPECT_EQ(outcome.records[1].cached_tokens, 64);
  EXPECT_LT(outcome.records[1].first_token - outcome.records[1].started,
            outcome.records[0].first_token - outcome.records[0].started);
}

TEST(RequestRouters, LeastLoadedWaitsLessThanRoundRobin) {
  ServingSetup setup = llama_setup();
  setup.replica.max_sequences = 16;
  setup.replicas = 8;
  const RequestTrace trace = random_trace(8000, 25.0, 500, 300, 33);
  const Seconds blind = serve(trace, setup).queueing.mean;
  setup.router.name = "least_loaded";
  EXPECT_LT(serve(trace, setup).queueing.mean, 0.8 * blind);
}

TEST(RequestSchedulers, ShortestFirstLowersTheMeanLatency) {
  ServingSetup setup = llama_setup();
  setup.replica.max_sequences = 4;
  const RequestTrace trace = random_trace(2000, 3.0, 500, 150, 34);
  const Seconds fcfs = serve(trace, setup).end_to_end.mean;
  setup.replica.scheduler.name = "shortest_first";
  EXPECT_LT(serve(trace, setup).end_to_end.mean, 0.7 * fcfs);
}

TEST(RequestSchedulers, ShortestFirstWithAgingIsFirstComeInTheLimit) {
  ServingSetup setup = llama_setup();
  setup.replica.max_sequences = 4;
  const RequestTrace trace = random_trace(500, 3.0, 500, 150, 35);
  const Seconds fcfs = serve(trace, setup).end_to_end.mean;
  setup.replica.scheduler = {"shortest_first", {{"aging", 1e9}}};
  EXPECT_EQ(serve(trace, setup).end_to_end.mean, fcfs);
}

TEST(RequestSchedulers, PriorityStartsTheImportantFirst) {
  ServingSetup setup = llama_setup();
  setup.replica.max_sequences = 4;
  setup.replica.scheduler.name = "priority";
  setup.keeps_records = true;
  RequestTrace trace = random_trace(1000, 8.0, 500, 150, 36);
  for (std::size_t i = 0; i < trace.requests.size(); i += 5) trace.requests[i].priority = 1;

  std::array<double, 2> wait{};
  for (const RequestRecord& record : serve(trace, setup).records) {
    const bool is_important = record.request % 5 == 0;
    wait[is_important ? 1 : 0] += (record.started - record.arrival).value() / (is_important ? 200.0 : 800.0);
  }

  EXPECT_LT(20.0 * wait[1], wait[0]);
}

/// Tokens that each of two tenants has had when the first of them has nothing left to wait for: tenant 0 sends short
/// requests, tenant 1 long ones, all at once.
std::array<double, 2> service_while_both_wait(const char* scheduler) {
  ServingSetup setup = llama_setup_with_cache(12'000);
  setup.replica.scheduler.name = scheduler;
  setup.keeps_records = true;
  RequestTrace trace;
  for (int i = 0; i < 900; ++i) {
    Request request{Seconds(0.0), 200, 50};
    if (i % 3 == 0) request = {Seconds(0.0), 1500, 400, 1};
    trace.requests.push_back(request);
  }
  const auto records = serve(trace, setup).records;
  Seconds until(1e18);
  std::array<Seconds, 2> last{};
  for (const RequestRecord& record : records) {
    const auto tenant = static_cast<std::size_t>(trace.requests[record.request].tenant);
    last[tenant] = max(last[tenant], record.started);
  }
  until = min(last[0], last[1]);
  std::array<double, 2> service{};
  for (const RequestRecord& record : records) {
    if (record.end > until) continue;
    const Request& request = trace.requests[record.request];
    service[static_cast<std::size_t>(request.tenant)] += request.prompt_tokens + 2.0 * request.output_tokens;
  }
  return service;
}

TEST(RequestSchedulers, TenantFairBoundsTheDifferenceOfTenantsThatWait) {
  // Theorem of the virtual token counter: 2 max(L, 2 M), and completed requests leave out at most 2 M in flight each.
  const double cache = 12'000;
  const double bound = 2.0 * 2.0 * cache + 2.0 * cache;
  const auto fair = service_while_both_wait("tenant_fair");
  const auto first_come = service_while_both_wait("fcfs");
  EXPECT_LT(std::abs(fair[0] - fair[1]), bound);
  EXPECT_GT(std::abs(first_come[0] - first_come[1]), 3.0 * bound);
  EXPECT_GT(fair[0], 2.0 * bound);
}

}  // namespace
}  // namespace gigapod::testing
