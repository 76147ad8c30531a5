#include "sim/serving/serve.hpp"

#include "sim/model/serving/phase_time.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

#include <map>

namespace gigapod::testing {
namespace {

RequestTrace one_request(int prompt, int output) {
  RequestTrace trace;
  Request request;
  request.arrival = 1_s;
  request.prompt_tokens = prompt;
  request.output_tokens = output;
  trace.requests.push_back(request);
  return trace;
}

TEST(Serve, OneRequestTakesItsPrefillAndItsDecodeSteps) {
  const ServingSetup setup = llama_setup();
  const ReplicaSetup& replica = setup.replica;

  const ServingOutcome outcome = serve(one_request(1000, 11), setup);

  const Seconds prefill = prefill_pass(replica.plan, replica.chip, replica.slice, 1, 1000).total;
  Seconds decode;
  for (int i = 0; i < 10; ++i) decode += decode_step(replica.plan, replica.chip, replica.slice, 1, 1000 + i).total;
  EXPECT_NEAR(outcome.ttft.mean / prefill, 1.0, 1e-3);  // communication is interpolated
  EXPECT_NEAR(outcome.tpot.mean / (decode / 10.0), 1.0, 1e-9);
  EXPECT_NEAR(outcome.duration.value(), (1_s + outcome.end_to_end.mean).value(), 1e-12);
  EXPECT_EQ(outcome.steps, 11);
  EXPECT_EQ(outcome.tokens.output, 11);
}

TEST(Serve, APromptOverTheBudgetTakesSeveralSteps) {
  const ServingSetup setup = llama_setup();

  const ServingOutcome outcome = serve(one_request(5000, 1), setup);

  EXPECT_EQ(outcome.steps, 3);
  EXPECT_EQ(outcome.tokens.prefilled, 5000);
}

TEST(Serve, EveryRequestAndTokenIsAccountedFor) {
  ServingSetup setup = llama_setup();
  setup.replicas = 3;
  setup.keeps_records = true;
  const RequestTrace trace = random_trace(2000, 20.0, 800, 200, 1);

  const ServingOutcome outcome = serve(trace, setup);

  std::int64_t prompt = 0;
  std::int64_t output = 0;
  for (const Request& request : trace.requests) {
    prompt += request.prompt_tokens;
    output += request.output_tokens;
  }
  EXPECT_EQ(outcome.requests.arrived, 2000);
  EXPECT_EQ(outcome.requests.completed, 2000);
  EXPECT_EQ(outcome.tokens.prompt, prompt);
  EXPECT_EQ(outcome.tokens.output, output);
  EXPECT_EQ(outcome.tokens.prefilled, prompt + outcome.tokens.recomputed);
  EXPECT_LT(outcome.littles_law_error, 1e-9);
  EXPECT_EQ(outcome.records.size(), 2000u);
}

TEST(Serve, ASmallCachePreemptsAndStillServesAll) {
  const ServingSetup setup = llama_setup_with_cache(6000);
  const RequestTrace trace = random_trace(500, 5.0, 500, 500, 2);

  const ServingOutcome outcome = serve(trace, setup);

  EXPECT_GT(outcome.preemptions, 0);
  EXPECT_EQ(outcome.requests.completed + outcome.requests.too_long, 500);
  EXPECT_GT(outcome.tokens.recomputed, 0);
  EXPECT_GT(outcome.cache.peak, 0.9);
  EXPECT_LE(outcome.cache.peak, 1.0);
}

TEST(Serve, ARequestThatNeverFitsIsRejected) {
  const ServingSetup setup = llama_setup_with_cache(1600);

  EXPECT_EQ(serve(one_request(1600, 1), setup).requests.too_long, 0);
  EXPECT_EQ(serve(one_request(1600, 2), setup).requests.too_long, 1);
}

TEST(Serve, AClosedLoopKeepsItsClientsBusy) {
  ServingSetup setup = llama_setup();
  setup.concurrency = 16;

  const ServingOutcome outcome = serve(random_trace(2000, 1.0, 800, 200, 3), setup);

  EXPECT_EQ(outcome.requests.completed, 2000);
  EXPECT_GT(outcome.mean_in_system, 15.5);
  EXPECT_LE(outcome.mean_in_system, 16.0);
}

TEST(Serve, RoundRobinGivesEveryReplicaTheSame) {
  ServingSetup setup = llama_setup();
  setup.replicas = 4;
  setup.keeps_records = true;
  std::map<int, int> requests;

  for (const RequestRecord& record : serve(random_trace(400, 5.0, 500, 100, 4), setup).records) {
    ++requests[record.replica];
  }

  EXPECT_EQ(requests, (std::map<int, int>{{0, 100}, {1, 100}, {2, 100}, {3, 100}}));
}

TEST(Serve, FirstComeStartsFirst) {
  ServingSetup setup = llama_setup_with_cache(6000);
  setup.keeps_records = true;

  auto records = serve(random_trace(500, 5.0, 500, 500, 5), setup).records;

  std::sort(records.begin(), records.end(), [](auto& a, auto& b) { return a.request < b.request; });
  for (std::size_t i = 1; i < records.size(); ++i) ASSERT_LE(records[i - 1].started, records[i].started);
}

TEST(Serve, GivesTheSameBitsAgain) {
  const RequestTrace trace = random_trace(500, 10.0, 500, 500, 6);
  const ServingOutcome a = serve(trace, llama_setup());
  const ServingOutcome b = serve(trace, llama_setup());
  EXPECT_EQ(a.ttft.mean, b.ttft.mean);
  EXPECT_EQ(a.energy.total(), b.energy.total());
}

TEST(Serve, EnergyLiesBetweenIdleAndPeak) {
  const ServingSetup setup = llama_setup();
  const ServingOutcome outcome = serve(random_trace(500, 10.0, 500, 200, 7), setup);
  const double chip_seconds = 8.0 * outcome.duration.value();
  const Watts host = setup.replica.chip.host_power / setup.replica.chip.chips_per_host;
  const Watts mean(outcome.energy.total().value() / chip_seconds);
  EXPECT_GT(mean, setup.replica.chip.idle_power + host);
  EXPECT_LT(mean, setup.replica.chip.peak_power + host);
  const Seconds all = outcome.seconds.prefill + outcome.seconds.decode + outcome.seconds.idle;
  EXPECT_NEAR(all / outcome.duration, 1.0, 1e-9);
}

}  // namespace
}  // namespace gigapod::testing
