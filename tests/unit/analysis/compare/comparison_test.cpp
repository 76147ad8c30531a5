#include "analysis/compare/comparison.hpp"

#include "analysis/csv_table.hpp"
#include "tests/unit/analysis/run/made_run.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace gigapod {
namespace {

using testing::HasSubstr;

/// A side whose figure `goodput` has these values by seed from 1 on, and a power that is the same in every run.
ComparedSide side_of(const std::string& name, const std::vector<double>& goodput, std::uint64_t first_seed = 1) {
  ComparedSide side;
  side.name = side.path = name;
  side.groups = {{"goodput", FigureGroup::kHeadline}, {"peak_power_watts", FigureGroup::kHeadline}};
  for (std::size_t i = 0; i < goodput.size(); ++i) {
    side.runs.push_back({first_seed + i, {{"goodput", goodput[i]}, {"peak_power_watts", 2e6}}});
  }
  side.first.manifest = {"gigapod", "0.1.0", 1, first_seed, "made", "", "", {}};
  side.scenario_name = "made";
  side.scenario = {{"horizon", "10 days"}};
  return side;
}

const ComparedFigure& figure(const Comparison& comparison, const std::string& name) {
  return *std::find_if(comparison.figures.begin(), comparison.figures.end(),
                       [&](const ComparedFigure& candidate) { return candidate.name == name; });
}

TEST(Comparison, CommonSeedsAreComparedPairByPair) {
  // Seeds differ far more than the sides do: only pairs show it.
  const Comparison comparison =
      compare_sides({side_of("a", {0.50, 0.70, 0.90, 0.60}), side_of("b", {0.511, 0.709, 0.912, 0.610})});

  const FigureDifference& difference = figure(comparison, "goodput").differences[0];
  EXPECT_EQ(difference.mean.common_pairs, 4u);
  EXPECT_NEAR(difference.mean.difference, 0.0105, 1e-12);
  EXPECT_NEAR(difference.relative.value_or(0), 0.0105 / 0.675, 1e-12);
  EXPECT_TRUE(difference.is_significant());
  EXPECT_EQ(comparison.tests, 1u) << "a figure that is the same in every run is no test";
}

TEST(Comparison, OtherSeedsAreIndependent) {
  const Comparison comparison =
      compare_sides({side_of("a", {0.50, 0.70, 0.90, 0.60}), side_of("b", {0.511, 0.709, 0.912, 0.610}, 11)});

  const FigureDifference& difference = figure(comparison, "goodput").differences[0];
  EXPECT_EQ(difference.mean.common_pairs, 0u);
  EXPECT_FALSE(difference.is_significant());
  EXPECT_THAT(comparison_text(comparison), HasSubstr("Welch's t-test; p corrected by Holm for 1 tests"));
}

TEST(Comparison, TheRelativeDifferenceOfPairsIsOverTheirOwnMean) {
  const Comparison comparison = compare_sides({side_of("a", {1.0, 2.0, 99.0}), side_of("b", {1.5, 3.0})});

  const FigureDifference& difference = figure(comparison, "goodput").differences[0];
  EXPECT_DOUBLE_EQ(difference.mean.difference, 0.75);
  EXPECT_DOUBLE_EQ(difference.relative.value_or(0), 0.5);
}

TEST(Comparison, SumsInAnotherOrderAreNoDifference) {
  const Comparison comparison = compare_sides({side_of("a", {0.3, 0.5}), side_of("b", {0.1 + 0.2, 0.5})});

  EXPECT_FALSE(figure(comparison, "goodput").differs());
}

TEST(Comparison, AFigureThatOneSideLacksIsMissing) {
  ComparedSide more = side_of("b", {0.5});
  more.runs[0].figures["carbon_kg"] = 3.0;
  more.groups.emplace_back("carbon_kg", FigureGroup::kHeadline);

  const Comparison comparison = compare_sides({side_of("a", {0.5}), more});

  EXPECT_TRUE(figure(comparison, "carbon_kg").differences[0].is_missing);
  EXPECT_THAT(comparison_text(comparison), HasSubstr("missing"));
}

TEST(Comparison, FromZeroThereIsNoRelativeDifference) {
  const Comparison comparison = compare_sides({side_of("a", {0.0}), side_of("b", {0.5})});

  EXPECT_FALSE(figure(comparison, "goodput").differences[0].relative);
  EXPECT_THAT(comparison_text(comparison), HasSubstr("+50.00 pp  from 0"));
  EXPECT_THAT(comparison_text(comparison), HasSubstr("One run a side"));
}

TEST(Comparison, ScenarioKeysThatDifferAreNamedWithTheValueOfEverySide) {
  ComparedSide second = side_of("b", {0.5});
  second.scenario = {{"horizon", "20 days"}, {"jobs.train.slices", "4"}};

  const Comparison comparison = compare_sides({side_of("a", {0.5}), second});

  ASSERT_EQ(comparison.scenario.size(), 2u);
  EXPECT_EQ(comparison.scenario[0].key, "horizon");
  EXPECT_EQ(comparison.scenario[0].values[1], "20 days");
  EXPECT_FALSE(comparison.scenario[1].values[0]);
  EXPECT_THAT(comparison_text(compare_sides({side_of("a", {0.5}), side_of("b", {0.5})})),
              HasSubstr("The scenarios are the same but for the seed."));
}

TEST(Comparison, CsvAndJsonHoldTheSameNumbers) {
  const Comparison comparison =
      compare_sides({side_of("a, with a comma", {0.5, 0.7, 0.6}), side_of("b", {0.4, 0.5, 0.55})});
  Diagnostics findings;

  const CsvTable csv = read_csv("c.csv", comparison_csv(comparison), findings);
  const auto json = nlohmann::json::parse(comparison_json(comparison));

  EXPECT_FALSE(findings.has_errors());
  ASSERT_EQ(csv.rows.size(), 4u);
  EXPECT_EQ(csv.rows[0][2].text, "a, with a comma");
  const auto& difference = json["figures"][0]["differences"][0];
  EXPECT_EQ(csv.rows[1][7].text, fmt::format("{}", difference["difference"].get<double>()));
  EXPECT_EQ(csv.rows[1][12].text, fmt::format("{}", difference["p"].get<double>()));
  EXPECT_EQ(csv.rows[1][11].text, difference["test"]);
  for (const auto& row : csv.rows) EXPECT_EQ(row.size(), csv.header.size());
}

TEST(RunFigures, JobsAndFleetsGoByTheirNames) {
  RunData run = made_run();
  run.workloads.push_back(made_job("frontier", 3600.0 * 500));
  add_made_fleet(run, "chat");

  const RunFigures figures = run_figures(run);

  EXPECT_DOUBLE_EQ(figures.values.at("frontier.chip_hours"), 500.0);
  EXPECT_DOUBLE_EQ(figures.values.at("frontier.goodput"), 0.951);
  EXPECT_DOUBLE_EQ(figures.values.at("chat.ttft_seconds"), 0.38);
  EXPECT_EQ(figures.values.count("chat.mfu"), 0u);
  EXPECT_EQ(figures.groups.front().first, "utilization");
}

TEST(RunFigures, OfManyJobsTheLargestAreShown) {
  RunData run = made_run();
  for (int i = 0; i < 100; ++i) run.workloads.push_back(made_job("job" + std::to_string(i), i));

  const RunFigures figures = run_figures(run);
  const auto is_shown = [&](const std::string& name) {
    return std::any_of(figures.groups.begin(), figures.groups.end(), [&](const auto& g) { return g.first == name; });
  };

  EXPECT_EQ(figures.lesser_workloads, 60u);
  EXPECT_TRUE(is_shown("job60.goodput"));
  EXPECT_FALSE(is_shown("job59.goodput"));
}

TEST(FigureText, TheNameSaysTheUnit) {
  EXPECT_EQ(figure_text("energy_joules", 3.6e12), "1.00 GWh");
  EXPECT_EQ(figure_text("chip_seconds_down", 3600.0 * 250), "250 chip-h");
  EXPECT_EQ(figure_text("mean_wait_seconds", 90.0), "1.50 min");
  EXPECT_EQ(figure_text("train.goodput [1M, none]", 0.9), "90.00%");
  EXPECT_EQ(figure_text("energy_cost_dollars", 1.5e6), "$1.50 M");
  EXPECT_EQ(difference_text("goodput", -0.031), "-3.10 pp");
  EXPECT_EQ(difference_text("peak_power_watts", 2e6), "+2.00 MW");
}

}  // namespace
}  // namespace gigapod
