#include "sim/model/step/measured_run.hpp"

#include "tests/unit/model/step/reference_plans.hpp"

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

TEST(MeasuredRun, ReadsWhatARematPolicyKeeps) {
  struct Case {
    const char* text;
    Remat remat;
    bool qkv;
    bool mlp_in;
  };
  for (const Case& c :
       {Case{"full", Remat::kFull, false, false}, Case{"minimal", Remat::kMinimal, false, false},
        Case{"minimal_offloaded", Remat::kOffload, true, true}, Case{"none", Remat::kNone, false, false},
        Case{"save_dot_except_mlpwi", Remat::kFull, true, false}, Case{"save_qkv_proj", Remat::kFull, true, false},
        Case{"qkv_proj_offloaded", Remat::kOffload, true, false}}) {
    MeasuredRow row = read_measured_rows(kText)[0];
    row["remat"] = c.text;
    const TrainingPlan plan = measured_run(row, kChips).plan;

    EXPECT_EQ(plan.remat, c.remat) << c.text;
    EXPECT_EQ(keeps(plan, SavedTensor::kQkv), c.qkv) << c.text;
    EXPECT_EQ(keeps(plan, SavedTensor::kMlpIn), c.mlp_in) << c.text;
  }
}

TEST(MeasuredRun, NamesTheChipItDoesNotKnow) {
  EXPECT_EQ(measured_run(read_measured_rows(kText)[1], kChips).exclusion, "no chip 'v9' in the catalog");
}

TEST(MeasuredRun, NamesWhatIsMissing) {
  EXPECT_EQ(measured_run(read_measured_rows(kText)[2], kChips).exclusion, "no seq published");
}

}  // namespace
}  // namespace gigapod
