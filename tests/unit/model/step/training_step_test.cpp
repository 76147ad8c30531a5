#include "sim/model/step/training_step.hpp"

#include "sim/model/step/evaluate_step.hpp"
#include "sim/model/step/straggler.hpp"
#include "tests/unit/model/step/reference_plans.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace gigapod {
namespace {

using namespace literals;
using reference::cube;
using reference::llama_plan;

Seconds parts(const StepTime& s) { return s.compute + s.hbm + s.ici + s.dcn + s.bubble + s.straggler + s.overhead; }

/// Sixteen experts, two a token, over four chips each.
TrainingPlan expert_plan() {
  TrainingPlan plan = llama_plan();
  plan.model.experts = 16;
  plan.model.experts_per_token = 2;
  plan.model.expert_ffn = 28672;
  plan.parallelism.fsdp = 16;
  plan.parallelism.expert = 4;
  return plan;
}

TEST(TrainingStep, PartsAddUpToTheTotal) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.fsdp = 4;
  plan.parallelism.tensor = 4;
  plan.parallelism.pipeline = 4;
  plan.parallelism.microbatches = 8;
  plan.parallelism.dcn_data = 2;
  const StepTime step = training_step(plan, cube(2));

  EXPECT_DOUBLE_EQ(parts(step).value(), step.total.value());
  EXPECT_GT(step.bubble.value(), 0.0);
  EXPECT_GT(step.straggler.value(), 0.0);
}

TEST(TrainingStep, ComputeIsThatOfTheMatrixRate) {
  TrainingPlan plan = llama_plan();
  plan.remat = Remat::kNone;
  const StepTime step = training_step(plan, cube());
  // 6 FLOPs for each of the 69.5e9 weights that a token meets, at the calibrated share of 459 TFLOP/s over 64 chips.
  const double products = 6.0 * active_parameter_count(plan.model) * 128 * 8192;

  EXPECT_GT(step.compute.value(), products / (64 * cube().chip.mxu_efficiency * 459e12));
  EXPECT_LT(step.compute.value(), 1.25 * products / (64 * cube().chip.mxu_efficiency * 459e12));
}

TEST(TrainingStep, MfuIsModelFlopsOverPeak) {
  const StepTime step = training_step(llama_plan(), cube());
  const double flops = training_flops_per_token(llama_plan().model, 8192, false).value() * 128 * 8192;

  EXPECT_NEAR(step.model_flops.value(), flops, 1e-6 * flops);
  EXPECT_NEAR(step.mfu, flops / (64 * 459e12 * step.total.value()), 1e-12);
}

TEST(TrainingStep, IsNeverFasterThanItsFlopsAtPeak) {
  std::uint64_t state = 11;
  const auto draw = [&](int below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<int>((state >> 33) % static_cast<std::uint64_t>(below));
  };
  for (int i = 0; i < 3000; ++i) {
    TrainingPlan plan = llama_plan();
    Parallelism& p = plan.parallelism;
    p.tensor = 1 << draw(4);
    p.pipeline = 1 << draw(2);
    p.context = 1 << draw(2);
    p.fsdp = 64 / (p.tensor * p.pipeline * p.context);
    if (p.fsdp < 1) continue;
    p.microbatches = 1 << draw(3);
    plan.global_batch = p.fsdp * p.microbatches * (1 + draw(4));
    plan.sequence_length = 1024 << draw(5);
    plan.remat = static_cast<Remat>(draw(4));
    const StepTime step = training_step(plan, cube());

    ASSERT_GE(step.total.value(), step.hardware_flops.value() / (64 * 459e12)) << i;
    ASSERT_NEAR(parts(step).value(), step.total.value(), 1e-9 * step.total.value()) << i;
    ASSERT_LE(step.activity.mxu, 1.0);
    ASSERT_LE(step.activity.hbm, 1.0);
    ASSERT_LE(step.activity.ici, 1.0);
    ASSERT_GE(step.hfu, step.mfu * 0.7);
  }
}

TEST(TrainingStep, MoreWorkNeverTakesLess) {
  TrainingPlan plan = llama_plan();
  Seconds last(0.0);
  for (int batch = 64; batch <= 4096; batch *= 2) {
    plan.global_batch = batch;
    const Seconds now = training_step(plan, cube()).total;
    EXPECT_GT(now, last);
    last = now;
  }
}

TEST(TrainingStep, RematOrdersByRepeatedWork) {
  TrainingPlan plan = llama_plan();
  Seconds last(0.0);
  for (const Remat remat : {Remat::kNone, Remat::kMinimal, Remat::kFull}) {
    plan.remat = remat;
    const Seconds now = training_step(plan, cube()).total;
    EXPECT_GT(now, last);
    last = now;
  }
}

TEST(TrainingStep, BubbleIsTheShareOfIdleStages) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.fsdp = 16;
  plan.parallelism.pipeline = 4;
  plan.parallelism.microbatches = 8;
  const StepTime step = training_step(plan, cube());
  plan.parallelism.pipeline_interleave = 3;
  const StepTime interleaved = training_step(plan, cube());

  const Bytes update(parameter_count(plan.model) / 64.0 * (2 * 12 + 4));
  const Seconds sends = step.traffic[static_cast<std::size_t>(Traffic::kPipeline)].exposed;
  const Seconds work = step.compute + step.hbm + step.ici - sends - update / (0.85 * cube().chip.hbm_bandwidth);
  EXPECT_NEAR(step.bubble.value(), work.value() * 3.0 / 8.0, 1e-6);
  EXPECT_NEAR(interleaved.bubble.value(), step.bubble.value() / 3.0, 1e-9);
}

/// Llama 70B with `layers` layers in 4 stages of one slice, 64 microbatches.
StepTime staged_step(int layers) {
  TrainingPlan plan = llama_plan();
  plan.model.layers = layers;
  plan.parallelism.fsdp = 16;
  plan.parallelism.pipeline = 4;
  plan.parallelism.microbatches = 64;
  plan.global_batch = 16 * 64;
  return training_step(plan, cube());
}

TEST(TrainingStep, AllStagesWaitForTheOneWithTheMostLayers) {
  // 77 layers are 20, 19, 19 and 19: 20 on the fullest stage as with 80, embedding, logits and loss on the others.
  const StepTime even = staged_step(80);
  const StepTime uneven = staged_step(77);
  const StepTime less = staged_step(76);

  EXPECT_GT((uneven.total - less.total) / (even.total - less.total), 0.7);
  EXPECT_LE(uneven.total, even.total);
  EXPECT_LT(uneven.compute, even.compute);
  EXPECT_GT(uneven.bubble, 1.5 * even.bubble);
}

TEST(TrainingStep, TheWayAlongTheEmptyPipelineIsExposed) {
  const auto exposed = [](int layers_per_stage, int stages, Traffic kind, int accumulation = 1) {
    TrainingPlan plan = llama_plan();
    plan.model.layers = layers_per_stage * stages;
    plan.parallelism.microbatches = 64;
    const bool is_dcn = kind == Traffic::kDcnPipeline;
    (is_dcn ? plan.parallelism.dcn_pipeline : plan.parallelism.pipeline) = stages;
    plan.parallelism.fsdp = is_dcn ? 64 : 64 / stages;
    plan.gradient_accumulation = accumulation;
    plan.global_batch = plan.parallelism.fsdp * 64 * accumulation;
    const StepTime step = training_step(plan, cube(is_dcn ? stages : 1));
    return step.traffic[static_cast<std::size_t>(kind)].exposed.value();
  };

  // A sequence of a microbatch over one 90 GB/s link in both directions at once, or of 64 over the DCN of a slice.
  const double hop = 8192.0 * 8192 * 2 / (0.9 * 100e9);
  EXPECT_NEAR(exposed(10, 4, Traffic::kPipeline), 2 * 3 * hop, 0.02 * 6 * hop);
  EXPECT_NEAR(exposed(10, 8, Traffic::kPipeline), 2 * 7 * hop, 0.02 * 14 * hop);
  const double dcn_hop = 64 * 8192.0 * 8192 * 2 / (step_constants().dcn_efficiency * 400e9) + 20e-6;
  EXPECT_NEAR(exposed(40, 2, Traffic::kDcnPipeline), 2 * dcn_hop, 1e-6);

  // Every accumulation fills and drains the pipeline anew.
  EXPECT_NEAR(exposed(10, 4, Traffic::kPipeline, 3), 3 * exposed(10, 4, Traffic::kPipeline), 1e-9);
  EXPECT_NEAR(exposed(40, 2, Traffic::kDcnPipeline, 3), 3 * exposed(40, 2, Traffic::kDcnPipeline), 1e-9);
}

TEST(TrainingStep, DcnCarriesGradientsTwiceBetweenSlices) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.dcn_data = 4;
  plan.global_batch = 512;
  const StepTime step = training_step(plan, cube(4));

  const double bytes = 2.0 * parameter_count(plan.model);
  EXPECT_DOUBLE_EQ(step.dcn_bytes_per_slice.value(), 2.0 * bytes * 0.75);
  const double exchange = 2.0 * (bytes * 0.75 / (step_constants().dcn_efficiency * 400e9) + 3 * 20e-6);
  EXPECT_NEAR((step.dcn + step.dcn_hidden).value(), exchange, 1e-9);
  EXPECT_NEAR(step.dcn.value(), step_constants().replica_interference * exchange, 1e-9);
}

TEST(TrainingStep, CompressedGradientsCrossTheDcnInLessTime) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.dcn_data = 4;
  plan.global_batch = 512;
  const StepTime plain = training_step(plan, cube(4));
  plan.dcn_gradient_bytes = 0.5;
  const StepTime compressed = training_step(plan, cube(4));

  EXPECT_NEAR(compressed.dcn_bytes_per_slice / plain.dcn_bytes_per_slice, 0.25, 1e-12);
  EXPECT_LT(compressed.dcn, plain.dcn);
}

TEST(TrainingStep, TrafficByKindAddsUpToItsNetworks) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.fsdp = 4;
  plan.parallelism.tensor = 4;
  plan.parallelism.pipeline = 2;
  plan.parallelism.data = 2;
  plan.parallelism.microbatches = 8;
  plan.parallelism.dcn_data = 2;
  plan.parallelism.dcn_fsdp = 2;
  plan.global_batch = 512;
  const StepTime step = training_step(plan, cube(4));

  Seconds exposed;
  Seconds hidden;
  for (const TrafficTime& time : step.traffic) {
    exposed += time.exposed;
    hidden += time.hidden;
  }
  EXPECT_NEAR(exposed.value(), (step.ici + step.dcn).value(), 1e-12);
  EXPECT_NEAR(hidden.value(), (step.ici_hidden + step.dcn_hidden).value(), 1e-12);
  for (const Traffic kind : {Traffic::kWeights, Traffic::kTensor, Traffic::kPipeline, Traffic::kReplicas,
                             Traffic::kDcnWeights, Traffic::kDcnGradients}) {
    const TrafficTime& time = step.traffic[static_cast<std::size_t>(kind)];
    EXPECT_GT((time.exposed + time.hidden).value(), 0.0) << static_cast<int>(kind);
  }
}

TEST(TrainingStep, SlowerNetworksBetweenSlicesTakeLonger) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.dcn_data = 2;
  StepMachine fast = cube(2);
  StepMachine slow = cube(2);
  slow.dcn_bandwidth_per_slice = 0.25 * fast.dcn_bandwidth_per_slice;

  EXPECT_GT(training_step(plan, slow).total, training_step(plan, fast).total);
}

TEST(TrainingStep, WaitsForTheSlowestSliceAndChip) {
  TrainingPlan plan = llama_plan();
  StepMachine machine = cube(2);
  plan.parallelism.dcn_data = 2;
  const StepTime two = training_step(plan, machine);
  const Seconds steady = two.total - two.straggler - two.overhead;

  EXPECT_NEAR(two.straggler / steady, straggler_share(128, 2, step_constants()), 1e-12);
}

TEST(TrainingStep, WarnsBeyondTheMeasuredNumberOfSlices) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.dcn_data = 64;
  plan.global_batch = 64 * 128;

  EXPECT_EQ(training_step(plan, cube(64)).warnings.size(), 1U);
  EXPECT_TRUE(training_step(llama_plan(), cube()).warnings.empty());
}

TEST(TrainingStep, WarnsOfModelsNarrowerThanAnyMeasured) {
  TrainingPlan plan = llama_plan();
  plan.model.hidden = 1024;

  EXPECT_EQ(training_step(plan, cube()).warnings.size(), 1U);
}

TEST(TrainingStep, NarrowFormatsPayForBringingOperandsIntoThem) {
  TrainingPlan plan = llama_plan();
  StepMachine machine = cube();
  machine.chip.peak_int8 = 2.0 * machine.chip.peak_bf16;
  const StepTime wide = training_step(plan, machine);
  plan.precision = Precision::kInt8;
  const StepTime narrow = training_step(plan, machine);

  EXPECT_LT(narrow.compute, wide.compute);
  EXPECT_GT(narrow.hbm, wide.hbm);
  EXPECT_LT(narrow.total, wide.total);
  EXPECT_GT(narrow.total, 0.5 * wide.total);
}

TEST(TrainingStep, ImbalancedExpertsTakeLonger) {
  TrainingPlan plan = expert_plan();
  const StepTime balanced = training_step(plan, cube());
  plan.expert_imbalance = 1.5;

  EXPECT_GT(training_step(plan, cube()).compute, 1.2 * balanced.compute);
}

TEST(TrainingStep, RaggedExpertsRunBelowTheRateOfPaddedOnes) {
  TrainingPlan plan = expert_plan();
  plan.parallelism.fsdp = 64;
  plan.parallelism.expert = 1;
  const StepTime ragged = training_step(plan, cube());
  plan.model.is_dropless = false;

  EXPECT_LT(training_step(plan, cube()).compute, ragged.compute);
}

TEST(TrainingStep, RoutedTokensTravelInAMixtureOfExperts) {
  TrainingPlan plan = expert_plan();
  const StepTime spread = training_step(plan, cube());

  EXPECT_GT(spread.ici_hidden.value(), 0.0);
  EXPECT_DOUBLE_EQ(parts(spread).value(), spread.total.value());
}

TEST(TrainingStep, HostTransfersShowWhenTheyOutlastTheCompute) {
  TrainingPlan plan = llama_plan();
  plan.remat = Remat::kOffload;
  StepMachine machine = cube();
  const Seconds quick = training_step(plan, machine).hbm;
  machine.chip.pcie_bandwidth = 0.1_GBps;

  EXPECT_GT(training_step(plan, machine).hbm, 2.0 * quick);
}

}  // namespace
}  // namespace gigapod
