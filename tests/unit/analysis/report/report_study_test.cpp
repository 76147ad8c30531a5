#include "analysis/report/report.hpp"
#include "analysis/report/report_data.hpp"
#include "tests/browser/sample_run.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

TEST(StudyReport, HoldsEveryRowWithTheEndsOfItsIntervals) {
  const StudyResults results = sample_study();

  const auto json = nlohmann::json::parse(study_report_json(results));

  ASSERT_EQ(json["rows"].size(), 36u);
  EXPECT_EQ(json["rows"][10]["values"], nlohmann::json({1, 1}));
  const auto goodput = json["rows"][10]["measures"][0].get<std::vector<double>>();
  EXPECT_DOUBLE_EQ(goodput[1], results.rows[10].measures[0].low());
  EXPECT_DOUBLE_EQ(goodput[2], results.rows[10].measures[0].high());
  EXPECT_TRUE(json["measures"][0]["is_fraction"].get<bool>());
}

TEST(StudyReport, NamesTheFirstRowOnTargetOfEveryGroup) {
  const auto json = nlohmann::json::parse(study_report_json(sample_study()));

  ASSERT_EQ(json["firsts"].size(), 4u);
  EXPECT_EQ(json["firsts"][0]["start"], 0);
  EXPECT_EQ(json["firsts"][0]["first"], 5);
  EXPECT_TRUE(json["firsts"][3]["first"].is_null());
}

TEST(StudyReport, HoldsSensitivitiesInTheOrderOfTheirSize) {
  const StudyResults results = sample_sweep(SampleMethod::kSobol);
  const auto json = nlohmann::json::parse(study_report_json(results));

  EXPECT_EQ(json["sample"]["method"], "sobol");
  EXPECT_EQ(json["inner"]["size"], 128);
  EXPECT_EQ(json["sample"]["columns"], nlohmann::json({"first_order", "total_order"}));
  ASSERT_EQ(json["sample"]["sensitivities"].size(), 2u);
  const auto axes = json["sample"]["sensitivities"][1]["axes"];
  EXPECT_EQ(axes[0]["axis"], 1);
  EXPECT_GT(axes[0]["estimates"][1][0], axes[1]["estimates"][1][0]);
  EXPECT_EQ(json["axes"][2]["range"]["unit"], " s");
}

TEST(StudyReport, AGapIsNull) {
  const auto json = nlohmann::json::parse(study_report_json(sample_sweep(SampleMethod::kOneAtATime)));

  EXPECT_TRUE(json["rows"][3]["measures"][0].is_null());
  EXPECT_EQ(json["rows"][3]["seeds"], 0);
  EXPECT_EQ(json["failures"][0]["reason"], "the process <b>died</b>");
  EXPECT_TRUE(json["failures"][1]["seed"].is_null());
  EXPECT_TRUE(json["sample"]["sensitivities"][0]["axes"][1]["estimates"][0][0].is_null());
}

TEST(StudyReport, NoNameEndsTheScriptItStandsIn) {
  const std::string page = study_html(sample_study());

  EXPECT_EQ(page.find("<script>alert(1)"), std::string::npos);
  EXPECT_EQ(study_html(sample_sweep(SampleMethod::kMorris)).find("<script>alert(1)"), std::string::npos);
}

}  // namespace
}  // namespace gigapod
