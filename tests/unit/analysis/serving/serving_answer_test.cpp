#include "analysis/serving/serving_answer.hpp"

#include "tests/unit/serving/setups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using ::testing::HasSubstr;
using testing::llama_setup;
using ::testing::Not;

/// Two replicas of eight chips for 100 s at $3.60 an hour and chip: $1.60.
ServingAnswer made_answer() {
  ServingAnswer answer;
  answer.shape = Shape{{2, 4}};
  answer.requests_from = "a test";
  answer.setup = llama_setup();
  answer.setup.replicas = 2;
  answer.price = DollarsPerSecond(0.001);
  answer.requests.requests = 10;
  answer.outcome.requests.arrived = 10;
  answer.outcome.requests.completed = 8;
  answer.outcome.requests.too_long = 2;
  answer.outcome.slo_attainment = 0.75;
  answer.outcome.duration = Seconds(100.0);
  answer.outcome.tokens.prompt = 3000;
  answer.outcome.tokens.output = 1000;
  answer.outcome.tokens.cached = 600;
  answer.outcome.tokens.decoded = 992;
  answer.outcome.steps = 248;
  answer.outcome.energy.decode = Joules(2000.0);
  answer.outcome.seconds = {Seconds(20.0), Seconds(80.0), Seconds(100.0)};
  return answer;
}

TEST(ServingAnswer, CountsByHand) {
  const ServingAnswer answer = made_answer();

  EXPECT_EQ(answer.chips(), 16);
  EXPECT_DOUBLE_EQ(answer.tokens_per_second(), 40.0);
  EXPECT_DOUBLE_EQ(answer.output_tokens_per_second_per_chip(), 10.0 / 16);
  EXPECT_DOUBLE_EQ(answer.attainment(), 0.6);  // what is refused does not hold its targets
  EXPECT_FALSE(answer.holds_targets());
  EXPECT_NEAR(*answer.dollars_per_million_tokens(), 400.0, 1e-9);
  EXPECT_NEAR(*answer.dollars_per_million_output_tokens(), 1600.0, 1e-9);
  EXPECT_DOUBLE_EQ(answer.joules_per_million_tokens().value(), 5e5);
  EXPECT_DOUBLE_EQ(answer.mean_batch(), 4.0);
  EXPECT_DOUBLE_EQ(answer.prefix_hit_share(), 0.2);
}

TEST(ServingAnswer, PaysForChipsThatComputePromptsToo) {
  ServingAnswer answer = made_answer();
  answer.setup.prefill = PrefillPool{3, testing::torus({2, 2}, false), BytesPerSecond(1e9)};

  EXPECT_EQ(answer.chips(), 28);
  EXPECT_NEAR(*answer.dollars_per_million_tokens(), 700.0, 1e-9);
}

TEST(ServingAnswer, HasNoPriceWithoutOne) {
  ServingAnswer answer = made_answer();
  answer.price.reset();

  EXPECT_FALSE(answer.dollars_per_million_tokens());
  EXPECT_THAT(serving_text(answer), Not(HasSubstr("$")));
  EXPECT_TRUE(nlohmann::json::parse(serving_json(answer))["cost"]["dollars_per_million_tokens"].is_null());
}

TEST(ServingAnswer, NeverRoundsUpToWhatIsWanted) {
  ServingAnswer answer = made_answer();
  answer.outcome.requests.completed = 10;
  answer.outcome.slo_attainment = 0.98999;

  EXPECT_EQ(attainment_text(answer), "98.99%");
  answer.outcome.slo_attainment = 0.99;
  EXPECT_EQ(attainment_text(answer), "99.00%");
}

TEST(ServingAnswer, SaysWhatIsRefused) {
  EXPECT_THAT(serving_text(made_answer()), HasSubstr("rejected    2 that never fit the cache\n"));
}

}  // namespace
}  // namespace gigapod
