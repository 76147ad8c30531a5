#include "sim/scenario/study.hpp"

#include "sim/scenario/study_measure.hpp"
#include "tests/unit/scenario/catalog_for_tests.hpp"
#include "tests/unit/scenario/written_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace gigapod {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const char* const kBase =
    "name: small\n"
    "seed: 7\n"
    "site: {base: one_ironwood_pod}\n"
    "jobs:\n"
    "  - {name: train, model: llama3.1-8b, pod_type: ironwood, slice: 4x4x4, global_batch: 128, tokens: 1e9}\n";

Study study_of(const std::string& section) {
  const WrittenFile file("study.yaml", kBase + section);
  Diagnostics warnings;
  return read_study(file.path(), shipped_catalog(), warnings);
}

/// What the study is refused with, without the folder of the file.
std::string refusal_of(const std::string& section) {
  const WrittenFile file("study.yaml", kBase + section);
  Diagnostics warnings;
  try {
    (void)read_study(file.path(), shipped_catalog(), warnings);
  } catch (const InvalidInput& refusal) {
    std::string text = refusal.what();
    const std::string folder = file.folder().string() + "/";
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) text.erase(at, folder.size());
    return text;
  }
  return "";
}

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

TEST(Study, TheScenarioOfAStudyRunsByItself) {
  const WrittenFile file("study.yaml", std::string(kBase) + kTwoAxes);
  Diagnostics warnings;

  EXPECT_EQ(read_scenario(file.path(), shipped_catalog(), warnings).jobs[0].tokens, 1e9);
  EXPECT_TRUE(has_study(file.path()));
}

TEST(Study, FilesWithoutAStudyHaveNone) {
  const WrittenFile file("plain.yaml", kBase);

  EXPECT_FALSE(has_study(file.path()));
  EXPECT_FALSE(has_study(file.folder() / "missing.yaml"));
}

TEST(StudyMeasure, IsTakenApartFromItsText) {
  EXPECT_EQ(study_measure("failures").figure, "failures");
  EXPECT_EQ(study_measure("failures.ocs").part, "ocs");
  EXPECT_EQ(study_measure("interruptions.ocs").figure, "interruptions");
  EXPECT_EQ(study_measure("share.down").part, "down");
  EXPECT_EQ(study_measure("a.b.goodput").job, "a.b");
  EXPECT_EQ(study_measure("a.interruptions").job, "a");
  EXPECT_EQ(study_measure("a.interruptions").part, "");
}

TEST(Study, FindingsOfAValueAreReportedOnceAndAllAtOnce) {
  EXPECT_EQ(refusal_of("study:\n"
                       "  measures: [train.goodput]\n"
                       "  axes:\n"
                       "    - {name: seconds, key: jobs.train.restart_time, values: [10, 20 s]}\n"
                       "    - {name: tokens, key: jobs.train.tokens, values: [1e9, -1]}\n"),
            "study.yaml:9:62: error: 'restart_time' has no unit\n"
            "      - {name: seconds, key: jobs.train.restart_time, values: [10, 20 s]}\n"
            "                                                               ^\n"
            "  write a time such as 30 min; units: s, ms, us, ns, min, h, hours, days, day\n"
            "study.yaml:10:60: error: 'tokens' is -1; it must be above 0\n"
            "      - {name: tokens, key: jobs.train.tokens, values: [1e9, -1]}\n"
            "                                                             ^\n"
            "2 errors\n");
}

struct Refusal {
  std::string section;
  std::string text;
};

class BadStudy : public testing::TestWithParam<Refusal> {};

TEST_P(BadStudy, IsRefusedWithThisText) { EXPECT_THAT(refusal_of(GetParam().section), HasSubstr(GetParam().text)); }

const std::string kHead = "study:\n  measures: [train.goodput]\n  axes:\n";

const std::string kSampled = "study:\n  measures: [train.goodput]\n  sample: {method: random, size: 9}\n  axes:\n";

INSTANTIATE_TEST_SUITE_P(
    Texts, BadStudy,
    testing::Values(
        Refusal{"",
                "study.yaml: error: the scenario has no section 'study'\n  docs/study.md says how to write one\n"},
        Refusal{"study: {axes: []}\n", "study.yaml:6:1: error: 'study' needs 'measures'\n"},
        Refusal{"study: {axes: []}\n", "error: 'axes' expects a list of axes, each with 'name' and 'values'\n"},
        Refusal{kHead + "    - {name: a, values: []}\n", "study.yaml:9:17: error: 'values' expects a list\n"},
        Refusal{kHead + "    - {name: a, values: [x]}\n", "error: a value of axis 'a' expects keys and values\n"},
        Refusal{kHead + "    - {name: a, key: .b, values: [x]}\n",
                "study.yaml:9:22: error: '.b' is no path of keys such as jobs.train.tokens\n"},
        Refusal{kHead + "    - {name: a, key: seed, values: [[1]]}\n",
                "error: values of axis 'a' are what 'seed' takes, such as [1, 2]\n"},
        Refusal{kHead + "    - {name: a, key: horizon, values: [1 h, 1 h]}\n",
                "study.yaml:9:45: error: axis 'a' has the value '1 h' twice\n"},
        Refusal{kHead + "    - {name: a, values: [{name: x, set: {seed: 4}}]}\n",
                "error: 'set' can't change `study`, `extends` or `seed`\n"},
        Refusal{kHead + "    - {name: a, values: [{name: x, set: 4}]}\n",
                "error: 'set' expects keys of the scenario and their values\n"},
        Refusal{kHead + "    - {name: a, values: [{name: x, with: 4}]}\n",
                "study.yaml:9:36: error: 'with' expects another axis, its values and what each changes\n"},
        Refusal{kHead + "    - {name: a, values: [{name: x, with: {b: 4}}]}\n",
                "study.yaml:9:43: error: 'b' expects values of that axis and what each changes\n"},
        Refusal{kHead + "    - {name: a, values: [{name: x, with: {b: {y: {horizon: 1 h}}}}]}\n",
                "study.yaml:9:43: error: the study has no other axis 'b'\n"},
        Refusal{kHead + "    - {name: a, values: [{name: x, with: {besides: {1 h: {}}}}]}\n"
                        "    - {name: beside, key: horizon, values: [1 h]}\n",
                "study.yaml:9:43: error: the study has no other axis 'besides'\n"},
        Refusal{kHead + "    - {name: a, values: [{name: x, with: {b: {1 h: {seed: 2}, 2 h: {seed: 3}}}}]}\n"
                        "    - {name: b, key: horizon, values: [1 h, 2 h]}\n",
                "error: '2 h' can't change `study`, `extends` or `seed`\n"},
        Refusal{kHead + "    - {name: a, values: [{name: x, with: {b: {3 h: {metric_interval: 1 h}}}}]}\n"
                        "    - {name: b, key: horizon, values: [10 h, 20 h]}\n",
                "error: axis 'b' has no value '3 h'\n"},
        Refusal{kHead + "    - {name: a, key: jobs.trian.tokens, values: [1e9]}\n",
                "error: the list in the extended file has no item 'trian'\n"},
        Refusal{"study: {measures: [trian.goodput], axes: [{name: a, key: horizon, values: [1 h]}]}\n",
                "study.yaml:6:20: error: the scenario has no job 'trian'\n"},
        Refusal{"study: {measures: [train.speed], axes: [{name: a, key: horizon, values: [1 h]}]}\n",
                "study.yaml:6:20: error: jobs have no figure 'speed'\n"},
        Refusal{"  - {name: tune, count: 8, model: llama3.1-8b, pod_type: ironwood, slice: 4x4x4, global_batch: 128, "
                "tokens: 1e9}\n"
                "study: {measures: [tune.goodput], axes: [{name: a, key: horizon, values: [1 h]}]}\n",
                "study.yaml:7:20: error: 'tune' is many jobs, and a measure is of one\n"},
        Refusal{"study: {measures: [failures.hots], axes: [{name: a, key: horizon, values: [1 h]}]}\n",
                "study.yaml:6:20: error: the scenario has no failure class 'hots'\n"},
        Refusal{kHead + "    - {name: a, key: horizon, low: 1 h, high: 2 h}\n",
                "study.yaml:9:36: error: axis 'a' is a range, and the study has no 'sample'\n"},
        Refusal{
            kHead + "    - {name: a, key: horizon, low: 1 h, high: 2 h}\n  sample: {method: sobol, size: 1}\n",
            "study.yaml:10:33: error: a sample of size 1 is too small for 'sobol': how much an axis matters has no "
            "interval\n"},
        Refusal{kSampled + "    - {name: a, key: horizon, values: [1 h]}\n",
                "study.yaml:8:3: error: no axis has a range to sample\n"},
        Refusal{kSampled + "    - {name: a, key: horizon, low: 1 h, high: 2 h, values: [3 h]}\n",
                "study.yaml:10:52: error: an axis has either 'values' or 'low' and 'high'\n"},
        Refusal{kSampled + "    - {name: a, low: 1 h, high: 2 h}\n",
                "study.yaml:10:7: error: the range of axis 'a' needs the 'key' that takes its values\n"},
        Refusal{kSampled + "    - {name: a, key: horizon, low: 1 h}\n",
                "study.yaml:10:7: error: the range of axis 'a' needs 'high'\n"},
        Refusal{kSampled + "    - {name: a, key: horizon, low: soon, high: 2 h}\n",
                "study.yaml:10:36: error: 'low' of axis 'a' is no number\n"},
        Refusal{kSampled + "    - {name: a, key: horizon, low: 30 min, high: 2 h}\n",
                "study.yaml:10:50: error: the ends of axis 'a' have different units: '30 min' and '2 h'\n"},
        Refusal{kSampled + "    - {name: a, key: horizon, low: 2 h, high: 2 h}\n",
                "study.yaml:10:47: error: 'high' of axis 'a' must be above 'low'\n"},
        Refusal{kSampled + "    - {name: a, key: horizon, low: 0 h, high: 2 h, spacing: log}\n",
                "study.yaml:10:36: error: 'spacing: log' needs a 'low' above 0\n"},
        Refusal{kSampled + "    - {name: a, key: horizon, low: 1 h, high: 2 h, round_to: 3}\n",
                "study.yaml:10:62: error: 'round_to' is more than the range of axis 'a'\n"},
        Refusal{kSampled + "    - {name: a, key: horizon, low: 1 h, high: 2 h, cumulative: true}\n",
                "study.yaml:10:7: error: a range can't be cumulative, as axis 'a' is\n"},
        Refusal{kSampled + "    - {name: a, key: horizon, low: 1 h, high: 2 h}\n"
                           "    - {name: b, values: [{name: x, with: {a: {1 h: {horizon: 3 h}}}}]}\n",
                "study.yaml:11:43: error: axis 'a' is a range; only listed values can be named\n"},
        Refusal{"study:\n  measures: [train.goodput]\n  sample: {method: sobel}\n  axes: []\n",
                "study.yaml:8:20: error: 'method' expects one of random, latin_hypercube, one_at_a_time, morris, "
                "sobol, not "
                "'sobel'\n"},
        Refusal{"study:\n  measures: [train.goodput]\n  sample: 3\n  axes: []\n",
                "study.yaml:8:11: error: 'sample' expects keys and values\n"},
        Refusal{kHead + "    - {name: a, key: horizon, values: [1 h, 2 h]}\n"
                        "    - {name: b, key: jobs.train.priority, values: [1, 2, 3], zip: a}\n",
                "study.yaml:10:67: error: axis 'b' has 3 values and 'a', which it moves with, has 2\n"},
        Refusal{kHead + "    - {name: long, key: horizon, values: [1 h, 2 h]}\n"
                        "    - {name: b, key: jobs.train.priority, values: [1, 2], zip: lang}\n",
                "study.yaml:10:64: error: no axis before this one is called 'lang'\n"},
        Refusal{kSampled + "    - {name: a, key: horizon, low: 1 h, high: 2 h}\n"
                           "    - {name: b, key: jobs.train.priority, values: [1, 2], zip: a}\n",
                "study.yaml:11:64: error: a range is sampled; 'b' can't move with 'a'\n"},
        Refusal{kHead + "    - {name: a, key: horizon, values: [1 h]}\n    - {name: a, key: metric_interval, values: "
                        "[1 h]}\n",
                "study.yaml:10:14: error: the study has two axes 'a'\n"},
        Refusal{"study: {measures: [train.goodput], stop_at_target: true, axes: [{name: a, key: horizon, values: [1 "
                "h]}]}\n",
                "study.yaml:6:52: error: 'stop_at_target' needs a 'target'\n"},
        Refusal{"study: {measures: [], axes: [{name: a, key: horizon, values: [1 h]}]}\n",
                "error: 'measures' needs at least one measure\n"}));

TEST(BadStudy, TooManyCombinationsAreRefused) {
  std::string values = "0 s";
  for (int i = 1; i < 150; ++i) values += ", " + std::to_string(i) + " s";
  const std::string axes = "    - {name: a, key: jobs.train.restart_time, values: [" + values +
                           "]}\n    - {name: b, key: jobs.train.submit, values: [" + values + "]}\n";

  EXPECT_THAT(refusal_of(kHead + axes), HasSubstr("error: the axes have 22500 combinations; the most are 10000\n"));
}

}  // namespace
}  // namespace gigapod
