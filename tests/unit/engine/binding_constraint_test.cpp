// What a planner reads first, in runs where one thing binds.
#include "sim/engine/binding_constraint.hpp"

#include "tests/unit/engine/small_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;
using testing::HasSubstr;
using testing::StartsWith;

Scenario site_to_fit(double oversubscription) {
  Scenario scenario = ironwood_site(1);
  scenario.horizon = 1_h;
  scenario.site.power.grid_power = Watts(30e6);
  scenario.site.power.oversubscription = oversubscription;
  scenario.site.pods = {{"ironwood", 0, 92'160}};
  return scenario;
}

TEST(BindingConstraint, TellsTheChipsThatTheGridCarries) {
  const RecordedRun run = simulated(site_to_fit(1.0));

  EXPECT_EQ(run.texts.at("binding_constraint_kind"), "grid_power");
  EXPECT_THAT(run.texts.at("binding_constraint"),
              StartsWith("grid power: 30 MW carries 18,432 of the 92,160 chips "));
}

TEST(BindingConstraint, TellsAnOversubscriptionWithTheChipsItAdds) {
  const RecordedRun run = simulated(site_to_fit(1.5));

  EXPECT_THAT(run.texts.at("binding_constraint"),
              StartsWith("grid power: 30 MW at an oversubscription of 1.5 carries 36,864 of the 92,160 chips "));
}

TEST(BindingConstraint, IsDemandWhereSparesAreAllThatIsStranded) {
  Scenario scenario = ironwood_site(1);
  scenario.jobs = {small_job("only")};
  scenario.recovery.spare_blocks = 8;
  const RecordedRun run = simulated(scenario);

  EXPECT_GT(run.figure("chip_seconds_idle_fragmented"), 0.01 * run.figure("chip_seconds_total"));
  EXPECT_EQ(run.texts.at("binding_constraint_kind"), "demand");
}

TEST(BindingConstraint, IsPodsWhereAJobLacksBlocksBesideFreeOnes) {
  Scenario scenario = ironwood_site(1);
  scenario.jobs = {small_job("first"), small_job("whole")};
  scenario.jobs[1].slice = Shape{{16, 24, 24}};
  scenario.jobs[1].plan.parallelism.fsdp = 9216;
  scenario.jobs[1].plan.global_batch = 9216;
  scenario.jobs[1].submit = 1_h;
  const RecordedRun run = simulated(scenario);

  // All but the 512 chips of the first job, for 23 hours of 24.
  EXPECT_EQ(run.texts.at("binding_constraint_kind"), "pods");
  EXPECT_THAT(run.texts.at("binding_constraint"),
              HasSubstr("90.5% of the chip-seconds were free, but too few or too scattered for what waited"));
}

}  // namespace
}  // namespace gigapod
