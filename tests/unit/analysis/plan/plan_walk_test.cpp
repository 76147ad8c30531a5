#include "analysis/plan/plan_walk.hpp"

#include "analysis/scaling/scaling_machine.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gigapod {
namespace {

StepMachine cube() {
  const Scenario scenario = made_scaling_scenario();
  return machine_for({Shape{{4, 4, 4}}, 1}, scenario.jobs.front(), scenario);
}

/// Takes every plan down and says of each what it is told to.
class Notes final : public PlanVisitor {
 public:
  explicit Notes(Verdict verdict = Verdict::kTooLarge) : verdict_(verdict) {}
  Verdict visit(const TrainingPlan& plan, Bytes memory) override {
    plans.push_back(plan);
    memories.push_back(memory);
    return verdict_;
  }
  void lacks_sequences(const Parallelism& layout) override { starved.push_back(layout); }

  std::vector<TrainingPlan> plans;
  std::vector<Bytes> memories;
  std::vector<Parallelism> starved;

 private:
  Verdict verdict_;
};

PlanSpace wide_space() {
  PlanSpace space = space_around(made_training().plan);
  space.remats = {{Remat::kNone}, {Remat::kFull, 3, 16}};
  space.precisions = {Precision::kBf16, Precision::kFp8};
  space.interleaves = {1, 2};
  space.tries_sharded_optimizer = true;
  return space;
}

TEST(PlanWalk, EveryPlanIsWithoutFaultButForItsMemory) {
  StepMachine roomy = cube();
  roomy.chip.hbm_capacity = Bytes(1e18);
  Notes notes;

  walk_plans(made_training().plan, 100, roomy, wide_space(), notes);

  ASSERT_GT(notes.plans.size(), 1000u);
  for (std::size_t i = 0; i < notes.plans.size(); ++i) {
    EXPECT_EQ(plan_faults(notes.plans[i], roomy), std::vector<std::string>{});
    EXPECT_EQ(notes.memories[i], training_memory(notes.plans[i], roomy).total());
    EXPECT_LE(notes.plans[i].global_batch, 100);
  }
}

TEST(PlanWalk, FillsTheBatchUpWhereItIsNoLimit) {
  PlanSpace space = wide_space();
  space.batch_rule = BatchRule::kFillUp;
  Notes notes;

  walk_plans(made_training().plan, 100, cube(), space, notes);

  for (const TrainingPlan& plan : notes.plans) {
    EXPECT_GE(plan.global_batch, 100);
    EXPECT_LT(plan.global_batch, 100 + data_parallel_ranks(plan.parallelism) * plan.gradient_accumulation *
                                           plan.parallelism.microbatches);
  }
  EXPECT_TRUE(notes.starved.empty());
}

TEST(PlanWalk, TellsOfLayoutsWithMoreRanksThanSequences) {
  Notes notes;

  walk_plans(made_training().plan, 4, cube(), wide_space(), notes);

  ASSERT_FALSE(notes.starved.empty());
  for (const Parallelism& layout : notes.starved) EXPECT_GT(data_parallel_ranks(layout), 4);
}

TEST(PlanWalk, GoesThroughAPipelineInMicrobatchesAndElseAccumulates) {
  Notes notes;
  std::set<int> passes;

  walk_plans(made_training().plan, 128, cube(), wide_space(), notes);

  for (const TrainingPlan& plan : notes.plans) {
    EXPECT_EQ(plan.parallelism.pipeline > 1 ? plan.gradient_accumulation : plan.parallelism.microbatches, 1);
    passes.insert(plan.gradient_accumulation);
  }
  EXPECT_TRUE(passes.contains(3));
  EXPECT_TRUE(passes.contains(128));
}

TEST(PlanWalk, TriesFewerSequencesAPassOnlyUntilTheyFit) {
  PlanSpace space = space_around(made_training().plan);
  space.layouts.fixed = {.tensor = 1,
                         .fsdp = 64,
                         .data = 1,
                         .pipeline = 1,
                         .expert = 1,
                         .context = 1,
                         .dcn_data = 1,
                         .dcn_fsdp = 1,
                         .dcn_pipeline = 1};
  Notes misfits;
  Notes fits(Verdict::kFits);

  walk_plans(made_training().plan, 512, cube(), space, misfits);
  walk_plans(made_training().plan, 512, cube(), space, fits);

  EXPECT_EQ(misfits.plans.size(), 4u);  // 8, 4, 2 and 1 sequences a pass
  EXPECT_EQ(fits.plans.size(), 1u);
}

TEST(PlanWalk, InterleavesOnlyWhereEveryStageHasAMicrobatch) {
  Notes notes;
  int interleaved = 0;

  walk_plans(made_training().plan, 128, cube(), wide_space(), notes);

  for (const TrainingPlan& plan : notes.plans) {
    const Parallelism& p = plan.parallelism;
    if (p.pipeline_interleave == 1) continue;
    ++interleaved;
    EXPECT_GE(p.microbatches, p.pipeline);
    EXPECT_EQ(plan.model.layers % (p.pipeline * p.pipeline_interleave), 0);
  }
  EXPECT_GT(interleaved, 0);
}

TEST(PlanWalk, EndsWhereTheVisitorStops) {
  Notes notes(Verdict::kStop);

  walk_plans(made_training().plan, 128, cube(), wide_space(), notes);

  EXPECT_EQ(notes.plans.size(), 1u);
}

}  // namespace
}  // namespace gigapod
