#include "analysis/study/study_results.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using testing::HasSubstr;

/// Two sizes x two repairs with two seeds: goodput 0.5 and 0.7, then 0.9 and 0.96; interruptions likewise.
StudyResults small_results(std::optional<double> target = {}) {
  Study study;
  study.name = "small";
  study.axes = {{"chips", {"1k", "2,k"}, {}}, {"repairs", {"none", "quick"}, {}}};
  study.dimensions = {{{0}, 2}, {{1}, 2}};
  study.seeds.most = 2;
  study.first_seed = 7;
  study.measures = {"train.goodput", "failures"};
  study.target = target;
  const std::vector<std::vector<double>> measures = {{0.50, 1}, {0.50, 3}, {0.90, 2}, {0.92, 2},
                                                     {0.40, 5}, {0.60, 5}, {0.70, 9}, {0.70, 9}};
  std::vector<CaseRuns> runs(4, CaseRuns(study.seeds, target, study.first_seed));
  for (std::size_t i = 0; i < 4; ++i) study.cases.push_back({{i / 2, i % 2}, {}, {}});
  for (std::size_t i = 0; i < 8; ++i) runs[i / 2].add(7 + i % 2, measures[i]);
  return study_results(study, runs);
}

/// The same without the last case, and with one seed of the first failed.
StudyResults broken_results() {
  StudyResults results = small_results(0.5);
  results.rows[0].runs.pop_back();
  for (MeanInterval& interval : results.rows[3].measures) interval = {};
  results.rows[3].runs.clear();
  results.failures = {{0, 8, "the process was ended by signal 9 (Killed)"}, {3, {}, "no room, none"}};
  return results;
}

TEST(StudyResults, FailuresAreListedAndLeaveGaps) {
  const StudyResults results = broken_results();

  EXPECT_EQ(first_on_target(results)[1].second, nullptr);
  EXPECT_THAT(study_csv(results), HasSubstr("\"2,k\",quick,0,,,,,,\n"));
  EXPECT_EQ(study_failures_csv(results),
            "chips,repairs,seed,reason\n"
            "1k,none,8,the process was ended by signal 9 (Killed)\n"
            "\"2,k\",quick,,\"no room, none\"\n");
  EXPECT_THAT(study_text(results),
              HasSubstr("2 without a result\n"
                        "  chips 1k, repairs none, seed 8: the process was ended by signal 9 (Killed)\n"
                        "  chips 2,k, repairs quick: no room, none\n"));
  const auto json = nlohmann::json::parse(study_json(results));
  EXPECT_TRUE(json["rows"][3]["measures"]["failures"].is_null());
  EXPECT_EQ(json["failures"][0]["seed"], 8);
  EXPECT_TRUE(json["failures"][1]["seed"].is_null());
}

TEST(StudyResults, AFailedSeedOfACaseIsTakenFromItsRuns) {
  Study study;
  study.axes = {{"a", {"x"}, {}}};
  study.dimensions = {{{0}, 1}};
  study.seeds.most = 2;
  study.measures = {"failures"};
  study.cases.push_back({{0}, {}, {}});
  std::vector<CaseRuns> runs(1, CaseRuns(study.seeds, {}, 1));
  runs[0].add(1, {4.0});
  runs[0].add_failure(2, "died");

  const StudyResults results = study_results(study, runs);

  EXPECT_EQ(results.rows[0].measures[0].mean, 4.0);
  ASSERT_EQ(results.failures.size(), 1u);
  EXPECT_EQ(results.failures[0].seed, 2u);
}

TEST(StudyResults, RowsHoldMeansAndIntervalsOverTheSeeds) {
  const StudyResults results = small_results();

  ASSERT_EQ(results.rows.size(), 4u);
  EXPECT_NEAR(results.rows[1].measures[0].mean, 0.91, 1e-12);
  EXPECT_NEAR(results.rows[0].measures[1].mean, 2.0, 1e-12);
  EXPECT_EQ(results.rows[0].measures[0].half_width, 0.0);
  EXPECT_GT(results.rows[2].measures[0].half_width, 0.0);
  EXPECT_EQ(results.value(results.rows[3], 0), "2,k");
}

TEST(StudyResults, TheTargetIsReachedWhereTheWholeIntervalLiesAboveIt) {
  const StudyResults results = small_results(0.5);
  const auto firsts = first_on_target(results);

  ASSERT_EQ(firsts.size(), 2u);
  EXPECT_EQ(firsts[0].second, &results.rows[0]);  // exactly on it
  EXPECT_EQ(firsts[1].second, &results.rows[3]);  // the mean of row 2 is on it, its interval is not
}

TEST(StudyResults, NothingReachesATargetThatIsTooHigh) {
  const StudyResults results = small_results(0.99);

  EXPECT_EQ(first_on_target(results)[0].second, nullptr);
  EXPECT_THAT(study_text(results), HasSubstr("chips 1k: no repairs reaches 99%\n"));
}

TEST(StudyText, CrossesTwoAxes) {
  const std::string text = study_text(small_results(0.5));

  EXPECT_THAT(text, HasSubstr("small: 4 cases, 2 seeds each; mean with its 95% interval\n"));
  EXPECT_THAT(text, HasSubstr("train.goodput by chips\n"));
  EXPECT_THAT(text, HasSubstr("  none      50.00 ± 0.00%"));
  EXPECT_THAT(text, HasSubstr("chips 2,k: first with quick (70.00 ± 0.00%)\n"));
}

TEST(StudyText, GivesEveryCaseALineWithOneAxis) {
  Study study;
  study.axes = {{"interval", {"1 h", "2 h"}, {}}};
  study.dimensions = {{{0}, 2}};
  study.seeds.most = 1;
  study.measures = {"failures"};
  study.cases = {{{0}, {}, {}}, {{1}, {}, {}}};
  std::vector<CaseRuns> runs(2, CaseRuns(study.seeds, {}, 1));
  runs[0].add(1, {1234.0});
  runs[1].add(1, {12.5});

  const std::string text = study_text(study_results(study, runs));

  EXPECT_THAT(text, HasSubstr(": 2 cases, 1 seed each\n\n"));
  EXPECT_THAT(text, HasSubstr("1 h           1234\n"));
  EXPECT_THAT(text, HasSubstr("2 h          12.50\n"));
}

TEST(StudyFiles, CsvHoldsALineForEveryCaseAndEveryRun) {
  const StudyResults results = small_results();

  EXPECT_THAT(study_csv(results), HasSubstr("chips,repairs,seeds,train.goodput_mean,train.goodput_low,"
                                            "train.goodput_high,failures_mean,failures_low,failures_high\n"
                                            "1k,none,2,0.5,0.5,0.5,2,"));
  EXPECT_THAT(study_runs_csv(results), HasSubstr("\n\"2,k\",none,7,0.4,5\n\"2,k\",none,8,0.6,5\n"));
}

TEST(StudyFiles, JsonNamesTheValuesOfEveryRow) {
  const auto json = nlohmann::json::parse(study_json(small_results(0.9)));

  EXPECT_EQ(json["target"], 0.9);
  EXPECT_EQ(json["rows"][2]["values"]["chips"], "2,k");
  EXPECT_EQ(json["rows"][3]["measures"]["failures"]["mean"], 9.0);
  EXPECT_EQ(json["axes"][1]["values"][1], "quick");
}

}  // namespace
}  // namespace gigapod
