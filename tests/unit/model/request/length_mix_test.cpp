#include "sim/model/request/length_mix.hpp"

#include "sim/base/registry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace gigapod {
namespace {

using Mixes = Registry<LengthMix>;

struct Drawn {
  std::vector<int> prompts;
  std::vector<int> outputs;
};

Drawn draws(const std::string& name, const ParameterValues& values, int count) {
  const auto mix = Mixes::make(name, values);
  RandomStream random = RandomStreams(1).stream("test");
  Drawn drawn;
  for (int i = 0; i < count; ++i) {
    const RequestLengths lengths = mix->draw(random);
    drawn.prompts.push_back(lengths.prompt_tokens);
    drawn.outputs.push_back(lengths.output_tokens);
  }
  std::sort(drawn.prompts.begin(), drawn.prompts.end());
  std::sort(drawn.outputs.begin(), drawn.outputs.end());
  return drawn;
}

double mean(const std::vector<int>& values) {
  double sum = 0.0;
  for (const int value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

TEST(LengthMix, RegistersItsMixes) {
  EXPECT_EQ(Mixes::names(), (std::vector<std::string>{"fixed", "lognormal", "sample", "uniform"}));
}

TEST(FixedLengths, AreAllAlike) {
  const Drawn drawn = draws("fixed", {{"prompt_tokens", std::int64_t{1024}}, {"output_tokens", std::int64_t{8}}}, 10);

  EXPECT_EQ(drawn.prompts, std::vector<int>(10, 1024));
  EXPECT_EQ(drawn.outputs, std::vector<int>(10, 8));
}

TEST(UniformLengths, ReachFromTheLeastShareToTheNominalLength) {
  const Drawn drawn = draws(
      "uniform", {{"prompt_tokens", std::int64_t{1000}}, {"output_tokens", std::int64_t{100}}, {"least_share", 0.8}},
      20'000);

  EXPECT_EQ(drawn.prompts.front(), 800);
  EXPECT_EQ(drawn.prompts.back(), 1000);
  EXPECT_EQ(drawn.outputs.front(), 80);
  EXPECT_EQ(drawn.outputs.back(), 100);
  EXPECT_NEAR(mean(drawn.prompts), 900.0, 5.0 * 58.0 / 141.0);  // standard deviation 200 / sqrt(12)
}

TEST(LognormalLengths, HaveTheMeanAndTheMedianAsked) {
  const Drawn drawn = draws("lognormal",
                            {{"prompt_tokens", 1155.0},
                             {"prompt_skew", 1155.0 / 1020.0},
                             {"output_tokens", 211.0},
                             {"output_skew", 211.0 / 129.0}},
                            200'000);

  EXPECT_NEAR(mean(drawn.prompts), 1155.0, 0.01 * 1155);
  EXPECT_NEAR(drawn.prompts[100'000], 1020.0, 0.01 * 1020);
  EXPECT_NEAR(mean(drawn.outputs), 211.0, 0.015 * 211);
  EXPECT_NEAR(drawn.outputs[100'000], 129.0, 0.015 * 129);
}

TEST(LognormalLengths, EndAtTheLongest) {
  const Drawn drawn =
      draws("lognormal", {{"prompt_tokens", 1000.0}, {"prompt_skew", 5.0}, {"longest", std::int64_t{2048}}}, 5000);

  EXPECT_EQ(drawn.prompts.back(), 2048);
  EXPECT_GE(drawn.prompts.front(), 1);
}

}  // namespace
}  // namespace gigapod
