#include "analysis/validation/validation.hpp"

#include "analysis/validation/validation_page.hpp"
#include "analysis/validation/validation_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod {
namespace {

using namespace literals;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kColumns =
    "row_id,system,chip,chips,num_slices,slice_topology,model,params_b,layers,hidden,heads,kv_heads,head_dim,ffn,"
    "moe_experts,moe_topk,moe_ffn,vocab,seq,global_batch_seqs,dtype,parallelism,remat,step_time_s,"
    "step_time_derived_s,tokens_per_s_per_chip,notes,source\n";
constexpr const char* kDense = "Made 16B,16,32,5120,32,32,256,32768,,,,32768,2048";

ChipSpec made_chip(const std::string& name) {
  ChipSpec chip;
  chip.name = name;
  chip.peak_bf16 = 197_TFLOPs;
  chip.hbm_capacity = 16_GiB;
  chip.hbm_bandwidth = 819_GBps;
  chip.ici_links = 4;
  chip.ici_link_bandwidth = 50_GBps;
  chip.host_nic_bandwidth = 25_GBps;
  chip.pcie_bandwidth = 16_GBps;
  return chip;
}

const std::map<std::string, ChipSpec> kChips{{"v5e", made_chip("v5e")}};

std::vector<TableRow> table_rows(const std::string& text) {
  Diagnostics findings;
  const MeasuredTable table = read_measured_table("t.csv", text, kChips, findings);
  EXPECT_EQ(findings.text(), "");
  return table.rows;
}

std::vector<TableRow> rows_of(const std::string& lines) { return table_rows(kColumns + lines); }

std::string line(const std::string& id, const std::string& chip, const std::string& slices, const std::string& end) {
  return id + ",made," + chip + ",512," + slices + ",16x16," + kDense + ",3072,bf16,fsdp=256 (default)," + end + "\n";
}

TEST(Validation, ComparesSecondsWithSecondsAndThroughputWithThroughput) {
  const auto rows = rows_of(line("a", "v5e", "2", "full,10.0,,,,here") + line("b", "v5e", "2", "full,,,1229,,here"));

  const Validation validation = validate_training(rows, kChips);

  ASSERT_EQ(validation.rows.size(), 2U);
  const ValidationRow& seconds = validation.rows[0];
  const ValidationRow& rate = validation.rows[1];
  EXPECT_EQ(seconds.family, "v5e dense multi-slice");
  EXPECT_EQ(seconds.unit, "s");
  EXPECT_EQ(seconds.measured, 10.0);
  EXPECT_EQ(rate.unit, "tokens/s/chip");
  EXPECT_EQ(rate.measured, 1229.0);
  // 3072 sequences of 2048 tokens on 512 chips are 12,288 tokens a chip.
  EXPECT_NEAR(rate.simulated * seconds.simulated, 12288.0, 1e-6);
  EXPECT_NEAR(seconds.error(), seconds.simulated / 10.0 - 1.0, 1e-12);
  EXPECT_EQ(seconds.dominant, "compute");
}

TEST(Validation, TakesFromTheTableWhyASliceLossDoesNotCount) {
  const std::string head(kColumns);
  const auto rows =
      table_rows("slice_loss_exclusion," + head + "half the ports lose less," +
                 line("a", "v5e", "2", "full,10.0,,,,") + "-," + line("b", "v5e", "2", "full,10.0,,,,"));

  const Validation validation = validate_training(rows, kChips);

  ASSERT_EQ(validation.rows.size(), 2U);
  EXPECT_EQ(validation.rows[0].run.slice_loss_exclusion, "half the ports lose less");
  EXPECT_EQ(validation.rows[0].exclusion, "");
  EXPECT_EQ(validation.rows[1].run.slice_loss_exclusion, "");
}

TEST(Validation, LeavesOutWithAReason) {
  const auto rows =
      rows_of(line("a", "a100", "2", "full,10.0,,,,here") + line("b", "v5e", "3", "full,10,,,,here") +
              line("c", "v5e", "2", "full,10,,,is an UPPER bound,here") + line("d", "v5e", "2", "full,,,,,here"));

  const Validation validation = validate_training(rows, kChips);

  EXPECT_THAT(validation.rows, IsEmpty());
  ASSERT_EQ(validation.left_out.size(), 4U);
  EXPECT_EQ(validation.left_out[0].reason, "no chip 'a100' in the catalog");
  EXPECT_EQ(validation.left_out[1].reason, "512 chips do not divide into 3 slices");
  EXPECT_EQ(validation.left_out[2].reason, "the published step is an upper bound: it includes evaluation");
  EXPECT_EQ(validation.left_out[3].reason, "no step time published");
}

ValidationRow scored(double measured, double simulated) {
  ValidationRow row{"1", "v5e dense single-slice", "", "", "v5e", ""};
  row.measured = measured;
  row.simulated = simulated;
  row.unit.assign(1, 's');
  return row;
}

TEST(Validation, ScoresAFamilyByItsAbsoluteErrors) {
  const std::vector<ValidationRow> rows{scored(10, 11), scored(10, 8), scored(10, 13), scored(10, 9.6)};

  const std::vector<ErrorScore> scores = family_scores(rows);

  ASSERT_EQ(scores.size(), 1U);
  EXPECT_EQ(scores[0].rows, 4U);
  EXPECT_NEAR(scores[0].median, 0.15, 1e-12);
  EXPECT_NEAR(scores[0].mean, 0.16, 1e-12);
  EXPECT_NEAR(scores[0].p90, 0.30, 1e-12);
  EXPECT_NEAR(scores[0].worst, 0.30, 1e-12);
  EXPECT_EQ(overall_scores(rows)[0].family, "all training, TPU");
}

TEST(Validation, FillsInWhatOtherCellsTell) {
  const std::string header =
      "chip,chips,num_slices,chips_per_slice,model,layers,hidden,heads,ffn,vocab,seq,per_device_batch,parallelism,"
      "remat,"
      "mfu_pct_reported\n";
  const std::string model = "Made,32,5120,32,32768,32768,2048,6,fsdp=256,full,";
  const auto rows = table_rows(header + "v5e,,2,256," + model + "55\nv5e,512,,256," + model + "0.55\n");

  const Validation validation = validate_training(rows, kChips);

  ASSERT_EQ(validation.rows.size(), 2U);
  EXPECT_EQ(validation.rows[0].id, "line 2");
  EXPECT_EQ(validation.rows[0].family, "v5e dense multi-slice");
  EXPECT_THAT(validation.rows[0].warnings, testing::Contains("chips taken as 512"));
  EXPECT_THAT(validation.rows[1].warnings, testing::Contains("num_slices taken as 2"));
  EXPECT_THAT(validation.rows[1].warnings, testing::Contains("mfu_pct_reported taken as 55"));
  EXPECT_NEAR(validation.rows[0].run.measured_mfu, 0.55, 1e-9);
  EXPECT_DOUBLE_EQ(validation.rows[0].measured, validation.rows[1].measured);
}

TEST(Validation, TakesMfuOfTheRatePublishedForThePrecision) {
  std::map<std::string, ChipSpec> chips = kChips;
  chips["v5e"].peak_fp8 = 394_TFLOPs;
  const std::string header =
      "chip,chips,model,layers,hidden,heads,ffn,vocab,seq,per_device_batch,dtype,parallelism,mfu_pct_reported\n";
  const std::string run = "v5e,256,Made,32,5120,32,32768,32768,2048,6,";
  const auto rows = table_rows(header + run + "bf16,fsdp,50\n" + run + "fp8_full,fsdp,25\n" + run + "int8,fsdp,50\n");

  const Validation validation = validate_training(rows, chips);

  ASSERT_EQ(validation.rows.size(), 3U);
  EXPECT_NEAR(validation.rows[1].measured / validation.rows[0].measured, 1.0, 1e-9);
  EXPECT_NEAR(validation.rows[2].measured / validation.rows[0].measured, 1.0, 1e-9);
}

TEST(Validation, TellsWhatCouldNotBeReadOfARowThatIsLeftOut) {
  const auto rows = table_rows("chip,chips,layers,hidden,heads,seq,parallelism\nv5e,some,2,8,2,16,fsdp\n");

  const Validation validation = validate_training(rows, kChips);

  ASSERT_EQ(validation.left_out.size(), 1U);
  EXPECT_EQ(validation.left_out[0].reason, "no chips published; chips: 'some' is not a number");
}

TEST(Validation, SimulatesTheTwistedTorusGainAndSkipsTheory) {
  const auto rows = table_rows(
      "system,op,topology,size_bytes,metric,value,unit,kind,note,source\n"
      "TPU v4,all_to_all,4x4x8,,speedup twisted/regular torus,1.63,x,measured,,p\n"
      "TPU v4,all_to_all,4x4x8 twisted,,theoretical gain,1.7,x,theory,,p\n");

  const Validation validation = validate_collectives(rows, {{"v4", made_chip("v4")}});

  ASSERT_EQ(validation.rows.size(), 1U);
  EXPECT_EQ(validation.rows[0].id, "collective 2");
  EXPECT_EQ(validation.rows[0].family, "v4 all_to_all");
  EXPECT_NEAR(validation.rows[0].simulated, 1.63, 0.163);
  ASSERT_EQ(validation.left_out.size(), 1U);
  EXPECT_EQ(validation.left_out[0].reason, "not a measurement (theory)");
}

TEST(Validation, SimulatesAnyPlainCollectiveThatNamesChipTopologyAndSize) {
  const std::string header = "row_id,system,op,topology,size_bytes,metric,value,unit,kind\n";
  const auto rows = table_rows(header +
                               "a,TPU v5e-256,psum bf16,16x16,1e9,bus bandwidth,150,GB/s,measured\n"
                               "b,TPU v5e,all-gather,16x16,1e9,algo bandwidth,150,GB/s,measured\n"
                               "c,TPU v5e,reduce_scatter,4x4,1e9,time,5.5,ms,measured\n"
                               "d,TPU v5e,all_gather,a ring,1e9,time,5.5,ms,measured\n"
                               "e,TPU v5e,all_gather,4x4,,time,5.5,ms,measured\n"
                               "f,MI300X,all_gather,4x4,1e9,time,5.5,ms,measured\n"
                               "g,TPU v5e,all_to_all,4x4 twisted,1e9,time,5.5,ms,measured\n"
                               "h,TPU v5e,broadcast,4x4,1e9,time,5.5,ms,measured\n"
                               "i,TPU v5e,all_gather,4x4,1e9,time,5 / 1e999,ms,measured\n");

  const Validation validation = validate_collectives(rows, kChips);

  // Four links of 50 GB/s times 0.9; a corner of the mesh of 16 has two.
  ASSERT_EQ(validation.rows.size(), 3U);
  EXPECT_NEAR(validation.rows[0].simulated, 180.0, 1.5);
  EXPECT_NEAR(validation.rows[1].simulated, 180.0, 1.5);
  EXPECT_NEAR(validation.rows[2].simulated, 1e9 * 15 / 16 / 90e9 * 1e3, 0.3);
  std::vector<std::string> reasons;
  for (const LeftOutRow& row : validation.left_out) reasons.push_back(row.reason);
  EXPECT_THAT(reasons,
              testing::ElementsAre("topology 'a ring' is not lengths such as 4x4x8", "no size_bytes published",
                                   "no chip of the catalog is named in 'MI300X'",
                                   "topology '4x4 twisted' has no twisted torus", "no closed form gives this figure",
                                   "value '5 / 1e999' is not a measurement"));
}

TEST(Validation, SimulatesPublishedRatiosOfSlices) {
  const std::string end = ",,TFLOP/s/chip relative to 1 slice,0.9697,,measured,,maxtext\n";
  const auto rows = table_rows(
      "system,op,topology,size_bytes,metric,value,unit,kind,note,source\n"
      "TPU v5e MaxText 32B,multislice weak scaling 2 slices,2x16x16" +
      end + "TPU v5e MaxText 32B,multislice weak scaling 1 slices,1x16x16" + end +
      "TPU v5e MaxText 33B,multislice weak scaling 2 slices,2x16x16" + end);

  const Validation validation = validate_collectives(rows, kChips);

  ASSERT_EQ(validation.rows.size(), 1U);
  EXPECT_EQ(validation.rows[0].subject, "MaxText 32B, 2 slices against 1");
  EXPECT_EQ(validation.rows[0].unit, "% of one slice");
  EXPECT_NEAR(validation.rows[0].measured, 96.97, 1e-9);
  EXPECT_NEAR(validation.rows[0].simulated, 96.97, 5.0);
  ASSERT_EQ(validation.left_out.size(), 2U);
  EXPECT_EQ(validation.left_out[0].reason, "a ratio of training runs, not a collective");
}

TEST(Validation, WritesJsonAndCsvOfTheScoredRows) {
  const Validation validation = validate_training(rows_of(line("7", "v5e", "2", "full,10.0,,,,\"x, y\"")), kChips);

  const nlohmann::json list = nlohmann::json::parse(validation_json(validation));

  ASSERT_EQ(list.size(), 1U);
  for (const char* key : {"id", "family", "measured", "simulated", "unit", "error", "warnings", "dominant"}) {
    EXPECT_TRUE(list[0].contains(key)) << key;
  }
  EXPECT_EQ(list[0]["id"], "7");
  EXPECT_THAT(validation_csv(validation), HasSubstr(",\"x, y\"\n"));
  EXPECT_THAT(validation_text(validation), HasSubstr("all training, TPU"));
}

TEST(Validation, ListsRowsThatAreNotScoredWithNullsWhereAsked) {
  const Validation validation = validate_training(rows_of(line("7", "v9", "2", "full,10.0,,,,")), kChips);

  const nlohmann::json list = nlohmann::json::parse(own_table_json(validation));

  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["id"], "7");
  EXPECT_EQ(list[0]["family"], "v9 dense multi-slice");
  EXPECT_TRUE(list[0]["measured"].is_null());
  EXPECT_TRUE(list[0]["simulated"].is_null());
  EXPECT_EQ(list[0]["warnings"][0], "not scored: no chip 'v9' in the catalog");
  EXPECT_EQ(validation_json(validation), "[]");
}

nlohmann::json data_of(const std::string& page) {
  const std::string open = "<script type=\"application/json\" id=\"data\">";
  const std::size_t begin = page.find(open) + open.size();
  return nlohmann::json::parse(page.substr(begin, page.find("</script>", begin) - begin));
}

TEST(ValidationPage, HoldsEveryRowAndNoTextThatEndsItsScript) {
  ValidationRow odd = scored(10, 11);
  odd.subject = "</script><b>";

  const std::string page = validation_html({{scored(0.5, 0.6), odd}, {{"3", "made", "x", "no batch"}}});

  const nlohmann::json data = data_of(page);
  ASSERT_EQ(data["rows"].size(), 2U);
  EXPECT_EQ(data["rows"][1]["subject"], "</script><b>");
  EXPECT_EQ(data["rows"][1]["kind"], "training");
  EXPECT_EQ(data["left_out"][0]["reason"], "no batch");
  EXPECT_EQ(data["targets"][0]["what"], "TPU training, median error");
  EXPECT_EQ(page.find("</script><b>"), std::string::npos);
  EXPECT_EQ(page.find("@"), page.find("@media"));
}

}  // namespace
}  // namespace gigapod
