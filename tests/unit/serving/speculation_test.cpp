#include "sim/serving/serve.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

ServingSetup speculative(double acceptance) {
  ServingSetup setup = llama_setup();
  Speculation speculation;
  speculation.draft = llama3_70b();
  speculation.draft.layers = 4;
  speculation.draft.hidden = 2048;
  speculation.draft.ffn = 8192;
  speculation.draft.heads = 16;
  speculation.draft_weight_bytes = 1.0;
  speculation.acceptance = acceptance;
  setup.replica.speculation = speculation;
  setup.replica.max_sequences = 128;
  return setup;
}

ServingSetup plain() {
  ServingSetup setup = llama_setup();
  setup.replica.max_sequences = 128;
  return setup;
}

TEST(SpeculativeServing, TakesFewerStepsByTheTokensOfEach) {
  RequestTrace trace;
  trace.requests.push_back({0_s, 500, 1001});

  const ServingOutcome outcome = serve(trace, speculative(0.7));

  const double tokens = tokens_per_step(*speculative(0.7).replica.speculation);
  EXPECT_NEAR(1000.0 / static_cast<double>(outcome.steps - 1) / tokens, 1.0, 0.01);
  EXPECT_EQ(outcome.tokens.output, 1001);
}

TEST(SpeculativeServing, IsFasterWithFewSequencesAndSlowerWhenNothingIsAccepted) {
  const RequestTrace light = random_trace(300, 0.5, 500, 300, 51);
  EXPECT_LT(serve(light, speculative(0.8)).tpot.mean, 0.6 * serve(light, plain()).tpot.mean);
  EXPECT_GT(serve(light, speculative(0.0)).tpot.mean, serve(light, plain()).tpot.mean);
}

TEST(SpeculativeServing, GainsLessWithManySequences) {
  // Checked rows cost products, which large batches wait for.
  const auto gain = [](int concurrency) {
    ServingSetup with = speculative(0.6);
    ServingSetup without = plain();
    with.concurrency = without.concurrency = concurrency;
    const RequestTrace trace = random_trace(600, 1.0, 500, 300, 52);
    return serve(trace, without).duration / serve(trace, with).duration;
  };
  EXPECT_GT(gain(1), 1.3 * gain(128));
}

}  // namespace
}  // namespace gigapod::testing
