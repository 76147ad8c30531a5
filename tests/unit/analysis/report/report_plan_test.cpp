#include "analysis/report/report.hpp"
#include "analysis/report/report_data.hpp"
#include "tests/browser/sample_run.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

TEST(PlanReport, HoldsTheRunsOfTheAnswer) {
  const PlanAnswer answer = sample_plan();

  const auto json = nlohmann::json::parse(plan_report_json(answer));

  EXPECT_EQ(json["kind"], "plan");
  EXPECT_EQ(json["front"].size(), shown_front(answer).size());
  ASSERT_EQ(json["top"].size(), answer.top.size());
  EXPECT_EQ(json["top"][0]["time_seconds"], answer.winner()->value.time.value());
  EXPECT_EQ(json["top"][0]["cost_dollars"], answer.winner()->value.cost.value());
  EXPECT_EQ(json["reasons"].get<std::vector<std::string>>(), plan_reasons(answer));
  double parts = 0.0;
  for (const auto& part : json["top"][0]["time_seconds_by_cause"]) parts += part.get<double>();
  EXPECT_NEAR(parts, answer.winner()->value.time.value(), 1e-6 * parts);
}

TEST(PlanReport, NoNameEndsTheScriptItStandsIn) {
  EXPECT_EQ(plan_html(sample_plan()).find("<script>window.hacked"), std::string::npos);
}

}  // namespace
}  // namespace gigapod
