// The two fidelities of serving against each other: the steady state of the closed form (sim/model/serving) and the
// request-level simulation of a closed loop with as many clients as the batch. Both read the same steps; what differs
// is how prompts and decode share them.

#include "sim/model/serving/model_work.hpp"
#include "sim/model/serving/phase_time.hpp"
#include "sim/model/serving/steady_state.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

struct Case {
  const char* name;
  TransformerSpec model;
  ChipSpec chip;
  SliceTopology slice;
};

class ServingClosedForm : public ::testing::TestWithParam<Case> {};

ServingSetup setup_of(const Case& machine, int prompt, int output, int batch) {
  ServingSetup setup = llama_setup();
  setup.replica.chip = machine.chip;
  setup.replica.slice = machine.slice;
  setup.replica.plan.model = machine.model;
  setup.replica.plan.precision = Precision::kBf16;
  setup.replica.plan.prompt_tokens = prompt;
  setup.replica.plan.output_tokens = output;
  setup.concurrency = batch;
  setup.keeps_records = true;
  return setup;
}

/// Requests per second in the middle of a run whose outputs are spread evenly from 1 to twice the mean.
double simulated_rate(const ServingSetup& setup, int prompt, int output) {
  RequestTrace trace;
  const int rounds = 50 * setup.concurrency;
  for (int i = 0; i < rounds; ++i) {
    const int spread = static_cast<int>(std::int64_t{i} * 7919 % (2 * output));
    trace.requests.push_back({Seconds(0.0), prompt, 1 + spread});
  }
  const auto records = serve(trace, setup).records;
  const std::size_t first = records.size() / 4;
  const std::size_t last = records.size() * 3 / 4;
  return static_cast<double>(last - first) / (records[last].end - records[first].end).value();
}

/// Simulated over closed form.
double ratio(const Case& machine, int prompt, int output, int batch) {
  const ServingSetup setup = setup_of(machine, prompt, output, batch);
  const ServingPlan& plan = setup.replica.plan;
  const Seconds step = decode_step(plan, machine.chip, machine.slice, batch, mean_context(plan)).total;
  const ServingCurve curve = curve_without_steps(plan, machine.chip, machine.slice);
  return simulated_rate(setup, prompt, output) / steady_state(curve, batch, step).requests_per_second;
}

TEST_P(ServingClosedForm, AgreesOnTheThroughputWhileDecodeTakesMostOfTheTime) {
  for (const int batch : {8, 32, 128}) {
    EXPECT_NEAR(ratio(GetParam(), 1000, 250, batch), 1.0, 0.05) << batch;
    EXPECT_NEAR(ratio(GetParam(), 500, 1000, batch), 1.0, 0.06) << batch;
  }
}

TEST_P(ServingClosedForm, IsHighWhenPromptsTakeMostOfIt) {
  // Sequences that wait for prefill do not decode, which the closed form leaves out.
  const double at_most = ratio(GetParam(), 4000, 100, 128);
  EXPECT_LT(at_most, 1.0);
  EXPECT_GT(at_most, 0.8);
}

INSTANTIATE_TEST_SUITE_P(Machines, ServingClosedForm,
                         ::testing::Values(Case{"llama_70b", llama3_70b(), chip_v6e(), torus({2, 4}, false)},
                                           Case{"llama_405b", llama3_405b(), chip_v7(), torus({2, 2, 2}, false)},
                                           Case{"deepseek", deepseek_v3(), chip_v7(), torus({4, 4, 4}, true)},
                                           Case{"mixtral", mixtral_8x7b(), chip_h100(), nvlink(8)}),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
}  // namespace gigapod::testing
