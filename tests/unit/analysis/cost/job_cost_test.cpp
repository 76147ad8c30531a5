#include "analysis/cost/job_cost.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace gigapod {
namespace {

/// A kind of chip that needs so many chip-hours for 10^9 tokens.
JobCost kind(const char* name, double chip_hours, std::optional<Estimate> capital, double step_error = 0.0) {
  JobCost kind;
  kind.query.chip.name = name;
  kind.query.chip.peak_bf16 = FlopsPerSecond(1e15);
  kind.query.tokens = 1e9;
  kind.query.site.power.pue = 1.1;
  kind.run.allocation.slices.slice = Shape{{10, 10, 1}};
  kind.run.allocation.slices.slices = 1;
  kind.run.value.time = Seconds(chip_hours / 100.0 * 3600.0);
  kind.run.value.energy = Joules(chip_hours * 3.6e6);
  kind.provisioned = Watts(1200.0);
  kind.drawn = Watts(900.0);
  kind.capital = capital;
  kind.step_error = step_error;
  return kind;
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

TEST(JobCost, IsExactWhereEverythingIsKnown) {
  const CostComparison all =
      compare_costs({kind("a", 1e4, Estimate{2e4, 2e4}), kind("b", 2e4, Estimate{2e4, 2e4})}, known());

  OwnershipTerms terms;
  terms.equipment = Dollars(2e4);
  const double hour = owned_hour(terms, Watts(1200.0), Watts(900.0)).total().value();
  const JobCost& a = all.kinds[0];
  EXPECT_NEAR(a.hour_dollars->low, hour, 1e-12);
  EXPECT_NEAR(a.hour_dollars->high, hour, 1e-12);
  EXPECT_NEAR(a.million_dollars->middle, hour * 1e4 / 1e9 * 1e6, 1e-12);
  EXPECT_NEAR(a.hour->total().value(), hour, 1e-12);
  EXPECT_NEAR(a.joules_per_token.middle, 36.0, 1e-12);
  EXPECT_NEAR(all.kinds[1].relative->middle, 2.0, 1e-12);
}

TEST(JobCost, WhatKindsShareCancelsInTheirRatio) {
  const CostComparison all =
      compare_costs({kind("a", 1e4, Estimate{2e4, 2e4}), kind("b", 2e4, Estimate{2e4, 2e4})}, CostTerms{});

  EXPECT_GT(all.kinds[0].million_dollars->high, 1.2 * all.kinds[0].million_dollars->low);
  EXPECT_NEAR(all.kinds[1].relative->low, 2.0, 1e-9);
  EXPECT_NEAR(all.kinds[1].relative->high, 2.0, 1e-9);
}

TEST(JobCost, KnowingLessWidensTheInterval) {
  const auto width = [](double step_error, Estimate capital) {
    const CostComparison all = compare_costs({kind("a", 1e4, capital, step_error)}, known());
    const Spread& spread = *all.kinds[0].million_dollars;
    return spread.high / spread.low;
  };
  EXPECT_GT(width(0.1, {2e4, 2e4}), width(0.05, {2e4, 2e4}));
  EXPECT_GT(width(0.05, {1e4, 3e4}), width(0.05, {2e4, 2e4}));
  // A lognormal error of 0.1 has 90% within a factor of e^0.1645 either way.
  CostTerms terms = known();
  terms.draws = 100000;
  const Spread hours = compare_costs({kind("a", 1e4, Estimate{2e4, 2e4}, 0.1)}, terms).kinds[0].chip_hours;
  EXPECT_NEAR(std::log(hours.high / hours.low), 2.0 * 0.1645, 0.005);
}

TEST(JobCost, AKindWithoutACapitalHasNoCostOfItsOwn) {
  const CostComparison all =
      compare_costs({kind("new", 1e4, std::nullopt), kind("b", 2e4, Estimate{2e4, 2e4})}, known());

  EXPECT_FALSE(all.kinds[0].million_dollars);
  EXPECT_NEAR(all.kinds[1].relative->middle, 1.0, 1e-12);  // the first that has one
  EXPECT_THAT(cost_text(all), testing::HasSubstr("No capital of new is known: give one with --capital new=20k..30k"));
  const auto json = nlohmann::json::parse(cost_json(all));
  EXPECT_TRUE(json["kinds"][0]["owned_dollars_per_million_tokens_p50"].is_null());
  EXPECT_NEAR(json["kinds"][1]["relative_to_first_p50"].get<double>(), 1.0, 1e-12);
}

TEST(JobCost, TheSameSeedGivesTheSameDraws) {
  const auto csv = [](std::uint64_t seed) {
    CostTerms terms;
    terms.seed = seed;
    return cost_csv(compare_costs({kind("a", 1e4, Estimate{2e4, 3e4}, 0.1)}, terms));
  };
  EXPECT_EQ(csv(1), csv(1));
  EXPECT_NE(csv(1), csv(2));
}

TEST(JobCost, AFurtherKindMovesNoOther) {
  const JobCost a = kind("a", 1e4, Estimate{2e4, 3e4}, 0.1);
  const JobCost b = kind("b", 2e4, Estimate{2e4, 3e4}, 0.1);
  const auto expect_same = [](const JobCost& x, const JobCost& y) {
    EXPECT_EQ(x.chip_hours.low, y.chip_hours.low);
    EXPECT_EQ(x.million_dollars->high, y.million_dollars->high);
  };
  const CostComparison two = compare_costs({a, b}, CostTerms{});
  const CostComparison four = compare_costs({b, kind("c", 1e4, std::nullopt, 0.1), a, a}, CostTerms{});

  expect_same(two.kinds[0], four.kinds[2]);
  expect_same(two.kinds[1], four.kinds[0]);
  EXPECT_NE(four.kinds[2].chip_hours.low, four.kinds[3].chip_hours.low);  // errors of their own
}

TEST(JobCost, ShowsHoursInAUnitOfTheirSize) {
  const auto text = [](double hours) { return cost_text(compare_costs({kind("a", hours, std::nullopt)}, known())); };
  EXPECT_THAT(text(2e6), testing::HasSubstr("M chip-hours"));
  EXPECT_THAT(text(2e6), testing::HasSubstr(" 2 (2 to 2)"));
  EXPECT_THAT(text(2e4), testing::HasSubstr("k chip-hours"));
  EXPECT_THAT(text(2e4), testing::HasSubstr(" 20 (20 to 20)"));
  EXPECT_THAT(text(20.0), testing::HasSubstr(" 20 (20 to 20)"));
  EXPECT_THAT(text(20.0), testing::Not(testing::HasSubstr("k chip-hours")));
}

TEST(JobCost, NamesFormatsWhereThereIsAChoice) {
  JobCost a = kind("a", 1e4, std::nullopt);
  EXPECT_THAT(cost_text(compare_costs({a}, known())), testing::Not(testing::HasSubstr("format")));
  a.query.space.precisions = {Precision::kBf16, Precision::kFp8};
  EXPECT_THAT(cost_text(compare_costs({a}, known())), testing::ContainsRegex("format.*\n *a +bf16 +100 "));
  a.query.space.precisions = {Precision::kFp8};
  a.run.plan.precision = Precision::kFp8;
  const CostComparison all = compare_costs({a}, known());
  EXPECT_THAT(cost_text(all), testing::ContainsRegex("format.*\n *a +fp8 +100 "));
  EXPECT_EQ(nlohmann::json::parse(cost_json(all))["kinds"][0]["precision"], "fp8");
}

TEST(JobCost, TriesTheChipsThatTheDeadlineAsksFor) {
  PlanQuery query;
  query.chip.peak_bf16 = FlopsPerSecond(1e15);
  query.chip.hbm_capacity = Bytes(200e9);
  query.start.model.layers = 32;
  query.start.model.hidden = 4096;
  query.limits.deadline = Seconds(1e6);
  query.tokens = 1e12;
  set_chips_for_deadline(query);
  const std::int64_t least = query.least_chips;
  query.limits.deadline = Seconds(0.5e6);
  set_chips_for_deadline(query);

  EXPECT_GE(query.least_chips, 2 * least);
  EXPECT_GT(query.most_chips, 3 * query.least_chips - 3);

  // A faster format needs fewer chips, but may reach as little of its peak as bf16 does.
  const std::int64_t most = query.most_chips;
  const std::int64_t at_bf16 = query.least_chips;
  query.chip.peak_fp8 = FlopsPerSecond(2e15);
  query.space.precisions = {Precision::kBf16, Precision::kFp8};
  set_chips_for_deadline(query);
  EXPECT_EQ(query.least_chips, at_bf16 / 2);
  EXPECT_EQ(query.most_chips, most);

  query.chip.hbm_capacity = Bytes(1e6);  // the states alone fill thousands
  set_chips_for_deadline(query);
  EXPECT_GT(query.most_chips, 100 * most);

  query.limits.deadline = Seconds(1e-9);  // more than a 64-bit number holds
  set_chips_for_deadline(query);
  EXPECT_EQ(query.least_chips, kMostPlanChips);
  EXPECT_EQ(query.most_chips, kMostPlanChips);
}

}  // namespace
}  // namespace gigapod
