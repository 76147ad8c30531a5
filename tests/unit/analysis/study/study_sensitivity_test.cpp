#include "analysis/study/study_sensitivity.hpp"

#include "tests/unit/analysis/study/sampled_results.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace gigapod {
namespace {

using testing::HasSubstr;

double plane(const SamplePoint& x) { return 3.0 * x[0] - 4.0 * x[1]; }

/// The same, 1 as it is.
double plane_about_one(const SamplePoint& x) {
  return 1.0 + (x[0] == kOwnValue ? 0.0 : 3.0 * x[0]) - (x[1] == kOwnValue ? 0.0 : 4.0 * x[1]);
}

TEST(Sensitivity, NothingWithoutASample) {
  StudyResults results = sampled_results(SampleMethod::kRandom, 4, plane);
  results.sample.reset();

  EXPECT_TRUE(sensitivities(results).empty());
  EXPECT_EQ(sensitivity_text(results), "");
}

TEST(Sensitivity, OneForEachListedValueAndMeasure) {
  const auto all = sensitivities(sampled_results(SampleMethod::kSobol, 256, plane));

  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].first_row, 1024u);
  ASSERT_EQ(all[1].axes.size(), 2u);
  EXPECT_EQ(all[1].axes[1].axis, 2u);
  EXPECT_NEAR(all[1].axes[1].estimates[1].value, 16.0 / 25.0, 0.02);
  EXPECT_EQ(ranked(all[0], SampleMethod::kSobol), (std::vector<std::size_t>{1, 0}));
}

TEST(Sensitivity, EndsAreComparedSeedBySeed) {
  const auto all = sensitivities(sampled_results(SampleMethod::kOneAtATime, 1, plane_about_one));
  const auto& restart = all[0].axes[1].estimates;

  EXPECT_NEAR(restart[0].value, 0.0, 1e-12);
  EXPECT_NEAR(restart[1].value, -4.0, 1e-12);
  EXPECT_NEAR(restart[1].low, -4.0, 1e-12);  // what a seed does to both is no noise of the difference
  EXPECT_NEAR(restart[1].high, -4.0, 1e-12);
}

TEST(Sensitivity, MorrisGivesSlopesOverTheRange) {
  const auto all = sensitivities(sampled_results(SampleMethod::kMorris, 6, plane));

  EXPECT_NEAR(all[0].axes[0].estimates[1].value, 3.0, 1e-9);
  EXPECT_NEAR(all[0].axes[1].estimates[0].value, 4.0, 1e-9);
}

TEST(Sensitivity, CountsPointsWithoutAResult) {
  StudyResults results = sampled_results(SampleMethod::kLatinHypercube, 20, plane);
  results.rows[3].measures[0] = {};
  results.rows[3].runs.clear();

  const auto all = sensitivities(results);

  EXPECT_EQ(all[0].left_out, 1u);
  EXPECT_EQ(all[1].left_out, 0u);
  EXPECT_LT(all[0].axes[1].estimates[0].value, -0.5);
  EXPECT_THAT(sensitivity_text(results),
              HasSubstr("habit old: failures, correlation of ranks; 1 points have no result\n"));
}

TEST(Sensitivity, AnEndWithoutAResultIsADash) {
  StudyResults results = sampled_results(SampleMethod::kOneAtATime, 1, plane_about_one);
  results.rows[1].runs.clear();
  results.rows[1].measures[0] = {};

  EXPECT_THAT(sensitivity_text(results), HasSubstr("\n  – where too few points have a result\n"));
  EXPECT_THAT(sensitivity_csv(results), HasSubstr("old,failures,bandwidth,effect_at_low,,,\n"));
  EXPECT_TRUE(
      nlohmann::json::parse(study_json(results))["sensitivity"][0]["axes"]["bandwidth"]["effect_at_low"]["value"]
          .is_null());
}

TEST(SensitivityText, RanksAxesWithTheirRange) {
  const std::string text = sensitivity_text(sampled_results(SampleMethod::kMorris, 6, plane));

  EXPECT_THAT(text, HasSubstr("habit new: failures, Morris: effect over the whole range\n"));
  EXPECT_THAT(text, HasSubstr("restart    1 … 100 s     4.000 [4.000, 4.000]"));
  EXPECT_LT(text.find("restart "), text.find("bandwidth "));
}

TEST(SensitivityCsv, HasALineForEveryIndex) {
  const StudyResults results = sampled_results(SampleMethod::kSobol, 64, plane);
  const std::string csv = sensitivity_csv(results);

  EXPECT_EQ(csv.rfind("habit,measure,axis,index,value,low,high\nold,failures,bandwidth,first_order,", 0), 0u);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 2 * 2 * 2);
}

TEST(SensitivityText, AStudyOfManyPointsPrintsTheirSpread) {
  StudyResults results = sampled_results(SampleMethod::kLatinHypercube, 40, plane);
  results.target = 0.0;
  const std::string text = study_text(results);

  EXPECT_THAT(text, HasSubstr("means over the sample  points  lowest     10%  median    90%  highest\n"));
  EXPECT_THAT(text, HasSubstr("habit old: failures        40"));
  EXPECT_THAT(text, HasSubstr(" of 40 points reach 0.000\n"));
}

}  // namespace
}  // namespace gigapod
