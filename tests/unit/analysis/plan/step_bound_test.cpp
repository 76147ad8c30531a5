#include "analysis/plan/step_bound.hpp"

#include "analysis/plan/plan_walk.hpp"
#include "analysis/scaling/scaling_machine.hpp"
#include "sim/model/power/step_power.hpp"
#include "tests/unit/analysis/made_scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

StepMachine machine(int slices) {
  const Scenario scenario = made_scaling_scenario();
  return machine_for({Shape{{4, 4, 4}}, slices}, scenario.jobs.front(), scenario);
}

/// Compares the bound of every plan with its evaluated step.
class Comparison final : public PlanVisitor {
 public:
  Comparison(const TrainingPlan& start, const StepMachine& under) : machine_(under), bound_(start, under) {}
  Verdict visit(const TrainingPlan& plan, Bytes /*memory*/) override {
    const StepTime step = training_step(plan, machine_);
    const StepBound::Least least = bound_.least(plan);
    const Joules energy = step_power(machine_.chip, step) * step.total;
    const double relief = 1.0 + 1e-12;
    ++plans;
    too_high += least.total > step.total * relief || least.compute > step.compute * relief ? 1 : 0;
    too_much += bound_.least_energy(least) > energy * relief ? 1 : 0;
    tightest = std::max(tightest, least.total / step.total);
    return Verdict::kTooLarge;
  }
  void lacks_sequences(const Parallelism& /*layout*/) override {}

  int plans = 0;
  int too_high = 0;
  int too_much = 0;
  double tightest = 0.0;

 private:
  const StepMachine& machine_;
  StepBound bound_;
};

PlanSpace every_choice() {
  PlanSpace space;
  space.precisions = {Precision::kBf16, Precision::kInt8, Precision::kFp8, Precision::kFp4};
  space.remats = {{Remat::kNone},    {Remat::kMinimal},     {Remat::kFull},
                  {Remat::kOffload}, {Remat::kFull, 31, 0}, {Remat::kFull, 0, 2}};
  space.interleaves = {1, 4};
  space.tries_sharded_optimizer = true;
  return space;
}

TEST(StepBound, NoStepIsFasterAndNoneTakesLessEnergy) {
  TrainingPlan windowed = made_training().plan;
  windowed.model.sliding_window = 1024;
  windowed.model.global_layer_every = 5;
  TrainingPlan mixture = made_training().plan;
  mixture.model.experts = 32;
  mixture.model.experts_per_token = 4;
  mixture.model.expert_ffn = 4096;
  mixture.model.shared_experts = 1;
  mixture.model.dense_layers = 2;
  for (const TrainingPlan& start : {made_training().plan, windowed, mixture}) {
    for (const int slices : {1, 2}) {
      const StepMachine under = machine(slices);
      Comparison comparison(start, under);

      walk_plans(start, 256, under, every_choice(), comparison);

      EXPECT_GT(comparison.plans, 5'000);
      EXPECT_EQ(comparison.too_high, 0);
      EXPECT_EQ(comparison.too_much, 0);
      EXPECT_GT(comparison.tightest, 0.5);  // and it says something
    }
  }
}

TEST(StepBound, RepeatedWorkAndAnEmptyPipelineTakeLonger) {
  const TrainingPlan plan = made_training().plan;
  const StepMachine under = machine(1);
  const StepBound bound(plan, under);
  TrainingPlan keeping = plan;
  keeping.remat = Remat::kNone;
  TrainingPlan staged = plan;
  staged.parallelism = {.fsdp = 16, .pipeline = 8, .microbatches = 8};

  EXPECT_LT(bound.least(keeping).total, bound.least(plan).total);
  EXPECT_GT(bound.least(staged).total, 1.8 * bound.least(plan).total);
}

}  // namespace
}  // namespace gigapod
