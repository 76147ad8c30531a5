#include "sim/serving/replica_usage.hpp"

#include "sim/model/power/chip_power.hpp"
#include "tests/unit/serving/setups.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

TEST(ReplicaUsage, IdleIsWhatIsLeft) {
  const ReplicaSetup setup = llama_setup().replica;
  ServingOutcome outcome;

  add_usage({}, setup, 100_s, outcome);

  EXPECT_EQ(outcome.seconds.idle, 100_s);
  EXPECT_NEAR(outcome.energy.total() / (100_s * 8.0 * chip_power_with_host(setup.chip, {})), 1.0, 1e-12);
}

TEST(ReplicaUsage, PowerFollowsTheMeanActivityOfASteps) {
  // One decode step of 64 sequences: the activity of that step, as the closed form has it.
  const ReplicaSetup setup = llama_setup().replica;
  const StepWork work{.decode_rows = 64, .seen = 64 * 1000.0 * 80};
  const StepCost cost(setup.plan, setup.chip, setup.slice);
  const PhaseTime step = cost.step(work);
  ReplicaUsage usage;
  usage.decode.seconds = step.total.value();
  usage.decode.work = work;
  usage.decode.weights = cost.weights_read(64).value();
  usage.decode.communication = step.communication.value();
  ServingOutcome outcome;

  add_usage(usage, setup, step.total, outcome);

  const double chip_seconds = 8.0 * step.total.value();
  Activity activity;
  activity.mxu = step.mxu_flops / (chip_seconds * setup.chip.peak_int8.value());
  activity.hbm = step.hbm_bytes.value() / (chip_seconds * setup.chip.hbm_bandwidth.value());
  activity.ici = step.communication / step.total * setup.chip.ici_efficiency;
  activity.busy = 1.0;
  const Joules expected = chip_power_with_host(setup.chip, activity) * step.total * 8.0;
  EXPECT_NEAR(outcome.energy.decode / expected, 1.0, 1e-12);
  EXPECT_EQ(outcome.energy.idle, Joules(0.0));
}

}  // namespace
}  // namespace gigapod::testing
