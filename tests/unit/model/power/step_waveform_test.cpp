#include "sim/model/power/step_waveform.hpp"

#include "tests/unit/model/serving/reference_hardware.hpp"
#include "tests/unit/model/step/reference_plans.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod::testing {
namespace {

using reference::cube;
using reference::llama_plan;

struct Totals {
  Seconds time;
  Joules energy;
};

Totals totals(const std::vector<PowerSegment>& segments) {
  Totals sum;
  for (const PowerSegment& segment : segments) {
    sum.time += segment.duration;
    sum.energy += segment.duration * segment.power;
  }
  return sum;
}

struct PlanCase {
  const char* name;
  TrainingPlan plan;
  int slices = 1;
};

TrainingPlan pipelined(int stages, int microbatches) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.fsdp = 64 / stages;
  plan.parallelism.pipeline = stages;
  plan.parallelism.microbatches = microbatches;
  return plan;
}

TrainingPlan over_slices() {
  TrainingPlan plan = llama_plan();
  plan.parallelism.dcn_data = 2;
  plan.global_batch = 256;
  plan.gradient_accumulation = 2;
  return plan;
}

class StepSegments : public ::testing::TestWithParam<PlanCase> {};

TEST_P(StepSegments, HaveTheTimeAndEnergyOfTheStep) {
  StepMachine machine = cube(GetParam().slices);
  machine.chip.idle_power = 90_W;
  machine.chip.peak_power = 300_W;
  machine.chip.host_power = 400_W;
  const StepTime step = training_step(GetParam().plan, machine);

  for (const double clock : {1.0, 0.7}) {
    const Totals found = totals(step_segments(GetParam().plan, step, machine.chip, clock));

    EXPECT_NEAR(found.time / step.total, 1.0, 1e-9);
    EXPECT_NEAR((found.energy / step.total) / step_power_with_host(machine.chip, step, clock), 1.0, 1e-9);
  }
}

INSTANTIATE_TEST_SUITE_P(Plans, StepSegments,
                         ::testing::Values(PlanCase{"one_slice", llama_plan()}, PlanCase{"slices", over_slices(), 2},
                                           PlanCase{"pipeline", pipelined(4, 16)},
                                           PlanCase{"more_bubble_than_work", pipelined(8, 2)}),
                         [](const auto& each) { return each.param.name; });

/// A step in round numbers: 100 layers of 60 ms and 20 ms of exposed transfers, a second each of gradients and host.
StepTime ten_seconds() {
  StepTime step;
  step.compute = 6_s;
  step.ici = 3_s;
  step.traffic[static_cast<std::size_t>(Traffic::kWeights)].exposed = 2_s;
  step.traffic[static_cast<std::size_t>(Traffic::kReplicas)].exposed = 1_s;
  step.overhead = 1_s;
  step.total = 10_s;
  step.activity = {0.3, 0.3, 0.3, 0.9};
  return step;
}

TEST(StepSegmentsInOrder, AlternateComputeAndTransfersInEveryLayerAndEndInTheHost) {
  TrainingPlan plan;
  plan.model.layers = 50;
  ChipSpec chip = chip_v4();
  chip.host_power = 0_W;

  const std::vector<PowerSegment> segments = step_segments(plan, ten_seconds(), chip);

  // 50 forward layers of 40 ms and 50 backward of 80 ms, each with 20 ms of transfers; the last joins the gradients.
  ASSERT_EQ(segments.size(), 201U);
  EXPECT_NEAR(segments[0].duration.value(), 0.04, 1e-12);
  EXPECT_NEAR(segments[1].duration.value(), 0.02, 1e-12);
  EXPECT_NEAR(segments[100].duration.value(), 0.08, 1e-12);
  EXPECT_EQ(segments[0].power, 192_W);
  EXPECT_NEAR(segments[1].power.value(), 90.0 + 0.4 * 102.0, 1e-9);
  EXPECT_NEAR(segments[199].duration.value(), 1.02, 1e-12);
  EXPECT_EQ(segments[200].power, 90_W);
  EXPECT_DOUBLE_EQ(segments[200].duration.value(), 1.0);
}

TEST(StepSegmentsInOrder, ClimbStageByStage) {
  TrainingPlan plan;
  plan.model.layers = 4;
  plan.parallelism.pipeline = 4;
  plan.parallelism.microbatches = 8;
  StepTime step;
  step.compute = 8_s;
  step.bubble = 3_s;
  step.total = 11_s;
  step.activity = {0.8 * 8 / 11, 0.0, 0.0, 1.0};
  ChipSpec chip = chip_v4();
  chip.host_power = 0_W;

  const std::vector<PowerSegment> segments = step_segments(plan, step, chip);

  // One, two, three of four stages for 1 s each, all for 5 s, and down again.
  ASSERT_EQ(segments.size(), 7U);
  const double wait = 120.6;
  for (int i = 0; i < 3; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const double watts = wait + (192.0 - wait) * (i + 1) / 4.0;
    EXPECT_NEAR(segments[at].duration.value(), 1.0, 1e-12);
    EXPECT_NEAR(segments[at].power.value(), watts, 1e-9);
    EXPECT_NEAR(segments[6 - at].power.value(), watts, 1e-9);
  }
  EXPECT_NEAR(segments[3].duration.value(), 5.0, 1e-12);
  EXPECT_NEAR(segments[3].power.value(), 192.0, 1e-9);
}

}  // namespace
}  // namespace gigapod::testing
