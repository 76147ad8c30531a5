// What a study section is refused with.
#include "tests/unit/scenario/small_study.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using testing::HasSubstr;

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

const std::string kFleet =
    "fleets:\n"
    "  - name: chat\n"
    "    model: llama3.1-8b\n"
    "    pod_type: ironwood\n"
    "    slice: 2x2x1\n"
    "    peak_requests_per_second: 100\n"
    "    tenants: {count: 10, classes: [{name: paid, share: 1}]}\n";

TEST(Study, EveryUnknownMeasureIsReportedWithWhatItMayHaveBeen) {
  EXPECT_EQ(refusal_of("study:\n"
                       "  measures:\n"
                       "    - energy_joule\n"
                       "    - speed\n"
                       "    - share.dwn\n"
                       "    - shares.down\n"
                       "    - train.godput\n"
                       "    - trian.goodput\n"
                       "    - failures.osc\n"
                       "    - interruptions_by_osc\n"
                       "    - battery_given_joules\n"
                       "  axes: [{name: a, key: horizon, values: [1 h, 2 h]}]\n"),
            "study.yaml:8:7: error: runs have no figure 'energy_joule'\n"
            "      - energy_joule\n"
            "        ^\n"
            "  did you mean 'energy_joules'?\n"
            "study.yaml:9:7: error: runs have no figure 'speed'\n"
            "      - speed\n"
            "        ^\n"
            "  `gigapod describe metrics` lists the figures of runs\n"
            "study.yaml:10:7: error: runs have no figure 'share.dwn'\n"
            "      - share.dwn\n"
            "        ^\n"
            "  did you mean 'share.down'?\n"
            "study.yaml:11:7: error: neither jobs nor fleets have a figure 'down'\n"
            "      - shares.down\n"
            "        ^\n"
            "  did you mean 'share.down'?\n"
            "study.yaml:12:7: error: neither jobs nor fleets have a figure 'godput'\n"
            "      - train.godput\n"
            "        ^\n"
            "  did you mean 'goodput'?\n"
            "study.yaml:13:7: error: the scenario has no job 'trian'\n"
            "      - trian.goodput\n"
            "        ^\n"
            "  did you mean 'train'?\n"
            "study.yaml:14:7: error: the scenario has no failure class 'osc'\n"
            "      - failures.osc\n"
            "        ^\n"
            "  did you mean 'ocs'?\n"
            "study.yaml:15:7: error: the scenario has no failure class 'osc'\n"
            "      - interruptions_by_osc\n"
            "        ^\n"
            "  did you mean 'ocs'?\n"
            "study.yaml:16:7: error: runs of this scenario have no figure 'battery_given_joules'\n"
            "      - battery_given_joules\n"
            "        ^\n"
            "  only those with 'site.battery' do\n"
            "9 errors\n");
}

TEST(Study, MeasuresOfFleetsAndTheirClassesAreFiguresThatTheseHave) {
  EXPECT_EQ(study_of(kFleet + "study:\n"
                              "  measures: [chat.attainment, chat.paid.served, train.goodput]\n"
                              "  axes: [{name: a, key: horizon, values: [1 h]}]\n")
                .measures.size(),
            3u);
  EXPECT_EQ(refusal_of(kFleet + "study:\n"
                                "  measures:\n"
                                "    - chat.interruptions\n"
                                "    - chat.piad.served\n"
                                "    - chat.paid.goodput\n"
                                "    - cat.attainment\n"
                                "  axes: [{name: a, key: horizon, values: [1 h]}]\n"),
            "study.yaml:15:7: error: fleets have no figure 'interruptions'\n"
            "      - chat.interruptions\n"
            "        ^\n"
            "  they have: goodput, attainment\n"
            "study.yaml:16:7: error: fleet 'chat' has no tenants of a class 'piad'\n"
            "      - chat.piad.served\n"
            "        ^\n"
            "  did you mean 'paid'?\n"
            "study.yaml:17:7: error: classes of tenants have no figure 'goodput'\n"
            "      - chat.paid.goodput\n"
            "        ^\n"
            "  they have: served\n"
            "study.yaml:18:7: error: the scenario has no job or fleet 'cat'\n"
            "      - cat.attainment\n"
            "        ^\n"
            "  did you mean 'chat'?\n"
            "4 errors\n");
}

TEST(Study, MeasuresAreCheckedBesideWhatIsWrongWithTheAxes) {
  const std::string refusal = refusal_of("study: {measures: [speed], axes: [{name: a, values: []}]}\n");

  EXPECT_THAT(refusal, HasSubstr("study.yaml:6:20: error: runs have no figure 'speed'\n"));
  EXPECT_THAT(refusal, HasSubstr("error: 'values' expects a list\n"));
}

TEST(Study, AMeasureIsOfEveryCase) {
  const std::string battery = "{name: b, set: {site: {battery: {power: 1 MW, energy: 1 MWh}}}}";
  const auto section = [&](const std::string& values) {
    return "study:\n  measures: [battery_given_joules]\n  axes: [{name: a, values: [" + values + "]}]\n";
  };

  EXPECT_EQ(refusal_of(section(battery)), "");
  EXPECT_THAT(refusal_of(section(battery + ", {name: none}")),
              HasSubstr("study.yaml:7:14: error: runs of this scenario have no figure 'battery_given_joules'\n"));
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
                "study.yaml:6:20: error: neither jobs nor fleets have a figure 'speed'\n"},
        Refusal{"study: {measures: [train.attainment], axes: [{name: a, key: horizon, values: [1 h]}]}\n",
                "study.yaml:6:20: error: jobs have no figure 'attainment'\n"},
        Refusal{"study: {measures: [battery_given_joules], axes: [{name: a, key: horizon, values: [1 h]}]}\n",
                "study.yaml:6:20: error: runs of this scenario have no figure 'battery_given_joules'\n"},
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
