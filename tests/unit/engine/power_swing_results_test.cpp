#include "tests/unit/engine/small_run.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

Scenario swinging_site() {
  Scenario scenario = ironwood_site(1);
  scenario.jobs = {small_job("large", 4), small_job("small")};
  scenario.site.utility_limits.dynamic_range = Watts(1e3);
  scenario.site.utility_limits.ramp_up = WattsPerSecond(1e6);
  return scenario;
}

TEST(PowerSwingResults, AreOfTheLargestJobAndOfTheSite) {
  const RecordedRun run = simulated(swinging_site());

  EXPECT_EQ(run.texts.at("power_swing_job"), "large");
  EXPECT_GT(run.figures.at("power_swing_job_range_watts"), 0.0);
  EXPECT_GE(run.figures.at("power_swing_site_range_watts"), 0.9 * run.figures.at("power_swing_job_range_watts"));
  EXPECT_EQ(run.figures.at("power_swing_limits"), 2.0);
  EXPECT_EQ(run.figures.at("power_swing_job_limits_broken"), 2.0);
  EXPECT_GT(run.figures.at("power_swing_battery_watts"), 0.0);
}

TEST(PowerSwingResults, MeetTheLimitsWithTheBatteryThatTheyAskFor) {
  Scenario scenario = swinging_site();
  const RecordedRun bare = simulated(scenario);
  scenario.site.smoothing.battery_power = Watts(1.02 * bare.figures.at("power_swing_battery_watts"));
  scenario.site.smoothing.battery_energy = Joules(1.02 * bare.figures.at("power_swing_battery_joules"));

  const RecordedRun smoothed = simulated(scenario);

  EXPECT_EQ(smoothed.figures.at("power_swing_smoothed_limits_broken"), 0.0);
  EXPECT_EQ(smoothed.figures.at("power_swing_job_limits_broken"), 2.0);
}

TEST(PowerSwingResults, AreLeftOutWithoutLimitsAndSmoothing) {
  Scenario scenario = swinging_site();
  scenario.site.utility_limits = {};

  EXPECT_EQ(simulated(scenario).texts.count("power_swing_job"), 0U);
}

}  // namespace
}  // namespace gigapod
