#include "sim/serving/request_summary.hpp"

#include "sim/base/registry.hpp"
#include "sim/serving/generate_requests.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

TEST(RequestSummary, CountsByHand) {
  RequestTrace trace;
  for (const double time : {0.0, 30.0, 60.0, 61.0, 62.0, 180.0}) trace.requests.push_back({Seconds(time), 10, 4});
  trace.requests.back().prompt_tokens = 30;

  const RequestSummary summary = request_summary(trace);

  EXPECT_EQ(summary.requests, 6u);
  EXPECT_EQ(summary.duration, Seconds(180.0));
  EXPECT_DOUBLE_EQ(summary.rate.value(), 5.0 / 180.0);
  EXPECT_DOUBLE_EQ(summary.prompt.mean, 80.0 / 6.0);
  EXPECT_DOUBLE_EQ(summary.prompt.p50, 10.0);
  EXPECT_DOUBLE_EQ(summary.prompt.p90, 20.0);  // halfway between the last two
  EXPECT_DOUBLE_EQ(summary.prompt.most, 30.0);
  // Counts 2, 3, 0: mean 5/3, variance 7/3.
  EXPECT_DOUBLE_EQ(summary.fano_per_minute, 1.4);
}

TEST(RequestSummary, CountsSharedBlocksOnlyBehindSharedOnes) {
  RequestTrace trace;
  trace.prefix_block_tokens = 16;
  trace.prefix_hashes = {1, 2, 1, 3, 9, 2};
  trace.requests = {
      {Seconds(0.0), 40, 1, 0, 0, 0, 2}, {Seconds(1.0), 40, 1, 0, 0, 2, 2}, {Seconds(2.0), 20, 1, 0, 0, 4, 2}};

  // The second prompt shares its first block; the third begins with a new one, and its second counts for nothing.
  EXPECT_DOUBLE_EQ(request_summary(trace).shared_prefix_share, 16.0 / 100.0);
}

/// Published: request_trace_summary.csv of the shipped samples.
struct Published {
  const char* name;
  double duration;
  double requests;
  double fano;
  double variation;
  double rounding;  ///< seconds to which the trace's times are cut
  double prompt_p50, prompt_p90, prompt_p99, output_p50, output_p90, output_p99;
};

class SampleStreams : public testing::TestWithParam<Published> {};

/// Mean over 30 seeds, and the standard deviation of one seed.
struct Spread {
  double sum = 0.0;
  double squares = 0.0;
  void add(double value) {
    sum += value;
    squares += value * value;
  }
  [[nodiscard]] double mean() const { return sum / 30.0; }
  [[nodiscard]] double deviation() const { return std::sqrt(squares / 30.0 - mean() * mean()); }
};

#define EXPECT_WITHIN(published, spread) \
  EXPECT_NEAR((spread).mean(), published, 3.0 * (spread).deviation()) << #spread

TEST_P(SampleStreams, HaveTheNumbersOfThePublishedTrace) {
  const Published& published = GetParam();
  const auto arrivals = Registry<ArrivalProcess>::make("sample", {{"sample", std::string(published.name)}});
  const auto lengths = Registry<LengthMix>::make("sample", {{"sample", std::string(published.name)}});
  Spread requests, fano, variation;
  Spread prompt_p50, prompt_p90, prompt_p99, output_p50, output_p90, output_p99;

  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    RequestTrace trace =
        generate_requests(*arrivals, *lengths, {Seconds(published.duration)}, {}, RandomStreams(seed));
    for (Request& request : trace.requests) {
      if (published.rounding <= 0.0) continue;
      request.arrival = Seconds(published.rounding * std::floor(request.arrival.value() / published.rounding));
    }
    const RequestSummary summary = request_summary(trace);
    requests.add(static_cast<double>(summary.requests));
    fano.add(summary.fano_per_minute);
    variation.add(summary.arrival_variation);
    prompt_p50.add(summary.prompt.p50);
    prompt_p90.add(summary.prompt.p90);
    prompt_p99.add(summary.prompt.p99);
    output_p50.add(summary.output.p50);
    output_p90.add(summary.output.p90);
    output_p99.add(summary.output.p99);
  }

  EXPECT_WITHIN(published.requests, requests);
  EXPECT_WITHIN(published.fano, fano);
  EXPECT_WITHIN(published.variation, variation);
  EXPECT_WITHIN(published.prompt_p50, prompt_p50);
  EXPECT_WITHIN(published.prompt_p90, prompt_p90);
  EXPECT_WITHIN(published.prompt_p99, prompt_p99);
  EXPECT_WITHIN(published.output_p50, output_p50);
  EXPECT_WITHIN(published.output_p90, output_p90);
  EXPECT_WITHIN(published.output_p99, output_p99);
  // A test that three of its own standard deviations can't fail would say nothing.
  EXPECT_LT(requests.deviation(), 0.12 * requests.mean());
  EXPECT_LT(fano.deviation(), 0.4 * fano.mean());
  EXPECT_LT(variation.deviation(), 0.1 * variation.mean());
}

INSTANTIATE_TEST_SUITE_P(
    Traces, SampleStreams,
    testing::Values(
        Published{"azure_code", 3435.9, 8819, 163.96, 13.151, 0.0, 1469, 5187.6, 7436, 13, 55, 251.46},
        Published{"azure_conv", 3501.7, 19366, 16.13, 1.094, 0.0, 1020, 2734.5, 4142, 129, 424, 601},
        Published{"mooncake_conversation", 3537.0, 12031, 2.89, 3.034, 3.0, 6909, 27367, 85400.4, 350, 597, 1118.5},
        Published{"mooncake_synthetic", 1022.0, 3993, 1.19, 1.011, 0.0, 11587, 38611.2, 66456.2, 69, 389, 768.1}),
    [](const auto& sample) { return std::string(sample.param.name); });

}  // namespace
}  // namespace gigapod
