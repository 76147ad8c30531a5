#include "analysis/plan/plan_search.hpp"

#include "analysis/scaling/scaling_machine.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

StepMachine cube(int slices = 1) {
  const Scenario scenario = made_scaling_scenario();
  return machine_for({Shape{{4, 4, 4}}, slices}, scenario.jobs.front(), scenario);
}

TEST(PlanSearch, FindsAPlanWithoutFaultThatUsesEveryChip) {
  for (const int slices : {1, 3}) {
    const StepMachine machine = cube(slices);

    const PlanSearchResult found = search_plans(made_training().plan, 192, machine);

    ASSERT_TRUE(found.best.has_value());
    EXPECT_TRUE(plan_faults(found.best->plan, machine).empty());
    EXPECT_EQ(found.best->plan.parallelism.chips_per_slice(), 64);
    EXPECT_EQ(found.best->plan.parallelism.slices(), slices);
    EXPECT_EQ(found.fault, "");
  }
}

TEST(PlanSearch, IsNeverSlowerThanTheJobsOwnPlan) {
  const StepMachine machine = cube();
  TrainingPlan own = made_training().plan;
  own.parallelism.fsdp = 16;
  own.parallelism.tensor = 4;

  const PlanSearchResult found = search_plans(own, own.global_batch, machine);

  ASSERT_TRUE(found.best.has_value());
  EXPECT_LE(found.best->step.total, training_step(own, machine).total);
}

TEST(PlanSearch, KeepsEverythingOfTheJobButItsDegreesAndPasses) {
  const PlanSearchResult found = search_plans(made_training().plan, 128, cube());

  ASSERT_TRUE(found.best.has_value());
  TrainingPlan same = found.best->plan;
  same.parallelism = made_training().plan.parallelism;
  same.gradient_accumulation = 1;
  EXPECT_EQ(same, made_training().plan);
}

TEST(PlanSearch, CountsOnlyRealSequencesWhereRanksDoNotDivideTheBatch) {
  TrainingPlan start = made_training().plan;
  start.model.heads = 1;  // no tensor degree
  start.model.kv_heads = 1;
  start.model.layers = 7;       // no pipeline
  start.sequence_length = 256;  // no context degree
  const PlanSearchResult found = search_plans(start, 96, cube());

  ASSERT_TRUE(found.best.has_value());
  EXPECT_EQ(found.best->plan.global_batch, 128);
  EXPECT_DOUBLE_EQ(found.best->padding, 0.25);
  EXPECT_NEAR(found.best->step.tokens_per_second, 96 * 256 / found.best->step.total.value(), 1e-6);
  const double peak = made_chip().peak_bf16.value() * 64;
  const double flops = training_flops_per_token(start.model, 256, false).value() * 96 * 256;
  EXPECT_NEAR(found.best->step.mfu, flops / peak / found.best->step.total.value(), 1e-9);
}

TEST(PlanSearch, SplitsSequencesWhereThereAreFewerThanChips) {
  TrainingPlan start = made_training().plan;
  start.model.heads = 1;
  start.model.kv_heads = 1;
  start.model.layers = 7;

  const PlanSearchResult found = search_plans(start, 16, cube());

  ASSERT_TRUE(found.best.has_value());
  EXPECT_GE(found.best->plan.parallelism.context, 2);
}

TEST(PlanSearch, ShardsOverTheSlicesWhatDoesNotFitIntoOne) {
  TrainingPlan start = made_training().plan;
  start.model.layers = 1280;  // 1.1 trillion parameters: 18 TB of state over 64 chips of 206 GB

  const PlanSearchResult one = search_plans(start, 128, cube());
  const PlanSearchResult two = search_plans(start, 512, cube(2));

  EXPECT_FALSE(one.best.has_value());
  ASSERT_TRUE(two.best.has_value());
  EXPECT_EQ(two.best->plan.parallelism.dcn_fsdp, 2);
}

TEST(PlanSearch, NamesTheShortfallOfTheClosestPlan) {
  TrainingPlan start = made_training().plan;
  start.model.layers = 6400;

  const PlanSearchResult found = search_plans(start, 128, cube());

  EXPECT_FALSE(found.best.has_value());
  EXPECT_THAT(found.fault, testing::HasSubstr("GiB more than the 192 GiB of a v7"));
}

TEST(PlanSearch, TellsWhatTwiceTheMemoryWouldBring) {
  TrainingPlan start = made_training().plan;
  start.model.heads = 1;  // no tensor degree
  start.model.kv_heads = 1;
  start.model.layers = 97;  // no pipeline
  StepMachine small = cube();
  small.chip.hbm_capacity = 40_GiB;

  const PlanSearchResult tight = search_plans(start, 512, small);
  small.chip.hbm_capacity = 80_GiB;
  const PlanSearchResult roomy = search_plans(start, 512, small);

  ASSERT_TRUE(tight.best && tight.best_with_twice_the_memory && roomy.best);
  EXPECT_LT(tight.best_with_twice_the_memory->step.total, tight.best->step.total);
  EXPECT_EQ(tight.best_with_twice_the_memory->step.total, roomy.best->step.total);
}

TEST(PlanSearch, UsesExpertDegreesForMixturesOfExpertsOnly) {
  TrainingPlan mixture = made_training().plan;
  mixture.model.experts = 64;
  mixture.model.experts_per_token = 4;
  mixture.model.expert_ffn = 2048;

  const PlanSearchResult dense = search_plans(made_training().plan, 128, cube());
  const PlanSearchResult sparse = search_plans(mixture, 128, cube());

  ASSERT_TRUE(dense.best && sparse.best);
  EXPECT_EQ(dense.best->plan.parallelism.expert, 1);
  EXPECT_EQ(64 % sparse.best->plan.parallelism.expert, 0);
}

}  // namespace
}  // namespace gigapod
