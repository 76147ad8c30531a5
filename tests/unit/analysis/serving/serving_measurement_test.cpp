#include "analysis/serving/serving_measurement.hpp"

#include "tests/unit/analysis/serving/serving_rows.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

TEST(ServingMeasurement, ReadsAPhaseTime) {
  const ServingMeasurement m = serving_of(palm_step());

  EXPECT_EQ(m.exclusion, "");
  EXPECT_EQ(m.chip.name, "v4");
  EXPECT_EQ(m.plan.model.name, "palm-540b");
  EXPECT_EQ(m.phase, ServingPhase::kDecode);
  EXPECT_EQ(m.figure, ServingFigure::kStep);
  EXPECT_EQ(m.plan.precision, Precision::kBf16);
  EXPECT_DOUBLE_EQ(m.plan.weight_bytes, 1.0);
  EXPECT_DOUBLE_EQ(m.plan.kv_bytes, 2.0);
  EXPECT_DOUBLE_EQ(m.per_unit, 1000.0);
  EXPECT_EQ(m.slice, torus({4, 4, 4}, true));
}

TEST(ServingMeasurement, ReadsClientsAndWhatTheTextSays) {
  const ServingMeasurement m = serving_of(llama_clients());

  EXPECT_EQ(m.exclusion, "");
  EXPECT_EQ(m.phase, ServingPhase::kClosedLoop);
  EXPECT_EQ(m.requests, 300);
  EXPECT_DOUBLE_EQ(m.batch, 64.0);
  EXPECT_EQ(m.slice, torus({2, 4}, false));
  EXPECT_EQ(m.replicas, 1);
  EXPECT_DOUBLE_EQ(m.per_unit, 1.0 / 8.0);
}

TEST(ServingMeasurement, CountsTheTwoCoresOfAV7ChipAndTheLimitOfThePrograms) {
  MeasuredRow row = llama_clients();
  row["model"] = "Qwen3-32B (fp8 qwix weights+acts)";
  row["hardware"] = "TPU7x Ironwood";
  row["chips"] = "4";
  row["phase_or_scenario"] = "vLLM TP2 (2 TensorCores), max-num-seqs 135";
  row["kv_or_quant"] = "fp8";

  const ServingMeasurement m = serving_of(row);

  EXPECT_EQ(m.exclusion, "");
  EXPECT_EQ(m.slice.chips(), 1);
  EXPECT_EQ(m.replicas, 4);
  EXPECT_EQ(m.plan.max_batch, 135);
  EXPECT_EQ(m.plan.precision, Precision::kFp8);
}

TEST(ServingMeasurement, SpreadsExpertsOverNodesAndCountsByNode) {
  MeasuredRow row = palm_step();
  row["model"] = "DeepSeek-V3/R1 671B (37B active)";
  row["hardware"] = "H100";
  row["chips"] = "144";
  row["phase_or_scenario"] = "decode EP144 (18 nodes)";
  row["metric"] = "output_tok_per_s_per_node";
  row["unit"] = "tok/s";

  const ServingMeasurement m = serving_of(row);

  EXPECT_EQ(m.exclusion, "");
  EXPECT_EQ(m.plan.layout, ServingLayout::kDataParallelAttention);
  EXPECT_EQ(m.slice.chips(), 144);
  EXPECT_DOUBLE_EQ(m.per_unit, 8.0 / 144.0);
}

TEST(ServingMeasurement, ReadsCachedTokensBesideNewOnes) {
  MeasuredRow row = palm_step();
  row["phase_or_scenario"] = "chat turn: 64 new input tokens + 1920 cached -> 64 out";
  row["input_len"] = "64 (+1920 cached)";
  row["metric"] = "latency_total";
  row["unit"] = "s";

  const ServingMeasurement m = serving_of(row);

  EXPECT_EQ(m.exclusion, "");
  EXPECT_EQ(m.phase, ServingPhase::kTurn);
  EXPECT_DOUBLE_EQ(m.plan.prompt_tokens, 64.0);
  EXPECT_DOUBLE_EQ(m.cached_tokens, 1920.0);
}

TEST(ServingMeasurement, LeavesOutWhatItCannotCompare) {
  const struct {
    const char* column;
    const char* text;
    const char* reason;
  } cases[] = {
      {"model", "stable-diffusion-xl", "no model 'stable-diffusion-xl' in the catalog"},
      {"model", "qwen3-31b", "no model 'qwen3-31b' in the catalog; did you mean 'qwen3-32b'?"},
      {"hardware", "MI300X", "no chip 'MI300X' in the catalog"},
      {"kind", "vendor claim", "not a measurement (vendor claim)"},
      {"metric", "max_context", "no model of 'max_context'"},
      {"phase_or_scenario", "training",
       "'training' names no phase (prefill, decode, batch, turn, closed_loop, offline, server)"},
      {"value", "n/a", "no value published"},
      {"input_len", "", "no input_len published"},
      {"batch_or_concurrency", "", "no batch_or_concurrency published"},
      {"chips", "", "no number of chips published"},
      {"unit", "tok/s", "'tok/s' is no unit of 'latency_per_token'"},
  };
  for (const auto& c : cases) {
    MeasuredRow row = palm_step();
    row[c.column] = c.text;
    EXPECT_EQ(serving_of(row).exclusion, c.reason);
  }
}

TEST(ModelNamed, KnowsTheWaysPeopleWriteModels) {
  const auto models = serving_models();

  EXPECT_EQ(model_named("meta-llama/Llama-3.1-70B-Instruct", models), "llama3.1-70b");
  EXPECT_EQ(model_named("Qwen/Qwen3.5-397B-A17B-FP8", models), "qwen3.5-397b-a17b");
  EXPECT_EQ(model_named("Qwen3.5-397B (FP8 MoE)", models), "qwen3.5-397b-a17b");
  EXPECT_EQ(model_named("DeepSeek-R1-0528", models), "deepseek3-671b");
  EXPECT_EQ(model_named("Qwen3-30B-A3B", models), std::nullopt);
}

}  // namespace
}  // namespace gigapod::testing
