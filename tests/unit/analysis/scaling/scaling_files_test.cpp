#include "analysis/scaling/scaling.hpp"
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
  ScalingOptions options;
  options.seeds = 2;
  options.plans = 1000;
  return analyse_scaling(scenario, options);
}

TEST(ScalingCsv, HasAHeadingWithUnitsAndARowForEachPoint) {
  const std::vector<std::string> lines = split(scaling_csv(small_study()), '\n');

  ASSERT_EQ(lines.size(), 7u);  // three curves of two sizes
  EXPECT_EQ(
      lines[0],
      "curve,requested_chips,chips,is_feasible,slice,is_twisted,slices,tensor,pipeline,expert,context,fsdp,data,"
      "dcn_data,dcn_fsdp,dcn_pipeline,pipeline_interleave,microbatches,gradient_accumulation,shards_optimizer,remat,"
      "global_batch_sequences,batch_padding_fraction,step_seconds,compute_seconds,hbm_seconds,ici_seconds,"
      "dcn_seconds,bubble_seconds,straggler_seconds,overhead_seconds,ici_hidden_seconds,dcn_hidden_seconds,"
      "mfu_fraction,hfu_fraction,hbm_bytes_per_chip,dcn_bytes_per_slice,tokens_per_second,"
      "tokens_per_second_per_chip,goodput_fraction,simulated_goodput_fraction,simulated_goodput_low_fraction,"
      "simulated_goodput_high_fraction,useful_tokens_per_second_low,useful_tokens_per_second_high,"
      "token_efficiency_fraction,useful_tokens_per_second,power_watts,provisioned_power_watts,"
      "mean_time_between_interruptions_seconds,checkpoint_interval_seconds,checkpoint_pause_seconds,"
      "chip_seconds_useful_compute_fraction,chip_seconds_hbm_fraction,chip_seconds_ici_fraction,"
      "chip_seconds_dcn_fraction,chip_seconds_bubble_fraction,chip_seconds_stragglers_fraction,"
      "chip_seconds_overhead_fraction,chip_seconds_padding_fraction,chip_seconds_critical_batch_fraction,"
      "chip_seconds_failures_fraction,limit,limit_reason");
  EXPECT_EQ(lines[1].substr(0, 27), "weak,64,64,true,4x4x4,false");
  EXPECT_EQ(lines[4].substr(0, 24), "strong,1000000,995328,tr");
  EXPECT_EQ(lines[5].substr(0, 18), "best,64,64,true,4x");
  EXPECT_EQ(lines[4].substr(lines[4].size() - 11), "is 1.00 GW\"");
}

TEST(ScalingCsv, QuotesReasonsWithCommas) {
  ScalingStudy study = small_study();
  study.best.points.clear();
  study.strong.points.resize(1);
  study.strong.points[0].limit_reason = "a \"b\", c";

  const std::string text = scaling_csv(study);

  EXPECT_EQ(text.substr(text.size() - 18), "none,\"a \"\"b\"\", c\"\n");
}

TEST(CurveEndsCsv, HasTheSameValuesAsTheJson) {
  const ScalingStudy study = small_study();
  const nlohmann::json json = nlohmann::json::parse(scaling_json(study));
  const std::vector<std::string> lines = split(curve_ends_csv(study), '\n');

  ASSERT_EQ(lines.size(), 4u);  // three curves
  EXPECT_EQ(lines[0],
            "curve,chips,is_beyond,best_useful_tokens_per_second_per_chip,limit,limit_reason,largest_loss,"
            "largest_loss_chip_seconds_fraction,largest_loss_at_chips");
  const std::vector<std::string> cells = split(lines[1], ',');
  EXPECT_EQ(cells[0], "weak");
  EXPECT_EQ(cells[1], json["curves"][0]["end"]["chips"].dump());
  EXPECT_EQ(cells.at(cells.size() - 2), json["curves"][0]["end"]["largest_loss_chip_seconds_fraction"].dump());
  EXPECT_EQ(cells.back(), std::to_string(study.weak.points[study.weak.end->point].chips));
}

TEST(EndShiftCsv, HasARowForEachInputAndCurve) {
  ScalingStudy study;
  study.sensitivities = {{"dcn_bandwidth", "weak", "DCN bandwidth", 1.8e5, false, 9e4, false, 1e6, true}};

  EXPECT_EQ(end_shift_csv(study),
            "input,curve,end_chips,is_end_beyond,halved_end_chips,is_halved_end_beyond,doubled_end_chips,"
            "is_doubled_end_beyond\ndcn_bandwidth,weak,180000.0,false,90000.0,false,1000000.0,true\n");
}

TEST(ScalingJson, HoldsEndsSensitivitiesAndWarnings) {
  const ScalingStudy study = small_study();
  const nlohmann::json json = nlohmann::json::parse(scaling_json(study));

  EXPECT_EQ(json["curves"].size(), 3u);
  EXPECT_EQ(json["curves"][0]["end"]["chips"], study.weak.end->chips);
  EXPECT_EQ(json["curves"][0]["end"]["limit"], limit_name(study.weak.end->limit));
  EXPECT_EQ(json["sensitivities"].size(), study.sensitivities.size());
  const std::vector<EndShiftSentence> sentences = end_shift_sentences(study.sensitivities[0]);
  ASSERT_EQ(json["sensitivities"][0]["sentences"].size(), sentences.size());
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    EXPECT_EQ(json["sensitivities"][0]["sentences"][i], sentences[i].text);
  }
  EXPECT_EQ(json["sensitivities"][0]["what"], study.sensitivities[0].what);
  EXPECT_EQ(json["warnings"], study.warnings);
  EXPECT_EQ(json["seeds"], 2);
}

TEST(ScalingJson, NamesEverySizeThatIsNotEvaluatedAsAskedFor) {
  const nlohmann::json json = nlohmann::json::parse(scaling_json(small_study()));

  EXPECT_EQ(json["moved_sizes"].dump(), R"([{"chips":995328,"is_merged":false,"requested_chips":1000000}])");
  EXPECT_EQ(json["notes"].dump(),
            R"(["sizes are evaluated as the chips that equal slices fill: 1,000,000 as 995,328"])");
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
