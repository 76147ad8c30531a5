// The surrogate table of a replica against other requests simulated one by one: the same lengths at loads between
// those of the table, with other arrivals and four times as many requests.

#include "sim/serving/serve.hpp"
#include "sim/serving/surrogate.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace gigapod::testing {
namespace {

struct Case {
  const char* name;
  TransformerSpec model;
  ChipSpec chip;
  SliceTopology slice;
  double prompt;  ///< mean tokens
  double output;
};

class SurrogateAgainstRequests : public ::testing::TestWithParam<Case> {};

/// Requests of lognormal lengths (sigma 0.8) around the means.
RequestTrace mix_of(const Case& machine) {
  constexpr double kSigma = 0.8;
  RandomStream random(11);
  const auto tokens = [&](double mean) {
    const double median = mean * std::exp(-0.5 * kSigma * kSigma);
    return std::max(1, static_cast<std::int32_t>(std::lround(random.lognormal(median, kSigma))));
  };
  RequestTrace trace;
  for (int i = 0; i < 2000; ++i) trace.requests.push_back({0_s, tokens(machine.prompt), tokens(machine.output)});
  return trace;
}

/// Requests of the mix at Poisson arrivals.
RequestTrace poisson(const RequestTrace& mix, double rate) {
  RandomStream random(12);
  RequestTrace trace;
  Seconds time(0.0);
  for (int i = 0; i < 60'000; ++i) {
    time += random.exponential(Hertz(rate));
    trace.requests.push_back(mix.requests[random.below(mix.requests.size())]);
    trace.requests.back().arrival = time;
  }
  return trace;
}

void add_errors(const LatencySummary& table, const LatencySummary& requests, std::vector<double>& errors) {
  for (Seconds LatencySummary::*figure :
       {&LatencySummary::mean, &LatencySummary::p50, &LatencySummary::p95, &LatencySummary::p99}) {
    errors.push_back(std::abs(table.*figure / requests.*figure - 1.0));
  }
}

TEST_P(SurrogateAgainstRequests, LatenciesAgreeUpToALoadOfNineTenths) {
  const Case& machine = GetParam();
  ServingSetup setup = llama_setup();
  setup.replica.plan.model = machine.model;
  setup.replica.plan.precision = Precision::kFp8;
  setup.replica.chip = machine.chip;
  setup.replica.slice = machine.slice;
  const RequestTrace mix = mix_of(machine);
  const ServingSurrogate surrogate = ServingSurrogate::measure({&mix, 1}, setup);
  std::vector<double> errors;
  for (const double load : {0.4, 0.7, 0.85, 0.9}) {
    const RequestTrace trace = poisson(mix, load * surrogate.capacity());
    setup.warm_up = trace.requests[6000].arrival;
    const ServingOutcome outcome = serve(trace, setup);
    const ServingPoint point = surrogate.at(load);
    add_errors(point.ttft, outcome.ttft, errors);
    add_errors(point.tpot, outcome.tpot, errors);
    add_errors(point.end_to_end, outcome.end_to_end, errors);
  }

  std::sort(errors.begin(), errors.end());

  EXPECT_LT(errors[errors.size() / 2], 0.03);
  EXPECT_LT(errors.back(), 0.15);
  RecordProperty("median", std::to_string(errors[errors.size() / 2]));
  RecordProperty("largest", std::to_string(errors.back()));
}

INSTANTIATE_TEST_SUITE_P(
    Machines, SurrogateAgainstRequests,
    ::testing::Values(Case{"llama_70b", llama3_70b(), chip_v6e(), torus({2, 4}, false), 1000, 250},
                      Case{"qwen3_coder", qwen3_coder_480b(), chip_v7(), torus({2, 2}, false), 3000, 600}),
    [](const auto& parameter) { return parameter.param.name; });

}  // namespace
}  // namespace gigapod::testing
