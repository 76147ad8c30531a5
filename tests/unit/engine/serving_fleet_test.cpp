#include "tests/unit/engine/small_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace gigapod {
namespace {

constexpr double kDay = 86400.0;

/// One pod with a fleet that swings between day and night.
Scenario day_and_night(double peak) {
  Scenario scenario = ironwood_site(1);
  scenario.horizon = Seconds(3.0 * kDay);
  scenario.metric_interval = Seconds(900.0);
  FleetSpec fleet = small_fleet(peak);
  fleet.demand = {"constant", {}};
  fleet.tenants = TenantMix{};
  fleet.tenants->count = 100;
  fleet.tenants->classes = {{"all", 1.0}};
  scenario.population.countries = {{"Here", "Here", Seconds(0.0), 1e6, 1e4, 1.0}};
  scenario.population.sectors = {{"work", 1.0, 10.0, 10.0, 1.0, 12.0, 1.0, 1.0}};
  scenario.fleets = {fleet};
  return scenario;
}

double largest(const RecordedRun& run, const std::string& metric, double from, double to) {
  double most = 0.0;
  for (const auto& [time, value] : run.metrics.at(metric)) {
    if (time >= from && time <= to) most = std::max(most, value);
  }
  return most;
}

TEST(ServingFleet, NewReplicasServeOnceTheyHaveReadTheirWeights) {
  Scenario scenario = day_and_night(20000.0);
  scenario.fleets[0].start_time = Seconds(200.0);

  const RecordedRun run = simulated(scenario);

  EXPECT_DOUBLE_EQ(run.at("fleet_loading_chips/chat", 0.0), 0.0) << "what time 0 needs is loaded";
  double began = 0.0;
  double length = 0.0;
  for (const auto& [time, chips] : run.metrics.at("fleet_loading_chips/chat")) {
    if (chips > 0.0 && began == 0.0) began = time;
    if (chips == 0.0 && began > 0.0 && length == 0.0) length = time - began;
  }
  EXPECT_GT(began, 0.0);
  EXPECT_GT(length, 200.0);
  EXPECT_LT(length, 210.0) << "16 GB at the replica's share of the network";
  EXPECT_GT(run.figure("chip_seconds_restart_lost"), 0.0);
}

TEST(ServingFleet, GivesChipsBackAtNightAfterTheyHaveDrained) {
  const RecordedRun run = simulated(day_and_night(20000.0));

  const double noon = run.at("fleet_chips/chat", 12.5 * 3600.0);
  const double night = run.at("fleet_chips/chat", 24.0 * 3600.0);

  EXPECT_LT(night, 0.25 * noon);
  EXPECT_NEAR(run.figure("requests_served") / run.figure("requests_arrived"), 1.0, 1e-3);
}

TEST(ServingFleet, LookingAheadHoldsTheMorningBetter) {
  Scenario scenario = day_and_night(30000.0);
  scenario.fleets[0].target_utilization = 0.97;  // no room for a late reaction
  scenario.fleets[0].start_time = Seconds(600.0);
  scenario.fleets[0].resize_interval = Seconds(1800.0);
  const RecordedRun reactive = simulated(scenario);
  scenario.fleets[0].autoscaler = {"predictive", {}};

  const RecordedRun ahead = simulated(scenario);

  EXPECT_GT(reactive.figure("requests_unserved"), 0.002 * reactive.figure("requests_arrived"));
  EXPECT_LT(ahead.figure("requests_unserved"), 0.5 * reactive.figure("requests_unserved"));
}

TEST(ServingFleet, TakesSlicesOfElasticJobsInTheMorningAndGivesThemBackAtNight) {
  Scenario scenario = day_and_night(0.0);
  scenario.fleets[0].peak_requests_per_second = 60000.0;
  JobSpec job = small_job("train", 4);
  job.min_slices = 1;
  job.max_slices = 18;
  job.priority = 1;
  job.resize_time = Seconds(60.0);
  scenario.jobs = {job};

  const RecordedRun run = simulated(scenario);

  const double noon = run.at("job_held_chips/ironwood", 36.5 * 3600.0);
  const double night = run.at("job_held_chips/ironwood", 48.0 * 3600.0);
  EXPECT_GT(night, noon + 1024.0);
  EXPECT_GT(run.figure("serving_takes"), 1.0);
  EXPECT_GT(run.figure("reclaimed_chip_seconds"), 1024.0 * 3600.0);
  EXPECT_GT(run.figure("requests_served") / run.figure("requests_arrived"), 0.98);
}

TEST(ServingFleet, PreemptsRigidJobsOnlyWhereItMay) {
  Scenario scenario = day_and_night(0.0);
  scenario.horizon = Seconds(kDay);
  scenario.fleets[0].peak_requests_per_second = 60000.0;
  JobSpec job = small_job("train", 12);
  job.priority = 1;
  scenario.jobs = {job};

  const RecordedRun polite = simulated(scenario);
  scenario.fleets[0].preempts = true;
  const RecordedRun urgent = simulated(scenario);

  EXPECT_DOUBLE_EQ(polite.figure("preemptions"), 0.0);
  EXPECT_GE(urgent.figure("preemptions"), 1.0);
  EXPECT_GT(urgent.figure("requests_served"), polite.figure("requests_served"));
}

TEST(ServingFleet, PlannedWorkFindsItsReplicasLoadedElsewhere) {
  Scenario scenario = day_and_night(20000.0);
  scenario.horizon = Seconds(kDay);
  scenario.fleets[0].tenants.reset();
  MaintenanceSpec work;
  work.name = "row";
  work.scope = MaintenanceScope::kRow;
  work.period = Seconds(kDay);
  work.window = Seconds(3600.0);
  work.notice = Seconds(1800.0);
  scenario.maintenance = {work};

  const RecordedRun run = simulated(scenario);

  EXPECT_LT(run.figure("requests_unserved"), 1e-6 * run.figure("requests_arrived"));
  EXPECT_GT(largest(run, "fleet_loading_chips/chat", 1.0, kDay), 0.0);
}

/// DeepSeek's published day: 1.226 nodes at the peak over the mean, nodes given to training at night.
TEST(ServingFleet, HoldsAsManyChipsAtThePeakOverTheMeanAsDemandHas) {
  Scenario scenario = day_and_night(60000.0);
  scenario.population.sectors = {{"talk", 1.0, 1.584, 1.584, 1.0, 12.0, 1.0, 1.0}};  // 1.226 = 1 + (R - 1) / (R + 1)
  scenario.fleets[0].autoscaler = {"predictive", {}};

  const RecordedRun run = simulated(scenario);

  double sum = 0.0;
  double most = 0.0;
  for (int quarter = 96; quarter < 192; ++quarter) {
    const double chips = run.at("fleet_chips/chat", quarter * 900.0 + 450.0);
    sum += chips / 96.0;
    most = std::max(most, chips);
  }
  EXPECT_NEAR(most / sum, 1.226, 0.03);
}

}  // namespace
}  // namespace gigapod
