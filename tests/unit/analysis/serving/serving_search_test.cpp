#include "analysis/serving/serving_search.hpp"

#include "tests/unit/serving/setups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::llama_setup;
using testing::random_trace;

PodSpec trillium() {
  PodSpec pod;
  pod.name = "trillium";
  pod.chip = "v6e";
  pod.topology = "fixed_torus_2d";
  pod.shape = Shape{{16, 16}};
  pod.block = Shape{{2, 4}};
  pod.ocs_count = 0;
  pod.wrap_length = 16;
  return pod;
}

ServingSearch search_of(double ttft, double tpot) {
  ServingSearch search;
  search.base = llama_setup();
  search.base.replica.plan.prompt_tokens = 500;
  search.base.replica.plan.output_tokens = 100;
  search.base.targets = {Seconds(ttft), Seconds(tpot), Seconds(0.0)};
  search.machines = {{trillium(), search.base.replica.chip, DollarsPerSecond(2.7 / 3600.0)}};
  search.requests_from = "a test";
  search.slices = {Shape{{2, 2}}, Shape{{2, 4}}, Shape{{4, 4}}};
  return search;
}

const FoundSetup& cheapest(const SearchResult& result) { return result.found.front(); }

TEST(SearchServing, FindsTheFewestReplicasThatHoldTheTargets) {
  const RequestTrace trace = random_trace(2000, 20.0, 500.0, 100.0, 1);
  const ServingSearch search = search_of(1.0, 0.04);

  const SearchResult result = search_serving(trace, search);

  ASSERT_GE(result.found.size(), 2u);
  for (std::size_t i = 0; i < result.found.size(); ++i) {
    const FoundSetup& found = result.found[i];
    EXPECT_TRUE(found.answer.holds_targets());
    EXPECT_GE(found.hourly, cheapest(result).hourly);
    EXPECT_NEAR(found.hourly, 2.7 * found.answer.chips(), 1e-9);
    EXPECT_EQ(found.fewer.has_value(), found.answer.setup.replicas > 1);
    if (found.fewer) {
      EXPECT_EQ(found.fewer->setup.replicas, found.answer.setup.replicas - 1);
      EXPECT_FALSE(found.fewer->holds_targets());
    }
  }
}

/// Every number of replicas of every slice up to the winner's cost, simulated.
TEST(SearchServing, NoCheaperSetupHoldsTheTargets) {
  const RequestTrace trace = random_trace(1500, 12.0, 500.0, 100.0, 3);
  const ServingSearch search = search_of(1.0, 0.03);

  const SearchResult result = search_serving(trace, search);

  ASSERT_FALSE(result.found.empty());
  const double most = cheapest(result).hourly;
  for (const Shape& shape : search.slices) {
    for (int replicas = 1; 2.7 * shape.chips() * replicas < most - 1e-9; ++replicas) {
      ServingSetup setup = search.base;
      setup.replica.slice = slice_topology(shape, search.machines[0].pod);
      setup.replicas = replicas;
      EXPECT_LT(serve(trace, setup).slo_attainment, search.wanted_share) << to_text(shape) << " " << replicas;
    }
  }
}

TEST(SearchServing, AStricterTargetIsNeverCheaper) {
  const RequestTrace trace = random_trace(1000, 15.0, 500.0, 100.0, 2);

  double before = 0.0;
  for (const double tpot : {0.1, 0.04, 0.02}) {
    const SearchResult result = search_serving(trace, search_of(1.0, tpot));

    ASSERT_FALSE(result.found.empty()) << tpot;
    EXPECT_GE(cheapest(result).hourly, before) << tpot;
    before = cheapest(result).hourly;
  }
}

TEST(SearchServing, SaysTheNearestTargetThatASliceHolds) {
  const RequestTrace trace = random_trace(300, 1.0, 500.0, 100.0, 1);
  const SearchResult result = search_serving(trace, search_of(1.0, 0.001));

  EXPECT_TRUE(result.found.empty());
  ASSERT_EQ(result.nearest.size(), 1u);
  const NearestTarget& nearest = result.nearest[0];
  EXPECT_EQ(nearest.name, "TPOT");
  EXPECT_GT(nearest.nearest, Seconds(0.001));
  // What it calls feasible is: a search for it finds something.
  EXPECT_FALSE(search_serving(trace, search_of(1.0, nearest.nearest.value() * 1.2)).found.empty());
  EXPECT_THAT(
      search_failure(search_of(1.0, 0.001), result),
      AllOf(HasSubstr("error: no slice holds --tpot 1 ms for 99.0% of the requests, not even one request at a "
                      "time: v6e 4x4 comes nearest with "),
            HasSubstr("the nearest feasible is --tpot ")));
}

TEST(SearchServing, NamesTheSmallestSliceOfAModelThatIsTooLarge) {
  const RequestTrace trace = random_trace(50, 1.0, 500.0, 100.0, 1);
  ServingSearch search = search_of(1.0, 0.1);
  search.base.replica.plan.weight_bytes = 2.0;
  search.slices = {};
  search.most_chips_a_replica = 4;

  const SearchResult result = search_serving(trace, search);

  EXPECT_TRUE(result.found.empty());
  EXPECT_THAT(search_failure(search, result),
              AllOf(HasSubstr("does not fit a slice of at most 4 chips; the smallest of v6e that holds it is 2x4\n"),
                    HasSubstr("v6e 2x2: weights: ")));
}

TEST(SearchServing, SaysWhatOfTheBatchingIsWrong) {
  ServingSearch search = search_of(1.0, 0.1);
  search.base.replica.step_tokens = search.base.replica.max_sequences = 256;

  const SearchResult result = search_serving(random_trace(50, 1.0, 500.0, 100.0, 1), search);

  EXPECT_TRUE(result.found.empty());
  EXPECT_THAT(search_failure(search, result),
              AllOf(HasSubstr("error: nothing of at most 4,096 chips holds TTFT 1 s, TPOT 100 ms"),
                    HasSubstr("  v6e 2x2, v6e 2x4, v6e 4x4: step_tokens: ")));
}

TEST(SearchServing, ComparesByChipsWithoutPrices) {
  const RequestTrace trace = random_trace(300, 2.0, 500.0, 100.0, 1);
  ServingSearch search = search_of(2.0, 0.1);
  search.machines[0].price.reset();

  const SearchResult result = search_serving(trace, search);

  ASSERT_FALSE(result.found.empty());
  EXPECT_FALSE(result.has_prices);
  EXPECT_EQ(cheapest(result).hourly, cheapest(result).answer.chips());
  EXPECT_THAT(search_text(search, result), HasSubstr(" chips an hour"));
}

TEST(SearchServing, NamesTheCriterionThatDecidesAtTheSameCost) {
  SearchResult result;
  result.found.resize(2);
  const auto set = [&](std::size_t at, double attainment, double mean) {
    ServingOutcome& outcome = result.found[at].answer.outcome;
    outcome.requests.arrived = outcome.requests.completed = 20'000;
    outcome.slo_attainment = attainment;
    outcome.end_to_end.mean = Seconds(mean);
  };
  set(0, 1.0, 4.0);
  set(1, 0.9998, 3.5);
  EXPECT_EQ(what_the_runner_up_lacks(result), "it costs the same, but 4 of 20,000 requests miss the targets, not 0");
  set(1, 1.0, 4.5);
  EXPECT_EQ(what_the_runner_up_lacks(result), "it costs the same, but its requests take 4.5 s on average, not 4 s");
}

TEST(SearchServing, TellsWhyItWinsAndWhatTheRunnerUpLacks) {
  const RequestTrace trace = random_trace(2000, 20.0, 500.0, 100.0, 1);
  const ServingSearch search = search_of(1.0, 0.04);

  const std::string text = search_text(search, search_serving(trace, search));

  EXPECT_THAT(text, AllOf(HasSubstr("\nWinner: "), HasSubstr("\nRunner-up: "), HasSubstr("\nFrontier: ")));
}

}  // namespace
}  // namespace gigapod
