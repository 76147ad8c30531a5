// Whole runs of a site whose feeds fail.
#include "tests/unit/engine/small_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using namespace literals;
using testing::ElementsAre;
using testing::HasSubstr;

/// Two halls of one pod each, a job of 4,096 chips in each; hall-00 fails after ten hours.
Scenario failing(Seconds duration, Seconds ride_through = Seconds(0.0)) {
  Scenario scenario = ironwood_site(2);
  scenario.site.power.pods_per_hall = 1;
  scenario.site.backup.ride_through = ride_through;
  scenario.placement = {"spread", {}};
  for (const char* name : {"first", "second"}) {
    JobSpec job = small_job(name);
    job.slice = Shape{{16, 16, 16}};
    job.plan.parallelism.fsdp = 4096;
    job.plan.global_batch = 8192;
    job.checkpoint_interval = 1_h;
    scenario.jobs.push_back(job);
  }
  scenario.power_faults = {{"switchgear", "hall-00", 10_h, duration, 0}};
  return scenario;
}

FeedSpec grid_feed() {
  FeedSpec grid;
  grid.name = "grid";
  grid.level = PowerLevel::kGrid;
  return grid;
}

/// Two units below the grid that carry so many pods.
FeedSpec ups_feed(const char* name, int pods, Redundancy redundancy) {
  FeedSpec ups;
  ups.name = name;
  ups.parent = "grid";
  ups.level = PowerLevel::kUps;
  ups.units = 2;
  ups.redundancy = redundancy;
  ups.pods = pods;
  return ups;
}

TEST(PowerFaults, BatteriesRideThroughADip) {
  const RecordedRun run = simulated(failing(3_min, 5_min));

  EXPECT_EQ(run.figure("interruptions"), 0.0);
  EXPECT_EQ(run.figure("blackouts"), 0.0);
  EXPECT_THAT(run.details("power_fault", "switchgear"),
              ElementsAre(HasSubstr("UPS batteries carry"), HasSubstr("is mended")));
}

TEST(PowerFaults, EverythingBelowIsDarkOnceTheBatteriesAreEmpty) {
  const RecordedRun run = simulated(failing(2_h, 5_min));

  EXPECT_EQ(run.figure("blackouts"), 1.0);
  EXPECT_EQ(run.figure("interruptions"), 1.0);
  EXPECT_NEAR(run.figure("chip_seconds_down") / 9216.0, 115.0 * 60.0, 1e-3);
  EXPECT_LT(run.at("power_watts/hall-00", 11.5 * 3600), 0.1 * run.at("power_watts/hall-00", 9 * 3600));
}

TEST(PowerFaults, GeneratorsTakeOverWhenTheyStartInTime) {
  Scenario scenario = failing(2_h, 5_min);
  GeneratorSpec turbine;
  turbine.name = "turbine";
  turbine.rating = 20_MW;
  turbine.start_time = 2_min;
  scenario.site.generation = {turbine};
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.figure("interruptions"), 0.0);
  EXPECT_NEAR(run.figure("gas_joules"), run.at("power_watts/hall-00", 9 * 3600) * 7200.0,
              1e-3 * run.figure("gas_joules"));

  scenario.site.generation[0].start_time = 10_min;
  EXPECT_EQ(simulated(scenario).figure("blackouts"), 1.0);
}

TEST(PowerFaults, GeneratorsCarryTwoHallsAtOnce) {
  Scenario scenario = failing(2_h, 5_min);
  scenario.power_faults.push_back({"second", "hall-01", 11_h, 2_h, 0});
  GeneratorSpec turbine;
  turbine.name = "turbine";
  turbine.rating = 40_MW;
  turbine.start_time = 2_min;
  scenario.site.generation = {turbine};
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.figure("interruptions"), 0.0);
  const double halls = run.at("power_watts/hall-00", 9 * 3600) + run.at("power_watts/hall-01", 9 * 3600);
  EXPECT_NEAR(run.at("gas_watts/", 11.5 * 3600) / halls, 1.0, 1e-3);
  EXPECT_NEAR(run.at("gas_watts/", 12.5 * 3600) / run.at("power_watts/hall-01", 9 * 3600), 1.0, 1e-3);
  EXPECT_EQ(run.at("gas_watts/", 14 * 3600), 0.0);
}

TEST(PowerFaults, ASiteComesBackPodByPodAfterABlackOut) {
  Scenario scenario = failing(1_h);
  scenario.power_faults[0].node = "grid";
  scenario.power_control.ramp_per_minute = Watts(0.2e6);
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.figure("interruptions"), 2.0);
  double before = 0.0;
  for (const auto& [time, watts] : run.metrics.at("site_power_watts/")) {
    if (time > 11 * 3600.0 + 1.0 && time < 14 * 3600.0 && before > 0.0) {
      EXPECT_LE(watts - before, 6e6) << time;  // a pod's idle draw, or a job that the limit has room for
    }
    before = watts;
  }
  EXPECT_LT(run.at("site_power_watts/", 11.2 * 3600), 0.6 * run.at("site_power_watts/", 9 * 3600));
  EXPECT_GT(run.at("site_power_watts/", 14 * 3600), 0.95 * run.at("site_power_watts/", 9 * 3600));
}

TEST(PowerFaults, WhatIsLeftOfARedundantFeedCarriesOnAndOtherwiseWorkSlowsDown) {
  Scenario scenario = failing(2_h);
  scenario.power_faults[0].node = "ups";
  scenario.power_faults[0].units = 1;
  scenario.site.power.tree = {grid_feed(), ups_feed("ups", 2, Redundancy::kOneMore)};
  const RecordedRun redundant = simulated(scenario);
  EXPECT_EQ(redundant.figure("chip_seconds_power_capped"), 0.0);
  EXPECT_EQ(redundant.figure("interruptions"), 0.0);

  for (JobSpec& job : scenario.jobs) {
    job.slice = Shape{{16, 24, 24}};
    job.plan.parallelism.fsdp = job.plan.global_batch = 9216;
  }
  scenario.site.power.tree[1].redundancy = Redundancy::kNone;
  const RecordedRun slowed = simulated(scenario);
  EXPECT_GT(slowed.figure("chip_seconds_power_capped"), 0.0);
  EXPECT_EQ(slowed.figure("blackouts"), 0.0);
  EXPECT_LE(slowed.at("power_watts/ups", 11 * 3600), 0.5 * slowed.at("power_rating_watts/ups", 0.0) * (1.0 + 1e-9));

  scenario.power_control.reaction_time = 1_h;
  EXPECT_EQ(simulated(scenario).figure("blackouts"), 1.0);
}

TEST(PowerFaults, AFleetDrainsForAFeedThatCarriesPartOfIt) {
  Scenario scenario = failing(2_h);
  scenario.jobs.clear();
  scenario.fleets = {small_fleet(200000.0)};
  scenario.power_control.policy = {"pause", {}};
  scenario.power_faults[0].node = "ups-a";
  scenario.power_faults[0].units = 1;
  scenario.site.power.tree = {grid_feed(), ups_feed("ups-a", 1, Redundancy::kNone),
                              ups_feed("ups-b", 1, Redundancy::kNone)};
  const RecordedRun run = simulated(scenario);

  EXPECT_EQ(run.figure("blackouts"), 0.0);
  EXPECT_LE(run.at("power_watts/ups-a", 11 * 3600), 0.5 * run.at("power_rating_watts/ups-a", 0.0) * (1.0 + 1e-9));
  EXPECT_THAT(run.details("standby", "chat"), ElementsAre(HasSubstr("stand by at once"), HasSubstr("serve again")));
  EXPECT_GT(run.at("fleet_standby_chips/chat", 11 * 3600.0), 0.0);
  EXPECT_EQ(run.at("fleet_replicas/chat", 13 * 3600.0), run.at("fleet_replicas/chat", 9 * 3600.0));
}

}  // namespace
}  // namespace gigapod
