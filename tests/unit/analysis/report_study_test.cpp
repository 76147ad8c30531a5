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

TEST(StudyReport, NoNameEndsTheScriptItStandsIn) {
  const std::string page = study_html(sample_study());

  EXPECT_EQ(page.find("<script>alert(1)"), std::string::npos);
}

}  // namespace
}  // namespace gigapod
