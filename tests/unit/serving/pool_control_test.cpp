// Outages, scaling and limits, as a user of serve() sees them.

#include "sim/serving/rate_limiter.hpp"
#include "sim/serving/serve.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod::testing {
namespace {

ServingSetup two_replicas() {
  ServingSetup setup = llama_setup();
  setup.replicas = 2;
  setup.keeps_records = true;
  return setup;
}

RequestTrace steady_trace(int count, double rate, int prompt, int output) {
  RequestTrace trace;
  for (int i = 0; i < count; ++i) trace.requests.push_back({Seconds(i / rate), prompt, output});
  return trace;
}

TEST(Outages, AFailureMovesItsRequestsAndCountsWhatIsLost) {
  ServingSetup setup = two_replicas();
  setup.outages = {{.replica = 0, .begin = 10_s, .end = 100_s}};
  const RequestTrace trace = steady_trace(200, 10.0, 500, 300);

  const ServingOutcome outcome = serve(trace, setup);

  EXPECT_EQ(outcome.requests.completed, 200);
  EXPECT_GT(outcome.restarts, 5);
  EXPECT_GT(outcome.tokens.lost, 500 * outcome.restarts / 2);
  EXPECT_EQ(outcome.tokens.output, 200 * 300);
  const TokenCounts& tokens = outcome.tokens;
  EXPECT_EQ(tokens.prefilled + tokens.decoded, tokens.prompt + tokens.output - 200 + tokens.lost);
  for (const RequestRecord& record : outcome.records) {
    EXPECT_TRUE(record.end <= 10_s || record.replica == 1);
  }
}

TEST(Outages, ADrainFinishesWhatRunsAndTakesNothingNew) {
  ServingSetup setup = two_replicas();
  setup.outages = {{.replica = 0, .begin = 10_s, .end = 15_s, .is_drain = true}};

  const ServingOutcome outcome = serve(steady_trace(200, 10.0, 500, 300), setup);

  EXPECT_EQ(outcome.restarts, 0);
  EXPECT_EQ(outcome.tokens.lost, 0);
  bool has_finished_there = false;
  bool has_come_back = false;
  for (const RequestRecord& record : outcome.records) {
    if (record.replica != 0) continue;
    has_finished_there = has_finished_there || (record.end > 10_s && record.end < 15_s);
    has_come_back = has_come_back || record.arrival >= 15_s;
    EXPECT_TRUE(record.arrival < 10_s || record.arrival >= 15_s);
  }
  EXPECT_TRUE(has_finished_there);
  EXPECT_TRUE(has_come_back);
}

TEST(Outages, RequestsWaitWhileNoReplicaServes) {
  ServingSetup setup = two_replicas();
  setup.outages = {{.replica = 0, .begin = 1_s, .end = 50_s}, {.replica = 1, .begin = 1_s, .end = 60_s}};

  const ServingOutcome outcome = serve(steady_trace(100, 10.0, 500, 100), setup);

  EXPECT_EQ(outcome.requests.completed, 100);
  for (const RequestRecord& record : outcome.records) {
    EXPECT_TRUE(record.end < 1_s || record.end > 50_s);
    EXPECT_TRUE(record.end < 1_s || record.replica == 0);
  }
  EXPECT_LT(outcome.littles_law_error, 1e-9);
}

TEST(RateLimits, RefuseWhatIsOverTheBucket) {
  // 1 request a second with a burst of 5: of 100 requests in 10 seconds, 5 and then 1 a second.
  ServingSetup setup = llama_setup();
  setup.limits = {{.tenant = 1, .requests_per_second = 1.0, .burst = 5_s}};
  RequestTrace trace = steady_trace(100, 10.0, 100, 10);
  for (Request& request : trace.requests) request.tenant = 1;
  trace.requests.push_back({10_s, 100, 10, 0});

  const ServingOutcome outcome = serve(trace, setup);

  EXPECT_EQ(outcome.requests.rate_limited, 100 - 14);
  EXPECT_EQ(outcome.tenants[1].rate_limited, 86);
  EXPECT_EQ(outcome.tenants[1].completed, 14);
  EXPECT_EQ(outcome.tenants[0], (RequestCounts{.arrived = 1, .completed = 1}));
}

TEST(RateLimits, CountTokens) {
  RateLimiter limiter({{.tenant = 0, .tokens_per_second = 100.0, .burst = 10_s}});
  const Request request{Seconds(0.0), 500, 400};
  EXPECT_TRUE(limiter.admits(request, 0.0));
  EXPECT_FALSE(limiter.admits(request, 7.9));
  EXPECT_TRUE(limiter.admits(request, 8.0));
  EXPECT_TRUE(limiter.admits({Seconds(0.0), 500, 400, 3}, 8.0));
}

TEST(QueueLimit, RefusesWhenThatManyWait) {
  ServingSetup setup = llama_setup();
  setup.replica.max_sequences = 1;
  setup.queue_limit = 3;

  const ServingOutcome outcome = serve(steady_trace(10, 1e6, 100, 100), setup);

  EXPECT_EQ(outcome.requests.queue_full, 6);
  EXPECT_EQ(outcome.requests.completed, 4);
}

ServingSetup scaled(const char* policy) {
  ServingSetup setup = llama_setup();
  setup.router.name = "least_loaded";
  setup.scaling = ReplicaScaling{.policy = {policy, {}},
                                 .least = 1,
                                 .most = 10,
                                 .interval = 30_s,
                                 .load_time = 60_s,
                                 .capacity_per_replica = 10.0,
                                 .target_utilization = 0.8};
  setup.keeps_records = true;
  return setup;
}

/// Ten minutes at 4 requests a second, ten at 40, ten at 4.
RequestTrace wave() {
  RequestTrace trace = steady_trace(2400, 4.0, 800, 200);
  for (int i = 0; i < 24'000; ++i) trace.requests.push_back({600_s + Seconds(i / 40.0), 800, 200});
  for (int i = 0; i < 2400; ++i) trace.requests.push_back({1200_s + Seconds(i / 4.0), 800, 200});
  return trace;
}

class Scaling : public ::testing::TestWithParam<const char*> {};

TEST_P(Scaling, FollowsTheLoadAfterTheLoadTime) {
  const ServingSetup setup = scaled(GetParam());

  const ServingOutcome outcome = serve(wave(), setup);

  EXPECT_EQ(outcome.requests.completed, 28'800);
  EXPECT_LT(outcome.littles_law_error, 1e-9);
  EXPECT_GT(outcome.mean_replicas, 1.2);
  EXPECT_LT(outcome.mean_replicas, 8.0);
  int most = 0;
  for (const RequestRecord& record : outcome.records) {
    most = std::max(most, record.replica == 0 ? 0 : 1);
    EXPECT_TRUE(record.replica == 0 || record.started > 600_s + setup.scaling->load_time);
  }
  EXPECT_EQ(most, 1);
  const Seconds all = outcome.seconds.prefill + outcome.seconds.decode + outcome.seconds.idle;
  EXPECT_NEAR(all / outcome.duration, outcome.mean_replicas, 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Policies, Scaling, ::testing::Values("target_utilization", "queue", "predictive"));

TEST(ScalingGain, KeepsLatencyThatOneReplicaCannot) {
  ServingSetup setup = scaled("target_utilization");
  const Seconds scaling = serve(wave(), setup).ttft.mean;
  setup.scaling.reset();
  EXPECT_LT(3.0 * scaling, serve(wave(), setup).ttft.mean);
}

}  // namespace
}  // namespace gigapod::testing
