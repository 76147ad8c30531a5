#include "sim/model/power/step_power.hpp"

#include "sim/model/power/chip_power.hpp"
#include "tests/unit/model/serving/reference_hardware.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

/// Parts of a step in round numbers: 6 s of compute of which 2 s are bound by memory, and a second of everything
/// else.
StepTime ten_seconds() {
  StepTime step;
  step.compute = 4_s;
  step.hbm = 3_s;
  step.update = 1_s;
  step.update_traffic = 0.8_s;
  step.ici = 1_s;
  step.ici_hidden = 0.6_s;
  step.dcn = 0.5_s;
  step.bubble = 0.3_s;
  step.straggler = 0.2_s;
  step.overhead = 1_s;
  step.total = 10_s;
  step.activity = {0.24, 0.38, 0.16, 0.9};
  return step;
}

const StepPhase& of(const StepPhases& phases, PhaseKind kind) { return phases[static_cast<std::size_t>(kind)]; }

TEST(StepPhases, AddUpToTheStepAndToItsActivity) {
  const StepTime step = ten_seconds();

  Seconds total;
  Activity use;
  for (const StepPhase& phase : step_phases(step)) {
    const double share = phase.duration / step.total;
    total += phase.duration;
    use.mxu += share * phase.activity.mxu;
    use.hbm += share * phase.activity.hbm;
    use.ici += share * phase.activity.ici;
    use.busy += share * phase.activity.busy;
  }

  EXPECT_NEAR(total.value(), step.total.value(), 1e-12);
  EXPECT_NEAR(use.mxu, step.activity.mxu, 1e-12);
  EXPECT_NEAR(use.hbm, step.activity.hbm, 1e-12);
  EXPECT_NEAR(use.ici, step.activity.ici, 1e-12);
  EXPECT_NEAR(use.busy, step.activity.busy, 1e-12);
}

TEST(StepPhases, SpreadProductsAndHiddenTransfersOverCompute) {
  const StepPhase compute = of(step_phases(ten_seconds()), PhaseKind::kCompute);

  EXPECT_DOUBLE_EQ(compute.duration.value(), 6.0);
  EXPECT_NEAR(compute.activity.mxu, 0.4, 1e-12);
  EXPECT_NEAR(compute.activity.hbm, 0.5, 1e-12);
  EXPECT_NEAR(compute.activity.ici, 0.1, 1e-12);
}

TEST(StepPower, IsTheMeanOverThePhases) {
  // v4, 90 to 192 W. Compute 0.3 + 1.4 x 0.4 + 0.33 x 0.5 + 0.1 x 0.1 is over 1: 192 W for 6 s; ICI 0.4 for 1 s; DCN
  // and waits 0.3 for 1 s; optimizer 0.3 + 0.33 x 0.8 for 1 s; host idle for 1 s.
  const double above_idle = 102.0 * (6.0 * 1.0 + 0.4 + 0.3 + 0.564) / 10.0;

  EXPECT_NEAR(step_power(chip_v4(), ten_seconds()).value(), 90.0 + above_idle, 1e-9);
  EXPECT_NEAR(step_power_with_host(chip_v4(), ten_seconds()).value(), 190.0 + above_idle, 1e-9);
}

TEST(StepPower, IsBelowThatOfTheMeanActivityOfAStepThatReachesTheRating) {
  const StepTime step = ten_seconds();

  EXPECT_LT(step_power(chip_v4(), step), chip_power(chip_v4(), step.activity));
}

TEST(StepPower, OfAStepWithOneActivityIsThatOfTheChip) {
  StepTime serving;
  serving.compute = serving.total = 0.05_s;
  serving.activity = {0.1, 0.6, 0.2, 1.0};

  EXPECT_NEAR(step_power(chip_v7(), serving).value(), chip_power(chip_v7(), serving.activity).value(), 1e-9);
}

TEST(RelativePower, WeighsToTheMeanOverTheStep) {
  StepTime step = ten_seconds();
  const RelativePower power = relative_power(chip_v4(), step);
  const double useful = (step.compute + step.hbm + step.overhead) / step.total;
  const double bubble = step.bubble / step.total;
  const double exposed = (step.ici + step.dcn + step.straggler) / step.total;

  EXPECT_NEAR(useful + bubble + exposed, 1.0, 1e-12);
  EXPECT_NEAR(useful * power.useful + bubble * power.bubble + exposed * power.exposed, 1.0, 1e-12);
  EXPECT_GT(power.useful, 1.0);
  EXPECT_LT(power.exposed, 1.0);
}

}  // namespace
}  // namespace gigapod::testing
