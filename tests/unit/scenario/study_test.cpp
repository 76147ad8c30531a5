#include "sim/scenario/study.hpp"

#include "sim/scenario/study_measure.hpp"
#include "tests/unit/scenario/small_study.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const char* const kTwoAxes =
    "study:\n"
    "  seeds: 5\n"
    "  measures: [train.goodput]\n"
    "  target: 0.9\n"
    "  axes:\n"
    "    - name: tokens\n"
    "      key: jobs.train.tokens\n"
    "      values: [1e9, 2e9]\n"
    "    - name: repairs\n"
    "      cumulative: true\n"
    "      values:\n"
    "        - name: none\n"
    "        - {name: quick, set: {jobs: {train: {restart_time: 10 s}}}}\n"
    "        - {name: priority, set: {jobs: {train: {priority: 9}}}}\n";

TEST(Study, HasACaseForEveryCombinationTheLastAxisFastest) {
  const Study study = study_of(kTwoAxes);

  EXPECT_EQ(study.name, "small");
  EXPECT_EQ(study.seeds.most, 5);
  EXPECT_EQ(study.first_seed, 7u);
  EXPECT_EQ(study.target, 0.9);
  ASSERT_EQ(study.axes.size(), 2u);
  EXPECT_THAT(study.axes[0].values, ElementsAre("1e9", "2e9"));
  EXPECT_THAT(study.axes[1].values, ElementsAre("none", "quick", "priority"));
  ASSERT_EQ(study.cases.size(), 6u);
  EXPECT_THAT(study.cases[4].values, ElementsAre(1, 1));
}

TEST(Study, AKeyTakesTheValuesOfItsAxis) {
  const Study study = study_of(kTwoAxes);

  EXPECT_EQ(study.cases[0].scenario.jobs[0].tokens, 1e9);
  EXPECT_EQ(study.cases[3].scenario.jobs[0].tokens, 2e9);
}

TEST(Study, ACumulativeAxisKeepsWhatEarlierValuesChange) {
  const Study study = study_of(kTwoAxes);

  EXPECT_EQ(study.cases[0].scenario.jobs[0].restart_time, Seconds(300.0));
  EXPECT_EQ(study.cases[1].scenario.jobs[0].restart_time, Seconds(10.0));
  EXPECT_EQ(study.cases[1].scenario.jobs[0].priority, 0);
  EXPECT_EQ(study.cases[2].scenario.jobs[0].restart_time, Seconds(10.0));
  EXPECT_EQ(study.cases[2].scenario.jobs[0].priority, 9);
}

const char* const kJoint =
    "study:\n"
    "  measures: [train.goodput]\n"
    "  axes:\n"
    "    - name: slices\n"
    "      values:\n"
    "        - {name: one}\n"
    "        - {name: two, set: {jobs: {train: {slices: 2, global_batch: 256}}}}\n"
    "    - name: habits\n"
    "      cumulative: true\n"
    "      values:\n"
    "        - {name: rigid}\n"
    "        - name: elastic\n"
    "          set: {jobs: {train: {restart_time: 10 s}}}\n"
    "          with:\n"
    "            slices:\n"
    "              one: {jobs: {train: {min_slices: 1, max_slices: 2}}}\n"
    "              two: {jobs: {train: {min_slices: 1, max_slices: 3, restart_time: 20 s}}}\n"
    "        - {name: urgent, set: {jobs: {train: {priority: 9, restart_time: 30 s}}}}\n";

TEST(Study, AValueCanChangeMoreWithAValueOfAnotherAxis) {
  const Study study = study_of(kJoint);

  ASSERT_EQ(study.cases.size(), 6u);
  const auto job = [&](std::size_t i) { return study.cases[i].scenario.jobs[0]; };
  EXPECT_FALSE(job(0).is_elastic());
  EXPECT_EQ(job(1).max_slices, 2);
  EXPECT_EQ(job(1).restart_time, Seconds(10.0));
  EXPECT_FALSE(job(3).is_elastic());
  EXPECT_EQ(job(4).max_slices, 3);
  EXPECT_EQ(job(4).restart_time, Seconds(20.0));  // what goes with another value comes last
  EXPECT_EQ(job(5).max_slices, 3);                // and is kept by a cumulative axis
  EXPECT_EQ(job(5).priority, 9);
  EXPECT_EQ(job(5).restart_time, Seconds(20.0));
}

const char* const kZipped =
    "study:\n"
    "  measures: [train.goodput]\n"
    "  axes:\n"
    "    - {name: tokens, key: jobs.train.tokens, values: [1e9, 2e9, 3e9]}\n"
    "    - {name: priority, key: jobs.train.priority, values: [1, 2]}\n"
    "    - {name: batch, key: jobs.train.global_batch, values: [128, 256, 512], zip: tokens}\n";

TEST(Study, ZippedAxesMoveTogether) {
  const Study study = study_of(kZipped);

  ASSERT_EQ(study.cases.size(), 6u);
  ASSERT_EQ(study.dimensions.size(), 2u);
  EXPECT_THAT(study.dimensions[0].axes, ElementsAre(0, 2));
  for (const StudyCase& one : study.cases) {
    EXPECT_EQ(one.values[0], one.values[2]);
    EXPECT_EQ(one.scenario.jobs[0].tokens, 1e9 * static_cast<double>(one.values[0] + 1));
    EXPECT_EQ(one.scenario.jobs[0].plan.global_batch, 128 << one.values[0]);
  }
  EXPECT_THAT(study.cases[5].values, ElementsAre(2, 1, 2));
}

std::string sampled(const std::string& sample, const std::string& more = "") {
  return "study:\n"
         "  measures: [train.goodput]\n"
         "  sample: " +
         sample +
         "\n"
         "  axes:\n"
         "    - {name: restart, key: jobs.train.restart_time, low: 10 s, high: 1000 s, spacing: log}\n"
         "    - {name: repairs, key: jobs.train.priority, values: [1, 2]}\n"
         "    - {name: tokens, key: jobs.train.tokens, low: 1e9, high: 9e9, round_to: 1e9}\n" +
         more;
}

TEST(Study, PointsAreThoseOfTheRoundedValues) {
  const Study study = study_of(sampled("{method: morris, size: 4}"));

  ASSERT_TRUE(study.sample);
  const auto& points = study.sample->points;
  ASSERT_EQ(points.size(), 12u);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double tokens = std::stod(study.axes[2].values[i]);
    EXPECT_DOUBLE_EQ(tokens, std::round(tokens / 1e9) * 1e9);
    EXPECT_NEAR(points[i][1], (tokens - 1e9) / 8e9, 1e-12);
  }
}

TEST(Study, EveryListedValueMeetsEveryPointOfASample) {
  const Study study = study_of(sampled("{method: latin_hypercube, size: 8, seed: 3}"));

  ASSERT_EQ(study.cases.size(), 16u);
  ASSERT_TRUE(study.sample);
  EXPECT_THAT(study.sample->axes, ElementsAre(0, 2));
  EXPECT_EQ(study.axes[0].values.size(), 8u);
  std::vector<double> eighths(8, 0.0);
  for (std::size_t i = 0; i < 8; ++i) {
    const JobSpec& job = study.cases[i].scenario.jobs[0];
    EXPECT_EQ(job.priority, 1);
    EXPECT_EQ(study.cases[i + 8].scenario.jobs[0].priority, 2);
    EXPECT_EQ(study.cases[i + 8].scenario.jobs[0].restart_time, job.restart_time);
    EXPECT_EQ(job.tokens, std::round(job.tokens / 1e9) * 1e9);
    ++eighths[static_cast<std::size_t>(8.0 * std::log(job.restart_time.value() / 10.0) / std::log(100.0))];
  }
  EXPECT_THAT(eighths, testing::Each(1.0));  // even in the logarithm
  EXPECT_THAT(study.axes[0].values[0], HasSubstr(" s"));
}

TEST(Study, OneAtATimeLeavesTheOthersAsTheyAre) {
  const Study study = study_of(sampled("{method: one_at_a_time}"));

  ASSERT_EQ(study.cases.size(), 10u);
  const auto job = [&](std::size_t i) { return study.cases[i].scenario.jobs[0]; };
  EXPECT_EQ(job(0).restart_time, Seconds(300.0));
  EXPECT_EQ(job(1).restart_time, Seconds(10.0));
  EXPECT_EQ(job(2).restart_time, Seconds(1000.0));
  EXPECT_EQ(job(2).tokens, 1e9);
  EXPECT_EQ(job(4).tokens, 9e9);
  EXPECT_EQ(study.axes[0].values[4], "as it is");
}

TEST(Study, SamplesFollowTheirSeed) {
  const auto restarts = [](const char* sample) { return study_of(sampled(sample)).axes[0].values; };

  EXPECT_EQ(restarts("{method: random, size: 5, seed: 1}"), restarts("{method: random, size: 5}"));
  EXPECT_NE(restarts("{method: random, size: 5, seed: 2}"), restarts("{method: random, size: 5}"));
}

TEST(Study, LeavesOutInvalidCombinationsWhenAsked) {
  const std::string axes = "  axes:\n    - {name: slice, key: jobs.train.slice, values: [4x4x4, 4x4x5]}\n";
  const Study study = study_of("study:\n  measures: [train.goodput]\n  invalid: leave_out\n" + axes);

  ASSERT_EQ(study.cases.size(), 2u);
  EXPECT_EQ(study.cases[0].fault, "");
  EXPECT_THAT(study.cases[1].fault, HasSubstr("4x4x5"));
  EXPECT_THAT(refusal_of("study:\n  measures: [train.goodput]\n" + axes), HasSubstr("4x4x5"));
  EXPECT_THAT(refusal_of("study:\n  measures: [train.goodput]\n  invalid: leave_out\n  axes:\n"
                         "    - {name: slice, key: jobs.train.slice, values: [4x4x5]}\n"),
              HasSubstr("study.yaml:10:53: error: "));
}

TEST(Study, APartOfARangeThatIsWrongIsReportedOnce) {
  const std::string text = refusal_of(
      "study:\n  measures: [train.goodput]\n  sample: {method: random, size: 50}\n  axes:\n"
      "    - {name: seconds, key: jobs.train.restart_time, low: 10, high: 20}\n"
      "    - {name: count, key: jobs.train.global_batch, low: 128.5, high: 129}\n");

  EXPECT_THAT(text, HasSubstr("study.yaml:10:58: error: 'restart_time' has no unit\n"));
  EXPECT_THAT(text, HasSubstr("study.yaml:11:56: error: "));
  EXPECT_THAT(text, HasSubstr("2 errors\n"));
}

TEST(Study, CasesAreScenariosOfTheirOwn) {
  const Study study = study_of(kTwoAxes);

  EXPECT_NE(study.cases[0].scenario.hash, study.cases[1].scenario.hash);
  EXPECT_THAT(study.cases[1].scenario.resolved_text, HasSubstr("restart_time: 10 s"));
}

TEST(Study, ResolvesTheScenarioWithoutItsChangesAndKeepsTheSection) {
  const std::string text = study_of(kTwoAxes).resolved_text;
  const WrittenFile plain("plain.yaml", kStudyBase);
  Diagnostics warnings;

  const std::string base = read_scenario(plain.path(), shipped_catalog(), warnings).resolved_text;
  EXPECT_EQ(text.substr(0, base.size()), base);
  EXPECT_THAT(text.substr(base.size()), testing::StartsWith("study:\n"));
  EXPECT_THAT(text.substr(base.size()), HasSubstr("\n  axes: [{name: "));
}

TEST(Study, ResolvesTheFirstValidCaseWhereTheScenarioAloneIsNone) {
  std::string base = kStudyBase;
  base.replace(base.find("4x4x4"), 5, "4x4x5");
  const WrittenFile file("study.yaml", base +
                                           "study:\n  measures: [train.goodput]\n  axes:\n"
                                           "    - {name: slice, key: jobs.train.slice, values: [4x4x4, 4x4x8]}\n");
  Diagnostics warnings;

  const Study study = read_study(file.path(), shipped_catalog(), kMeasureNames, warnings);

  EXPECT_THAT(study.resolved_text, testing::StartsWith(study.cases[0].scenario.resolved_text + "study:\n"));
}

TEST(Study, TheScenarioOfAStudyRunsByItself) {
  const WrittenFile file("study.yaml", std::string(kStudyBase) + kTwoAxes);
  Diagnostics warnings;

  EXPECT_EQ(read_scenario(file.path(), shipped_catalog(), warnings).jobs[0].tokens, 1e9);
  EXPECT_TRUE(has_study(file.path()));
}

TEST(Study, FilesWithoutAStudyHaveNone) {
  const WrittenFile file("plain.yaml", kStudyBase);

  EXPECT_FALSE(has_study(file.path()));
  EXPECT_FALSE(has_study(file.folder() / "missing.yaml"));
}

TEST(StudyMeasure, IsTakenApartFromItsText) {
  EXPECT_EQ(study_measure("failures").figure, "failures");
  EXPECT_EQ(study_measure("failures.ocs").part, "ocs");
  EXPECT_EQ(study_measure("interruptions.ocs").figure, "interruptions");
  EXPECT_EQ(study_measure("share.down").part, "down");
  EXPECT_EQ(study_measure("a.b.goodput").workload, "a.b");
  EXPECT_EQ(study_measure("a.interruptions").workload, "a");
  EXPECT_EQ(study_measure("a.interruptions").part, "");
}

}  // namespace
}  // namespace gigapod
