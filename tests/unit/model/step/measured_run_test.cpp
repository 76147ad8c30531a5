#include "sim/model/step/measured_run.hpp"

#include "tests/unit/model/step/reference_plans.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

constexpr const char* kText =
    "row_id,system,chip,chips,num_slices,slice_topology,model,params_b,layers,hidden,heads,kv_heads,head_dim,ffn,"
    "vocab,"
    "seq,global_batch_seqs,dtype,parallelism,remat,step_time_s,notes,source\n"
    "7,\"a, b\",v5p,128,1,4x4x8,llama3.1-70b,70.6,80,8192,64,8,128,28672,128256,8192,256,bf16,ici_fsdp=128,"
    "\"custom: offload decoder_layer_input,q,k,v\",12.5,\"says \"\"x\"\"\",somewhere\n"
    "8,c,v9,128,1,,m,1,1,1,1,1,1,1,1,1,1,bf16,ici_fsdp=128,full,1,,\n"
    "9,d,v5p,128,1,,m,1,1,1,1,1,1,1,1,,1,bf16,ici_fsdp=128,full,1,,\n";

const std::map<std::string, ChipSpec> kChips{{"v5p", reference::v5p()}};

TEST(MeasuredRun, ReadsQuotedFields) {
  const std::vector<MeasuredRow> rows = read_measured_rows(kText);

  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].at("system"), "a, b");
  EXPECT_EQ(rows[0].at("notes"), "says \"x\"");
}

TEST(MeasuredRun, TurnsARowIntoAPlan) {
  const MeasuredRun run = measured_run(read_measured_rows(kText)[0], kChips);

  EXPECT_EQ(run.exclusion, "");
  EXPECT_EQ(run.plan.parallelism.fsdp, 128);
  EXPECT_EQ(run.plan.global_batch, 256);
  EXPECT_EQ(run.plan.remat, Remat::kOffload);
  EXPECT_TRUE(keeps(run.plan, SavedTensor::kQkv));
  EXPECT_FALSE(keeps(run.plan, SavedTensor::kOutput));
  EXPECT_EQ(run.machine.slice.axes, (std::vector<SliceAxis>{{4, true}, {4, true}, {8, true}}));
  EXPECT_EQ(run.plan.model.mlp, MlpKind::kGated);
  EXPECT_DOUBLE_EQ(run.step.value(), 12.5);
}

TEST(MeasuredRun, FindsTheBoxOfMillionsOfChipsAndOfAShapeThatIsNone) {
  for (const char* shape : {"", "99999x99999x99999", "123456789012345x2"}) {
    MeasuredRow row = read_measured_rows(kText)[0];
    row["chips"] = "8000000";
    row["slice_topology"] = shape;
    row["parallelism"] = "ici_fsdp=8000000";
    row["global_batch_seqs"] = "8000000";

    const MeasuredRun run = measured_run(row, kChips);

    EXPECT_EQ(run.machine.slice.axes, (std::vector<SliceAxis>{{200, true}, {200, true}, {200, true}})) << shape;
  }
}

TEST(MeasuredRun, TakesExpertsForDroplessUnlessACapacityFactorIsStated) {
  struct Case {
    const char* model;
    const char* notes;
    bool is_dropless;
    double capacity_factor;
  };
  for (const Case& c : {Case{"mixtral-8x22b", "dropping MoE capacity_factor 1.25, bf16 weights", false, 1.25},
                        Case{"custom MoE 754B cf1.5", "", false, 1.5}, Case{"custom MoE cf1.0", "", false, 1.0},
                        Case{"qwen3-235b-a22b", "", true, 1.0}}) {
    MeasuredRow row = read_measured_rows(kText)[0];
    row["model"] = c.model;
    row["notes"] = c.notes;
    const TransformerSpec model = measured_run(row, kChips).plan.model;

    EXPECT_EQ(model.is_dropless, c.is_dropless) << c.model;
    EXPECT_DOUBLE_EQ(model.capacity_factor, c.capacity_factor) << c.model;
  }
}

TEST(MeasuredRun, TakesTheHighestClockStateWhereARowSaysSo) {
  ChipSpec ironwood = reference::v5p();
  ironwood.name = "v7";
  const std::map<std::string, ChipSpec> chips{{"v7", ironwood}};
  MeasuredRow row = read_measured_rows(kText)[0];
  row["chip"] = "v7";
  const double usual = measured_run(row, chips).machine.chip.mxu_efficiency;
  row["notes"] = "xla_tpu_dvfs_p_state=7";

  EXPECT_DOUBLE_EQ(measured_run(row, chips).machine.chip.mxu_efficiency, 1.125 * usual);
}

TEST(MeasuredRun, CountsRepeatedWorkWhereThePublishedRateDoes) {
  MeasuredRow row = read_measured_rows(kText)[0];
  row["step_time_s"] = "";
  row["tflops_per_chip"] = "200";
  const Seconds plain = measured_run(row, kChips).step;
  row["flop_convention"] = "counts activation recompute (hardware FLOPs)";

  EXPECT_NEAR(measured_run(row, kChips).step / plain, 4.0 / 3.0, 1e-12);
}

TEST(MeasuredRun, LetsExpertGroupsOfGpusSpanTensorRanks) {
  ChipSpec gpu = reference::v5p();
  gpu.name = "h100";
  gpu.ici_links = 18;
  gpu.chips_per_host = 8;
  MeasuredRow row = read_measured_rows(kText)[0];
  row["chip"] = "h100";
  row["chips"] = "256";
  row["parallelism"] = "TP2 PP8 EP32 mbs1";
  const MeasuredRun run = measured_run(row, {{"h100", gpu}});

  EXPECT_EQ(run.plan.parallelism.expert, 16);
  EXPECT_EQ(run.plan.parallelism.chips_per_slice(), 256);
  EXPECT_THAT(run.assumed, testing::Contains("expert=16"));
}

TEST(MeasuredRun, NamesTheChipItDoesNotKnow) {
  EXPECT_EQ(measured_run(read_measured_rows(kText)[1], kChips).exclusion, "no chip 'v9' in the catalog");
}

TEST(MeasuredRun, NamesWhatIsMissing) {
  EXPECT_EQ(measured_run(read_measured_rows(kText)[2], kChips).exclusion, "no seq published");
}

}  // namespace
}  // namespace gigapod
