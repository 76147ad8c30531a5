#include "sim/model/serving/tensor_layout.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/serving/reference_models.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

ServingPlan plan_of(const TransformerSpec& model) {
  ServingPlan plan;
  plan.model = model;
  return plan;
}

TEST(TensorLayout, IsFreeOnOneChip) {
  EXPECT_EQ(tensor_communication(plan_of(qwen3_32b()), chip_v7(), torus({1}, false), 64, false), 0_s);
}

TEST(TensorLayout, CostsTwoAllReducesALayerOnALine) {
  // Two chips: gather and scatter r h of two bytes four times a layer over one link, half of it moves, one hop each.
  ChipSpec chip = chip_v6e();
  const double bytes = 64.0 * 8192 * 2;
  const double once = 1e-6 + bytes / 2 / (100e9 * 0.9);

  const Seconds time = tensor_communication(plan_of(llama3_70b()), chip, torus({2}, false), 64, false);

  EXPECT_NEAR(time.value(), 80 * 4 * once, 1e-9);
}

TEST(TensorLayout, GrowsSlowerThanChipsOnACube) {
  // Pope et al. section 3.2: the two-dimensional layout's volume falls with the square root of the chips.
  const ServingPlan plan = plan_of(palm_540b());
  ChipSpec chip = chip_v4();
  chip.ici_hop_latency = 0_s;

  const Seconds small = tensor_communication(plan, chip, torus({4, 4, 4}, true), 512, false);
  const Seconds large = tensor_communication(plan, chip, torus({8, 8, 8}, true), 512, false);

  EXPECT_LT(large, small);
}

TEST(TensorLayout, GathersWeightsForAVeryLargePrefill) {
  const ServingPlan plan = plan_of(palm_540b());
  const SliceTopology slice = torus({4, 4, 4}, true);

  const Seconds stationary = tensor_communication(plan, chip_v4(), slice, 1e6, false);
  const Seconds best = tensor_communication(plan, chip_v4(), slice, 1e6, true);

  EXPECT_LT(best, stationary * 0.2);
  // 1.08 TB over three rings of 2 x 45 GB/s
  EXPECT_NEAR(best.value(), parameter_count(plan.model) * 2 * 63 / 64 / 270e9, 0.1);
}

TEST(TensorLayout, NeverFallsWithMoreRows) {
  for (const TransformerSpec& model : {palm_540b(), llama3_70b(), qwen3_coder_480b(), deepseek_v3()}) {
    Seconds last;
    for (double rows = 1; rows < 1e6; rows *= 2) {
      const Seconds time = tensor_communication(plan_of(model), chip_v7(), torus({4, 4, 4}, true), rows, true);
      ASSERT_GE(time, last) << model.name << " " << rows;
      last = time;
    }
  }
}

TEST(TensorLayout, TakesOneHopInASwitchedDomainHoweverManyGpus) {
  // One row: 80 layers, two blocks each of two gathers and two scatters (two of them over an axis of one chip) of 16
  // kB.
  const ServingPlan plan = plan_of(llama3_70b());
  const double hop = chip_h100().ici_hop_latency.value();

  for (const int gpus : {2, 4, 8}) {
    const double time = tensor_communication(plan, chip_h100(), nvlink(gpus), 1, false).value();
    EXPECT_NEAR(time, 80 * 2 * 2 * hop, 0.1 * 80 * 2 * 2 * hop) << gpus;
  }
}

TEST(TensorLayout, SlowsDownBeyondASwitchedDomain) {
  const ServingPlan plan = plan_of(llama3_70b());

  const Seconds inside = tensor_communication(plan, chip_h100(), nvlink(8), 512, false);
  const Seconds outside = tensor_communication(plan, chip_h100(), nvlink(16), 512, false);

  EXPECT_GT(outside, inside);
}

TEST(TensorLayout, SendsOnlyTokensToTheirExpertsWithDataParallelAttention) {
  // 800 tokens on 8 chips of one domain: each sends 100 x 8 experts x 7168 x 2 bytes, seven eighths of them away, to
  // the experts and back in each of 58 layers.
  ServingPlan plan = plan_of(deepseek_v3());
  plan.layout = ServingLayout::kDataParallelAttention;
  ChipSpec chip = chip_h100();
  const double rate = 18 * 25e9 * chip.ici_efficiency;

  const Seconds time = tensor_communication(plan, chip, nvlink(8), 800, false);

  EXPECT_NEAR(time.value(), 58 * 2 * 100 * 8 * 7168 * 2.0 * 7 / 8 / rate, 1e-9);
  plan.model = llama3_70b();
  EXPECT_EQ(tensor_communication(plan, chip, nvlink(8), 800, false), 0_s);
}

}  // namespace
}  // namespace gigapod::testing
