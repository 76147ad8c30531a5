#include "analysis/scaling.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace gigapod {
namespace {

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, mark);) parts.push_back(part);
  return parts;
}

ScalingStudy small_study() {
  Scenario scenario = made_scaling_scenario();
  scenario.scale->chips = {64, 1'000'000};
  return analyse_scaling(scenario);
}

TEST(ScalingCsv, HasAHeadingWithUnitsAndARowForEachPoint) {
  const std::vector<std::string> lines = split(scaling_csv(small_study()), '\n');

  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[0],
            "curve,requested_chips,chips,is_feasible,slice,slices,tensor,pipeline,expert,context,fsdp,data,dcn_data,"
            "dcn_fsdp,dcn_pipeline,microbatches,gradient_accumulation,remat,global_batch_sequences,"
            "batch_padding_fraction,step_seconds,compute_seconds,hbm_seconds,ici_seconds,dcn_seconds,bubble_seconds,"
            "straggler_seconds,overhead_seconds,ici_hidden_seconds,dcn_hidden_seconds,mfu_fraction,hfu_fraction,"
            "hbm_bytes_per_chip,dcn_bytes_per_slice,tokens_per_second,tokens_per_second_per_chip,goodput_fraction,"
            "useful_tokens_per_second,power_watts,provisioned_power_watts,mean_time_between_interruptions_seconds,"
            "checkpoint_interval_seconds,checkpoint_pause_seconds,limit,limit_reason");
  EXPECT_EQ(lines[1].substr(0, 27), "weak,64,64,true,4x4x4,1,1,1");
  EXPECT_EQ(lines[4].substr(0, 24), "strong,1000000,995328,tr");
  EXPECT_EQ(lines[4].substr(lines[4].size() - 11), "is 1.00 GW\"");
}

TEST(ScalingCsv, QuotesReasonsWithCommas) {
  ScalingStudy study = small_study();
  study.strong.points.resize(1);
  study.strong.points[0].limit_reason = "a \"b\", c";

  const std::string text = scaling_csv(study);

  EXPECT_EQ(text.substr(text.size() - 18), "none,\"a \"\"b\"\", c\"\n");
}

TEST(ScalingJson, HoldsTheSameValuesAsTheCsv) {
  const ScalingStudy study = small_study();
  const nlohmann::json json = nlohmann::json::parse(scaling_json(study));
  const std::vector<std::string> lines = split(scaling_csv(study), '\n');
  const std::vector<std::string> names = split(lines[0], ',');
  const std::vector<std::string> cells = split(lines[1], ',');

  EXPECT_EQ(json["scenario"], "scaling");
  EXPECT_EQ(json["curves"][0]["rule"], "2 sequences per chip");
  const nlohmann::json& point = json["curves"][0]["points"][0];
  for (std::size_t i = 1; i + 1 < names.size(); ++i) {
    const nlohmann::json& value = point.at(names[i]);
    EXPECT_EQ(value.is_string() ? value.get<std::string>() : value.dump(), cells[i]) << names[i];
  }
}

}  // namespace
}  // namespace gigapod
