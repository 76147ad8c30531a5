#include "tests/unit/model/step/reference_plans.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;
using reference::cube;
using reference::llama_plan;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(PlanFaults, APlanThatRunsHasNone) { EXPECT_THAT(plan_faults(llama_plan(), cube()), IsEmpty()); }

TEST(PlanFaults, NamesTheMemoryShortfall) {
  StepMachine machine = cube();
  machine.chip.name = "v4";
  machine.chip.hbm_capacity = 32_GiB;

  EXPECT_THAT(plan_faults(llama_plan(), machine),
              ElementsAre("memory: needs 41.1 GiB of HBM a chip, 9.1 GiB more than the 32 GiB of a v4"));
}

TEST(PlanFaults, NamesDegreesThatDoNotFillTheSlice) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.fsdp = 32;

  EXPECT_THAT(plan_faults(plan, cube()),
              ElementsAre("parallelism: tensor x fsdp x data x pipeline x expert x context is 32, but the slice has "
                          "64 chips"));
}

TEST(PlanFaults, NamesDcnDegreesThatDoNotFillTheSlices) {
  EXPECT_THAT(plan_faults(llama_plan(), cube(2)),
              ElementsAre("parallelism: dcn_data x dcn_fsdp x dcn_pipeline is 1, but the job has 2 slices"));
}

TEST(PlanFaults, NamesABatchThatDoesNotDivide) {
  TrainingPlan plan = llama_plan();
  plan.global_batch = 100;

  EXPECT_THAT(
      plan_faults(plan, cube()),
      ElementsAre("global_batch: 100 sequences do not divide over 64 replicas (fsdp x data x expert x dcn_data "
                  "x dcn_fsdp)"));
}

TEST(PlanFaults, NamesPassesThatDoNotDivide) {
  TrainingPlan plan = llama_plan();
  plan.gradient_accumulation = 3;

  EXPECT_THAT(plan_faults(plan, cube()), ElementsAre("global_batch: 2 sequences of a replica do not divide into 3 "
                                                     "passes (gradient_accumulation x microbatches)"));
}

TEST(PlanFaults, NamesMoreStagesThanLayers) {
  TrainingPlan plan = llama_plan();
  plan.model.layers = 2;
  plan.parallelism.fsdp = 16;
  plan.parallelism.pipeline = 4;

  EXPECT_THAT(plan_faults(plan, cube()), ElementsAre("pipeline: 4 stages are more than the 2 layers of the model"));
}

TEST(PlanFaults, NamesTensorDegreesBeyondTheHeads) {
  TrainingPlan plan = llama_plan();
  plan.model.heads = 8;
  plan.parallelism.fsdp = 4;
  plan.parallelism.tensor = 16;

  EXPECT_THAT(plan_faults(plan, cube()),
              ElementsAre("tensor: degree 16 is more than the 8 query heads of the model"));
}

TEST(PlanFaults, NamesExpertDegreesWithoutExperts) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.fsdp = 16;
  plan.parallelism.expert = 4;

  EXPECT_THAT(plan_faults(plan, cube()), ElementsAre("expert: degree 4 needs a mixture-of-experts model"));
}

TEST(PlanFaults, NamesSlicesWithoutANetwork) {
  TrainingPlan plan = llama_plan();
  plan.parallelism.dcn_data = 2;
  plan.global_batch = 256;
  StepMachine machine = cube(2);
  machine.dcn_bandwidth_per_slice = BytesPerSecond(0.0);

  EXPECT_THAT(plan_faults(plan, machine), ElementsAre("dcn: 2 slices have no bandwidth between them"));
}

}  // namespace
}  // namespace gigapod
