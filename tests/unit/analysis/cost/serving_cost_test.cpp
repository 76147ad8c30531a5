#include "analysis/cost/serving_cost.hpp"

#include "sim/hardware/site.hpp"
#include "sim/serving/generate_requests.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <sstream>

namespace gigapod {
namespace {

using ::testing::HasSubstr;
using testing::llama_setup;
using ::testing::Not;
using testing::random_trace;

/// Ten chips that serve 2 M tokens of 1,000 prompts and 0.5 M of answers in an hour, at 500 W a chip.
ServingCost kind(const char* name, std::optional<Estimate> capital, double dollars_an_hour = 0.0,
                 double error = 0.0) {
  ServingCost kind;
  kind.chip.name = name;
  kind.pod.name = "a pod";
  kind.pue = 1.1;
  kind.capital = capital;
  if (dollars_an_hour > 0.0) kind.price = ChipPrice{DollarsPerSecond(dollars_an_hour / 3600.0), {}, {}};
  kind.error = {error, 3};
  kind.provisioned = Watts(1200.0);
  kind.drawn = Watts(500.0);
  ServingAnswer answer;
  answer.shape = Shape{{2, 5}};
  answer.setup = llama_setup();
  answer.setup.replica.chip.name = name;
  answer.setup.replica.slice = testing::torus({2, 5}, false);
  answer.requests.rate = Hertz(1000.0 / 3600.0);
  answer.outcome.requests.arrived = answer.outcome.requests.completed = 1000;
  answer.outcome.tokens.prompt = 2'000'000;
  answer.outcome.tokens.output = 500'000;
  answer.outcome.seconds.decode = Seconds(1.0);
  kind.served = answer;
  return kind;
}

ServingCost out_kind(const char* name) {
  ServingCost out = kind(name, Estimate{2e4, 2e4}, 3.0);
  out.served.reset();
  out.why_not = "no slice holds --tpot 1 ms";
  return out;
}

/// Every range one point.
CostTerms known() {
  CostTerms terms;
  terms.facility_dollars = {12.0, 12.0};
  terms.upkeep_dollars = {0.3, 0.3};
  terms.equipment_years = {5.0, 5.0};
  terms.facility_years = {14.0, 14.0};
  terms.interest = {0.07, 0.07};
  terms.electricity = {60.0, 60.0};
  terms.draws = 200;
  return terms;
}

ServingJob job() {
  ServingJob job;
  job.demand = random_trace(50, 1.0, 500.0, 100.0, 1);
  job.search.base = llama_setup();
  job.search.base.targets = {Seconds(1.0), Seconds(0.05), Seconds(0.0)};
  job.search.requests_from = "a test";
  return job;
}

ServingComparison compared(std::vector<ServingCost> kinds, const CostTerms& terms = known()) {
  return compare_serving_costs(job(), std::move(kinds), terms);
}

TEST(ServingCost, IsExactWhereEverythingIsKnown) {
  const ServingComparison all = compared({kind("a", Estimate{2e4, 2e4}, 3.6)});

  OwnershipTerms terms;
  terms.equipment = Dollars(2e4);
  const double hour = owned_hour(terms, Watts(1200.0), Watts(500.0)).total().value();
  const ServingCost& a = all.kinds[0];
  EXPECT_NEAR(a.chip_hours.middle, 20.0, 1e-12);  // 10 chip-hours for half a million tokens
  EXPECT_NEAR(a.hour_dollars->middle, hour, 1e-12);
  EXPECT_NEAR(a.owned->low, 20.0 * hour, 1e-10);
  EXPECT_NEAR(a.owned->high, 20.0 * hour, 1e-10);
  EXPECT_NEAR(a.rented->middle, 72.0, 1e-10);
  EXPECT_NEAR(a.joules.middle, 1.1 * 500.0 * 36000.0 / 5e5, 1e-10);
  EXPECT_NEAR(a.output_share(), 0.2, 1e-15);
  EXPECT_NEAR(a.millions_of_a_thousand_requests(), 0.5, 1e-15);
  // 5.5 kWh for the thousand requests.
  EXPECT_NEAR(a.grams_of_a_thousand_requests(384.0), 5.5 * 384.0, 1e-9);
}

TEST(ServingCost, IsTheSameMoneyForEveryAmountOfWork) {
  const auto json = nlohmann::json::parse(serving_cost_json(compared({kind("a", Estimate{2e4, 2e4}, 3.6)})));

  const auto& a = json["kinds"][0];
  for (const char* how : {"owned", "on_demand"}) {
    const auto dollars = [&](const char* amount) {
      return a[std::string(how) + "_dollars_per_" + amount + "_p50"].get<double>();
    };
    const double spent = dollars("million_output_tokens") * 0.5;
    EXPECT_NEAR(dollars("million_tokens") * 2.5, spent, 1e-9) << how;
    EXPECT_NEAR(dollars("thousand_requests"), spent, 1e-9) << how;
  }
  EXPECT_NEAR(a["joules_per_token_p50"].get<double>(), 0.2 * a["joules_per_output_token_p50"].get<double>(), 1e-12);
}

TEST(ServingCost, IsComparedWithTheFirstThatServesAndHasAPrice) {
  const ServingComparison all = compared({out_kind("out"), kind("rented", std::nullopt, 2.0),
                                          kind("owned", Estimate{2e4, 2e4}), kind("both", Estimate{2e4, 2e4}, 3.0)});

  EXPECT_EQ(all.owned_reference, "owned");
  EXPECT_EQ(all.rented_reference, "rented");
  EXPECT_FALSE(all.kinds[0].owned_relative || all.kinds[0].rented_relative);
  EXPECT_FALSE(all.kinds[1].owned_relative);
  EXPECT_NEAR(all.kinds[1].rented_relative->middle, 1.0, 1e-12);
  EXPECT_NEAR(all.kinds[3].owned_relative->middle, 1.0, 1e-12);
  EXPECT_NEAR(all.kinds[3].rented_relative->middle, 1.5, 1e-12);
}

TEST(ServingCost, TheErrorOfTheModelWidensEveryInterval) {
  CostTerms terms = known();
  terms.draws = 100000;
  const ServingComparison all =
      compared({kind("a", Estimate{2e4, 2e4}, 3.0), kind("b", Estimate{2e4, 2e4}, 3.0, 0.1)}, terms);

  const ServingCost& b = all.kinds[1];
  for (const Spread& spread : {b.chip_hours, b.joules, *b.owned, *b.rented, *b.owned_relative, *b.rented_relative})
    EXPECT_NEAR(std::log(spread.high / spread.low), 2.0 * 0.1645, 0.005);
  EXPECT_NEAR(all.kinds[0].rented->high, all.kinds[0].rented->low, 1e-9);
}

TEST(ServingCost, SaysWhyAKindDoesNotServe) {
  const ServingComparison all = compared({out_kind("out"), kind("a", std::nullopt, 3.0)});

  EXPECT_THAT(serving_cost_text(all), HasSubstr("\n  out does not serve it: no slice holds --tpot 1 ms\n"));
  EXPECT_THAT(serving_cost_text(all), Not(HasSubstr("No capital of out")));
  EXPECT_THAT(serving_cost_text(all), HasSubstr("No capital of a is known: give one with --capital a=20k..30k"));
  const auto json = nlohmann::json::parse(serving_cost_json(all));
  EXPECT_EQ(json["kinds"][0]["why_not"], "no slice holds --tpot 1 ms");
  EXPECT_TRUE(json["kinds"][0]["chips"].is_null());
  EXPECT_TRUE(json["kinds"][0]["joules_per_token_p50"].is_null());
  EXPECT_TRUE(json["kinds"][1]["why_not"].is_null());
  EXPECT_TRUE(json["owned_reference"].is_null());
  EXPECT_EQ(json["on_demand_reference"], "a");
  EXPECT_THAT(serving_cost_csv(all), HasSubstr("\nout,a pod,no slice holds --tpot 1 ms,,,"));
}

TEST(ServingCost, SaysHowFarTheModelIsOff) {
  ServingCost unmeasured = kind("b", std::nullopt, 1.0, 0.25);
  unmeasured.error.rows = 0;
  const std::string text = serving_cost_text(compared({kind("a", std::nullopt, 1.0, 0.125), unmeasured}));

  EXPECT_THAT(text, HasSubstr("a 12.5% (3 published runs), b 25.0% (no"));
}

TEST(ServingCost, FitsATerminal) {
  const std::string text = serving_cost_text(
      compared({kind("a", Estimate{2e4, 9e4}, 3.0, 0.3), kind("gb200", Estimate{2e4, 9e4}, 11.0, 0.3), out_kind("c")},
               CostTerms{}));

  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 120u) << line;
}

PodSpec trillium() {
  PodSpec pod;
  pod.name = "trillium";
  pod.chip = "v6e";
  pod.topology = "fixed_torus_2d";
  pod.shape = Shape{{16, 16}};
  pod.block = Shape{{2, 4}};
  pod.ocs_count = 0;
  pod.wrap_length = 16;
  pod.network_power = Watts(25'600.0);
  return pod;
}

ServingJob llama_job(double utilization) {
  ServingJob job;
  job.demand = random_trace(1500, 15.0, 500.0, 100.0, 2);
  job.search.base = llama_setup();
  job.search.base.targets = {Seconds(1.0), Seconds(0.04), Seconds(0.0)};
  job.search.slices = {Shape{{2, 2}}, Shape{{2, 4}}};
  job.search.may_split = false;
  job.utilization = utilization;
  return job;
}

ServingCost cost_of(const ServingJob& job) {
  return serving_cost(job, trillium(), job.search.base.replica.chip, std::nullopt, 1.09);
}

TEST(ServingCost, HoldsTheTargetsAtMoreThanTheDemand) {
  const ServingJob job = llama_job(0.5);
  const ServingCost cost = cost_of(job);

  ASSERT_TRUE(cost.served);
  EXPECT_TRUE(cost.served->holds_targets());
  EXPECT_GE(cost.planned_attainment, job.search.wanted_share);
  RequestTrace twice = job.demand;
  for (Request& request : twice.requests) request.arrival = request.arrival * 0.5;
  ServingAnswer planned = *cost.served;
  planned.outcome = serve(twice, planned.setup);
  EXPECT_EQ(planned.attainment(), cost.planned_attainment);
  // What is served is the demand, not what was planned with.
  EXPECT_EQ(serve(job.demand, cost.served->setup).duration, cost.served->outcome.duration);
  EXPECT_EQ(cost.served->outcome.requests.arrived, 1500);
  // 100 W of network for each chip come on top of chips and hosts.
  const double chip_seconds = cost.served->chips() * (cost.steady.end - cost.steady.begin).value();
  EXPECT_NEAR(
      cost.drawn.value(),
      cost.served->outcome.energy.total().value() / chip_seconds + 100.0 + DcnSpec{}.power_per_pod.value() / 256.0,
      1e-6);
}

/// Of 15 requests a second with answers of 100 tokens.
ServingCost cost_of_requests(int requests) {
  ServingJob job = llama_job(0.8);
  job.demand = random_trace(requests, 15.0, 500.0, 100.0, 2);
  for (Request& request : job.demand.requests) {
    request.prompt_tokens = 500;
    request.output_tokens = 100;
  }
  job.demand = at_rate(job.demand, 15.0 / request_summary(job.demand).rate.value());
  return cost_of(job);
}

TEST(ServingCost, DoesNotDependOnHowManyRequestsAreSimulated) {
  const ServingCost few = cost_of_requests(400);
  const ServingCost many = cost_of_requests(4000);

  ASSERT_TRUE(few.served && many.served);
  ASSERT_EQ(few.served->chips(), many.served->chips());
  for (const ServingCost* cost : {&few, &many})
    EXPECT_NEAR(cost->output_tokens_per_chip_second(), 15.0 * 100.0 / cost->served->chips(), 1e-9);
  EXPECT_NEAR(few.joules_of_an_output_token() / many.joules_of_an_output_token(), 1.0, 0.02);
  const auto idle = [](const ServingCost& cost) {
    const ReplicaSeconds& seconds = cost.served->outcome.seconds;
    return seconds.idle / (seconds.idle + seconds.prefill + seconds.decode);
  };
  EXPECT_NEAR(idle(few), idle(many), 0.02);
}

TEST(ServingCost, MoreRoomNeverTakesFewerChips) {
  double before = 0.0;
  for (const double utilization : {1.0, 0.7, 0.4}) {
    const ServingCost cost = cost_of(llama_job(utilization));
    ASSERT_TRUE(cost.served) << utilization;
    EXPECT_GE(cost.served->chips(), before) << utilization;
    before = cost.served->chips();
  }
}

TEST(ServingCost, OfATargetThatNothingHoldsIsAReason) {
  ServingJob job = llama_job(0.8);
  job.search.base.targets.tpot = Seconds(0.001);
  const ServingCost cost = cost_of(job);

  EXPECT_FALSE(cost.served);
  EXPECT_THAT(cost.why_not, ::testing::StartsWith("no slice holds --tpot 1 ms for 99.0% of the requests, not even "));
}

}  // namespace
}  // namespace gigapod
