#include "analysis/plan/plan_answer.hpp"

#include "tests/unit/analysis/plan/made_query.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace gigapod {
namespace {

using testing::HasSubstr;
using testing::Not;

PlanAnswer answer_of(const PlanQuery& query) {
  SearchControl control;
  const std::vector<PlanAllocation> allocations = plan_allocations(query);
  return plan_answer(query, allocations, search_blocks(query, allocations, {2, {}, {}}, control), 2, control);
}

const PlanAnswer& made_answer() {
  static const PlanAnswer answer = answer_of(made_query());
  return answer;
}

TEST(PlanAnswer, TheWinnerIsTheFastestOfTheFront) {
  const PlanAnswer& answer = made_answer();

  ASSERT_NE(answer.winner(), nullptr);
  EXPECT_EQ(answer.winner()->value, answer.front.front().value);
  EXPECT_EQ(answer.winner()->chips(), 256);
  EXPECT_TRUE(answer.is_complete());
}

TEST(PlanAnswer, NoRunOfTheFrontIsAsGoodAsAnother) {
  const PlanAnswer& answer = made_answer();

  ASSERT_GE(answer.front.size(), 3u);
  for (const PlannedRun& a : answer.front) {
    for (const PlannedRun& b : answer.front) {
      const bool beats = a.chips() <= b.chips() && (is_better(a.value, b.value) || (a.value == b.value && &a != &b));
      EXPECT_FALSE(beats);
    }
  }
  EXPECT_LE(shown_front(answer).size(), answer.front.size());
}

TEST(PlanAnswer, RunsAreWhatTheirPlansComeTo) {
  const PlanQuery query = made_query();
  for (const PlannedRun& run : made_answer().top) {
    const StepMachine machine = RunSite(query, run.allocation).machine();
    EXPECT_TRUE(plan_faults(run.plan, machine).empty());
    EXPECT_EQ(run.step.total, training_step(run.plan, machine).total);
    const double rate = run.step.tokens_per_second * run.goodput.goodput;
    EXPECT_NEAR(run.value.time.value(), 1e12 / rate, 1e-6 * run.value.time.value());
    EXPECT_NEAR(run.value.cost.value(), run.value.time.value() * static_cast<double>(run.chips()) * 12.0 / 3600,
                1e-3);
    EXPECT_NEAR(run.value.energy.value(), (run.power * run.value.time).value(), 1e-6 * run.value.energy.value());
    EXPECT_GT(run.provisioned_power, run.power);
  }
}

TEST(PlanAnswer, PartsOfARunAddUp) {
  for (const PlannedRun& run : made_answer().top) {
    Seconds sum;
    for (const RunPart& part : run_parts(run)) sum += part.time;
    EXPECT_NEAR(sum.value(), run.value.time.value(), 1e-9 * run.value.time.value());
  }
}

TEST(PlanAnswer, TellsWhatTwiceOfEachThingSaves) {
  const PlanAnswer& answer = made_answer();
  double compute = 0.0;
  for (const PlanGain& gain : answer.gains) {
    EXPECT_GE(gain.gain, 0.0);
    EXPECT_LT(gain.gain, 0.6);
    if (gain.name == "compute") compute = gain.gain;
  }

  EXPECT_EQ(answer.gains.size(), 8u);
  EXPECT_GT(compute, 0.1);
}

TEST(PlanAnswer, ADeadlineAloneIsMetAtTheLeastCost) {
  PlanQuery query = made_query();
  query.objective = PlanObjective::kCost;
  query.limits.deadline = made_answer().front.back().value.time * 0.6;

  const PlanAnswer answer = answer_of(query);

  ASSERT_NE(answer.winner(), nullptr);
  EXPECT_LE(answer.winner()->value.time, query.limits.deadline);
  for (const PlannedRun& run : made_answer().front) {
    const bool is_late = run.value.time > query.limits.deadline;
    EXPECT_TRUE(is_late || run.value.cost >= answer.winner()->value.cost);
  }
  EXPECT_TRUE(answer.gains.back().is_limit);
}

TEST(PlanAnswer, OfTheFewestChipsTheFastest) {
  PlanQuery query = made_query();
  query.objective = PlanObjective::kChips;

  const PlanAnswer answer = answer_of(query);

  EXPECT_EQ(answer.winner()->chips(), 64);
  EXPECT_EQ(answer.winner()->value.time, made_answer().front.back().value.time);
}

TEST(PlanAnswer, NamesWhatEachLimitLacks) {
  PlanQuery query = made_query();
  query.limits = {made_answer().winner()->value.time * 0.5, made_answer().winner()->value.cost * 2.0, {}};

  const PlanAnswer answer = answer_of(query);

  EXPECT_EQ(answer.winner(), nullptr);
  ASSERT_EQ(answer.shortfalls.size(), 1u);
  const double days = made_answer().winner()->value.time.value() / 86400;
  EXPECT_EQ(answer.shortfalls[0].limit, "deadline");
  EXPECT_THAT(answer.shortfalls[0].text,
              HasSubstr(fmt::format("the fastest run takes {:.2f} days, {:.2f} days more", days, days / 2)));
  EXPECT_THAT(answer.shortfalls[0].text, HasSubstr("enough for 500 B tokens within the other limits"));
}

TEST(PlanAnswer, NamesEveryLimitThatNoRunMeetsTogether) {
  PlanQuery query = made_query();
  query.limits = {Seconds(3600), Dollars(10), 1_kW};

  const PlanAnswer answer = answer_of(query);

  ASSERT_EQ(answer.shortfalls.size(), 3u);
  EXPECT_THAT(answer.shortfalls[1].text, HasSubstr("more than the $10.0 given"));
  EXPECT_THAT(answer.shortfalls[2].text, HasSubstr("at full activity"));
}

TEST(PlanAnswer, NamesTheMemoryThatIsMissing) {
  PlanQuery query = made_query();
  query.chip.hbm_capacity = 256_MiB;

  const PlanAnswer answer = answer_of(query);

  ASSERT_EQ(answer.shortfalls.size(), 1u);
  EXPECT_EQ(answer.shortfalls[0].limit, "memory");
  EXPECT_THAT(answer.shortfalls[0].text, HasSubstr("GiB more than the 0.25 GiB of a v7"));
}

TEST(PlanAnswer, NamesTheSequencesThatAreMissing) {
  PlanQuery query = made_query();
  query.most_batch = 3;
  query.space.layouts.fixed.tensor = 1;
  query.space.layouts.fixed.context = 1;
  query.space.layouts.fixed.pipeline = 1;

  const PlanAnswer answer = answer_of(query);

  ASSERT_EQ(answer.shortfalls.size(), 1u);
  EXPECT_EQ(
      answer.shortfalls[0].text,
      "every layout has more data-parallel ranks than the 3 sequences of a step: 32 at least, 29 sequences more");
}

TEST(PlanAnswer, NamesSizesThatNoSliceHas) {
  PlanQuery query = made_query();
  query.least_chips = 65;
  query.most_chips = 67;

  const PlanAnswer answer = answer_of(query);

  ASSERT_EQ(answer.shortfalls.size(), 1u);
  EXPECT_EQ(answer.shortfalls[0].text, "no slices of pod 'ironwood' come to 65 to 67 chips");
}

TEST(PlanText, FitsATerminalAndSaysWhy) {
  const std::string text = plan_text(made_answer());

  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 120u) << line;
  for (const char* part : {"Least time", "Why", "less than the runner-up", "The runner-up lacks", "binds",
                           "Where the time goes", "What binds", "Best layouts", "Front of time"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(PlanText, NamesNothingThatTheRunnerUpHasAsMuchOf) {
  PlanAnswer answer = made_answer();
  PlannedRun& second = answer.top.at(1);
  second = answer.top.front();  // the same run, but its matrix units take 2% longer
  const Seconds longer = second.step.compute * 0.02;
  second.step.compute += longer;
  second.value.time = second.value.time * ((second.step.total + longer) / second.step.total);
  second.step.total += longer;

  const std::string text = plan_text(answer);

  EXPECT_THAT(text, HasSubstr("The runner-up lacks larger products: its matrix units take 2.0% longer"));
  EXPECT_THAT(text, Not(HasSubstr("repeats")));
}

TEST(PlanText, DoesNotBlameARunnerUpThatRepeatsLess) {
  PlanAnswer answer = made_answer();
  PlannedRun& first = answer.top.front();
  PlannedRun& second = answer.top.at(1);
  second = first;  // it repeats nothing where the winner does, but its products are smaller
  first.step.remat_compute = first.step.total * 0.02;
  second.step.remat_compute = Seconds(0.0);
  const Seconds longer = second.step.compute * 0.05;
  second.step.compute += longer;
  second.value.time = second.value.time * ((second.step.total + longer) / second.step.total);
  second.step.total += longer;

  const std::string text = plan_text(answer);

  EXPECT_THAT(text, HasSubstr("The runner-up lacks larger products: its matrix units take 5.0% longer"));
  EXPECT_THAT(text, Not(HasSubstr("memory to keep more")));
}

TEST(PlanFiles, CsvAndJsonHoldTheSameRuns) {
  const auto json = nlohmann::json::parse(plan_json(made_answer()));
  const std::string csv = plan_csv(made_answer());
  std::istringstream lines(csv);
  std::string heading;
  std::string first;
  std::getline(lines, heading);
  std::getline(lines, first);

  EXPECT_EQ(json["top"].size() + json["front"].size() + 1,
            static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')));
  EXPECT_TRUE(heading.starts_with("list,time_seconds,energy_joules,cost_dollars,chips,slice,"));
  EXPECT_TRUE(first.starts_with("top," + json["top"][0]["time_seconds"].dump() + ","));
  EXPECT_EQ(json["query"]["price_dollars_per_chip_hour"], 12.0);
  EXPECT_EQ(json["reasons"].size(), plan_reasons(made_answer()).size());
}

}  // namespace
}  // namespace gigapod
