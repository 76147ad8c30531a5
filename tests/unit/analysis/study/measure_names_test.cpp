#include "analysis/study/measure_names.hpp"

#include "sim/scenario/scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gigapod {
namespace {

using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;

/// Names of the measures that runs of a scenario have.
std::vector<std::string> measures_of_runs(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const RunMeasure& measure : measure_names().of_runs) {
    if (measure.is_of == nullptr || measure.is_of(scenario)) names.push_back(measure.name);
  }
  return names;
}

TEST(MeasureNames, OfEveryRunHoldBucketsReasonsAndWhatNeedsNothing) {
  EXPECT_THAT(measures_of_runs({}),
              IsSupersetOf({"goodput", "share.down", "chip_seconds_total", "joules_bubble", "energy_cooling_joules",
                            "wait_chip_seconds_power", "requests_served", "curtailed_joules"}));
  EXPECT_THAT(measures_of_runs({}), Not(Contains(testing::HasSubstr("<"))));
}

TEST(MeasureNames, WhatAScenarioLacksIsNotMeasured) {
  Scenario scenario;
  EXPECT_THAT(measures_of_runs(scenario), Not(Contains("attainment")));
  EXPECT_THAT(measures_of_runs(scenario), Not(Contains("battery_given_joules")));
  EXPECT_THAT(measures_of_runs(scenario), Not(Contains("power_swing_smoothed_range_watts")));

  scenario.fleets.emplace_back();
  scenario.site.battery.emplace();
  scenario.site.generation.emplace_back();
  scenario.series.carbon.emplace();
  scenario.site.smoothing.floor = 0.5;

  EXPECT_EQ(measures_of_runs(scenario).size(), measure_names().of_runs.size());
}

}  // namespace
}  // namespace gigapod
