#include "analysis/validation.hpp"

#include "analysis/validation_page.hpp"
#include "analysis/validation_table.hpp"
#include "analysis/validation_text.hpp"

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

std::vector<MeasuredRow> rows_of(const std::string& lines) {
  Diagnostics findings;
  const auto rows = read_training_table("t.csv", kColumns + lines, findings);
  EXPECT_EQ(findings.text(), "");
  return rows;
}

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

TEST(Validation, SimulatesTheTwistedTorusGainAndSkipsTheory) {
  Diagnostics findings;
  const auto rows =
      read_collective_table("c.csv",
                            "system,op,topology,size_bytes,metric,value,unit,kind,note,source\n"
                            "TPU v4,all_to_all,4x4x8,,speedup twisted/regular torus,1.63,x,measured,,p\n"
                            "TPU v4,all_to_all,4x4x8 twisted,,theoretical gain,1.7,x,theory,,p\n",
                            findings);

  const Validation validation = validate_collectives(rows, {{"v4", made_chip("v4")}});

  ASSERT_EQ(validation.rows.size(), 1U);
  EXPECT_EQ(validation.rows[0].id, "collective 2");
  EXPECT_EQ(validation.rows[0].family, "v4 all_to_all");
  EXPECT_NEAR(validation.rows[0].simulated, 1.63, 0.163);
  ASSERT_EQ(validation.left_out.size(), 1U);
  EXPECT_EQ(validation.left_out[0].reason, "not a measurement (theory)");
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

TEST(Validation, DrawsAPointForEveryRowAndEscapesItsText) {
  ValidationRow odd = scored(10, 11);
  odd.subject = "<b>";

  const std::string page = validation_html({{scored(0.5, 0.6), odd}, {}});

  EXPECT_THAT(page, HasSubstr("<h2>2 rows in s</h2>"));
  // 10 of the scale from 0.1 to 100 is two thirds of the side of 460 right of the margin of 60.
  EXPECT_THAT(page, HasSubstr("<circle cx=\"366.7\""));
  EXPECT_THAT(page, HasSubstr("&lt;b>: 10 measured, 11 simulated, +10.0%"));
}

}  // namespace
}  // namespace gigapod
