#include "sim/model/serving/phase_time.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

constexpr ServingEngine kIdeal{.layer_overhead = Seconds(0.0), .attention_efficiency = 1.0, .expert_efficiency = 1.0};

/// A chip without losses and with links that cost nothing: what a roofline on paper assumes.
ChipSpec ideal(ChipSpec chip) {
  chip.mxu_efficiency = 1.0;
  chip.hbm_efficiency = 1.0;
  chip.ici_link_bandwidth = BytesPerSecond(1e30);
  chip.ici_hop_latency = 0_s;
  return chip;
}

ServingPlan ideal_plan(const TransformerSpec& model, double weight_bytes, double kv_bytes) {
  ServingPlan plan;
  plan.model = model;
  plan.weight_bytes = weight_bytes;
  plan.kv_bytes = kv_bytes;
  plan.engine = kIdeal;
  return plan;
}

TEST(PhaseTime, AgreesWithTheScalingBookOnDecode) {
  // Applied inference: Llama 3 70B, int8 weights and cache, batch 32 of 8192 tokens: 17 ms on 4x2 chips of v5e and
  // 8.5 ms on 4x4, reading weights and cache only.
  const ServingPlan plan = ideal_plan(llama3_70b(), 1.0, 1.0);
  const ChipSpec chip = ideal(chip_v5e());
  const auto reading = [&](const std::vector<int>& shape) {
    const PhaseTime step = decode_step(plan, chip, torus(shape, false), 32, 8192);
    return step.hbm_bytes.value() / (torus(shape, false).chips() * 819e9);
  };
  EXPECT_NEAR(reading({4, 2}), 0.017, 0.0006);
  EXPECT_NEAR(reading({4, 4}), 0.0085, 0.0003);
}

TEST(PhaseTime, AgreesWithTheScalingBookOnPrefill) {
  // 8192 tokens on 16 chips of v5e at 40% of peak: 0.91 s.
  const ServingPlan plan = ideal_plan(llama3_70b(), 2.0, 2.0);
  ChipSpec chip = ideal(chip_v5e());
  chip.mxu_efficiency = 0.4;

  const PhaseTime pass = prefill_pass(plan, chip, torus({4, 4}, false), 1, 8192);

  EXPECT_NEAR(pass.products.value(), 0.91, 0.04);
}

TEST(PhaseTime, PartsAddUp) {
  ServingPlan plan = ideal_plan(deepseek_v3(), 1.0, 1.0);
  plan.engine.reset();
  const SliceTopology slice = torus({4, 4, 4}, true);
  for (const PhaseTime& phase :
       {decode_step(plan, chip_v7(), slice, 100, 4000), prefill_pass(plan, chip_v7(), slice, 2, 4000),
        prefill_share(plan, chip_v7(), slice)}) {
    EXPECT_DOUBLE_EQ((phase.products + phase.attention + phase.communication + phase.overhead).value(),
                     phase.total.value());
  }
}

TEST(PhaseTime, OneTokenReadsEveryWeightOnce) {
  const ServingPlan plan = ideal_plan(llama3_70b(), 2.0, 2.0);

  const PhaseTime step = decode_step(plan, ideal(chip_v6e()), torus({2, 4}, false), 1, 0);

  const double weights = (parameter_count(plan.model) - 128256.0 * 8192) * 2;
  EXPECT_NEAR(step.hbm_bytes.value(), weights, 1.0);
  EXPECT_NEAR(step.products.value(), weights / (8 * 1638e9) + 2 * active_parameter_count(plan.model) / (8 * 918e12),
              1e-9);
}

TEST(PhaseTime, DecodeNeverGetsFasterWithMoreSequencesOrContext) {
  for (const TransformerSpec& model : {llama3_70b(), qwen3_coder_480b(), deepseek_v3()}) {
    ServingPlan plan = ideal_plan(model, 1.0, 1.0);
    plan.engine.reset();
    for (double batch = 1; batch < 5000; batch *= 1.7) {
      const SliceTopology slice = torus({4, 4, 4}, true);
      const Seconds here = decode_step(plan, chip_v7(), slice, batch, 2000).total;
      EXPECT_LE(here, decode_step(plan, chip_v7(), slice, batch * 1.1, 2000).total) << model.name;
      EXPECT_LE(here, decode_step(plan, chip_v7(), slice, batch, 2100).total) << model.name;
    }
  }
}

TEST(PhaseTime, IsNeverFasterThanReadingOrComputing) {
  for (const double batch : {1.0, 30.0, 1000.0}) {
    ServingPlan plan = ideal_plan(llama3_405b(), 1.0, 1.0);
    plan.precision = Precision::kFp8;
    plan.engine.reset();
    const SliceTopology slice = torus({2, 2, 2}, false);
    const PhaseTime step = decode_step(plan, chip_v7(), slice, batch, 1000);
    EXPECT_GE(step.total.value(), step.hbm_bytes.value() / (8 * 7380e9));
    EXPECT_GE(step.total.value(), step.mxu_flops / (8 * 4614e12));
  }
}

TEST(PhaseTime, DataParallelAttentionReadsAllButTheRoutedExpertsOnEveryChip) {
  ServingPlan plan = ideal_plan(deepseek_v3(), 1.0, 2.0);
  plan.layout = ServingLayout::kDataParallelAttention;
  const double routed = routed_parameter_count(plan.model);
  const double dense = parameter_count(plan.model) - routed - 129280.0 * 7168;

  const PhaseTime step = decode_step(plan, ideal(chip_h100()), nvlink(32), 1e6, 0);

  EXPECT_NEAR(step.hbm_bytes.value(), 32 * dense + routed, 1e-3 * routed);
  EXPECT_NEAR(step.attention.value(), 0.0, 1e-12);
}

TEST(PhaseTime, APromptInTwoPartsCostsTheAttentionOfTheWhole) {
  const ServingPlan plan = ideal_plan(llama3_70b(), 2.0, 2.0);
  const SliceTopology slice = torus({2, 4}, false);

  const PhaseTime whole = prefill_pass(plan, chip_v6e(), slice, 1, 3000);
  const PhaseTime first = prefill_pass(plan, chip_v6e(), slice, 1, 1000);
  const PhaseTime second = prefill_pass(plan, chip_v6e(), slice, 1, 2000, 1000);

  EXPECT_NEAR((first.attention + second.attention) / whole.attention, 1.0, 1e-12);
}

TEST(PhaseTime, HeadsNarrowerThanAMatrixUnitFillPartOfIt) {
  const ServingPlan plan = ideal_plan(llama3_70b(), 2.0, 2.0);
  ChipSpec wide = ideal(chip_v6e());
  ChipSpec narrow = wide;
  narrow.mxu_dimension = 128;
  const SliceTopology slice = torus({2, 4}, false);

  EXPECT_EQ(wide.mxu_dimension, 256);
  EXPECT_DOUBLE_EQ(
      prefill_pass(plan, wide, slice, 1, 4000).attention / prefill_pass(plan, narrow, slice, 1, 4000).attention, 2.0);
}

TEST(PhaseTime, NarrowFormatsDoNotReachTheirWholeRate) {
  // A prompt costs its products alone: 2 FLOPs a weight at 0.88 of twice the bf16 rate.
  ServingPlan plan = ideal_plan(llama3_70b(), 1.0, 1.0);
  plan.prompt_tokens = 1000;
  const ChipSpec chip = ideal(chip_v7());
  const SliceTopology slice = torus({2, 2, 1}, false);
  const Seconds wide = prefill_share(plan, chip, slice).products;
  plan.precision = Precision::kFp8;

  EXPECT_NEAR(wide / prefill_share(plan, chip, slice).products, 2.0 * 0.88, 1e-12);
}

TEST(PhaseTime, AnEngineHidesCommunicationBehindProducts) {
  ServingPlan plan = ideal_plan(llama3_70b(), 2.0, 2.0);
  const Seconds shown = decode_step(plan, chip_v6e(), torus({2, 4}, false), 64, 1000).communication;
  plan.engine->hidden_communication = 0.75;

  EXPECT_NEAR(decode_step(plan, chip_v6e(), torus({2, 4}, false), 64, 1000).communication / shown, 0.25, 1e-12);
}

TEST(PhaseTime, ChipsOfAGenerationShareAnEngine) {
  EXPECT_EQ(serving_engine("h200"), serving_engine("h100"));
  EXPECT_EQ(serving_engine("h800"), serving_engine("h100"));
  EXPECT_EQ(serving_engine("gb300"), serving_engine("b200"));
  EXPECT_NE(serving_engine("b200"), serving_engine("h100"));
}

TEST(PhaseTime, TakesTheEngineOfTheChipUnlessThePlanNamesOne) {
  ServingPlan plan = ideal_plan(llama3_70b(), 2.0, 2.0);
  EXPECT_EQ(engine_of(plan, chip_v6e()), kIdeal);

  plan.engine.reset();
  EXPECT_EQ(engine_of(plan, chip_v6e()), serving_engine("v6e"));
  EXPECT_EQ(serving_engine("no such chip"), ServingEngine{});
}

}  // namespace
}  // namespace gigapod::testing
