// What `gigapod sweep` measures against what `gigapod run` writes.
#include "analysis/study/measure_names.hpp"
#include "sim/record/metric_definitions.hpp"
#include "sim/scenario/catalog.hpp"
#include "sim/scenario/read_scenario.hpp"
#include "tests/app/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <set>
#include <sstream>
#include <string>

namespace gigapod::test {
namespace {

/// A scenario, what of it is changed, and the figure that comes by it.
struct MeasuredScenario {
  std::string name;
  std::string changes;
  std::string example;
};

class EveryMeasure : public testing::TestWithParam<MeasuredScenario> {};

/// What is promised to be measurable is what runs write, by the scenario and no more.
TEST_P(EveryMeasure, OfARunIsWhatTheRunWrites) {
  const ScratchFolder scratch;
  const std::string base = "extends: " + shipped_scenario(GetParam().name) + "\nhorizon: 4 h\n" + GetParam().changes;
  write_text(scratch.path() / "run.yaml", base);
  ASSERT_EQ(run_program({"run", "run.yaml", "-o", "run"}, scratch.path()).exit_code, 0);
  const auto summary = nlohmann::json::parse(file_text(scratch.path() / "run/summary.json"));
  Diagnostics warnings;
  const Catalog catalog = read_catalog({std::filesystem::path(GIGAPOD_SOURCE_DIR) / "topologies/catalog"});
  const Scenario scenario = read_scenario(scratch.path() / "run.yaml", catalog, warnings);

  std::string measures;
  std::set<std::string> promised;
  for (const RunMeasure& measure : measure_names().of_runs) {
    if (measure.is_of != nullptr && !measure.is_of(scenario)) continue;
    measures += (measures.empty() ? "" : ", ") + measure.name;
    promised.insert(measure.name);
  }
  for (const auto& [name, value] : summary.items()) {
    const bool is_figure = value.is_number() && find_metric(MetricPlace::kFigure, name) != nullptr;
    const bool is_by_class = name.starts_with("interruptions_by_");
    EXPECT_TRUE(!is_figure || is_by_class || promised.contains(name)) << name;
  }
  EXPECT_TRUE(promised.contains(GetParam().example));
  write_text(scratch.path() / "study.yaml",
             base + "study: {seeds: 1, measures: [" + measures +
                 "], axes: [{name: priority, key: metric_interval, values: [1 h]}]}\n");

  const ProgramResult sweep = run_program({"sweep", "study.yaml", "-o", "out", "-q"}, scratch.path());

  EXPECT_EQ(sweep.exit_code, 0) << sweep.errors;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, EveryMeasure,
                         testing::Values(MeasuredScenario{"quickstart", "", "attainment"},
                                         MeasuredScenario{"failures", "", "ettr"},
                                         MeasuredScenario{"power_swing", "", "power_swing_job_range_watts"},
                                         MeasuredScenario{"solar_battery", "", "battery_charge_at_end"},
                                         MeasuredScenario{"price_shift", "", "carbon_kg"}),
                         [](const auto& test) { return test.param.name; });

/// The cell of a column in the second line of a CSV file without quotes.
std::string cell_of(const std::string& csv, const std::string& column) {
  std::istringstream lines(csv);
  std::string names;
  std::string values;
  std::getline(lines, names);
  std::getline(lines, values);
  std::istringstream name_cells(names);
  std::istringstream value_cells(values);
  std::string name;
  std::string value;
  while (std::getline(name_cells, name, ',') && std::getline(value_cells, value, ',')) {
    if (name == column) return value;
  }
  return "no column " + column;
}

TEST(FleetMeasures, AreThoseOfTheRun) {
  const std::string base = "extends: " + shipped_scenario("serve_or_train") + "\nhorizon: 12 h\n";
  const ScratchFolder scratch;
  write_text(scratch.path() / "study.yaml",
             base +
                 "study:\n  seeds: 1\n"
                 "  measures: [assistant.attainment, assistant.ttft_p95_seconds, assistant.served, "
                 "assistant.provisioned.served, assistant.on_demand.served, night_train.mfu]\n"
                 "  axes: [{name: interval, key: metric_interval, values: [1 h]}]\n");
  const ProgramResult sweep = run_program({"sweep", "study.yaml", "-o", "out", "-q"}, scratch.path());
  ASSERT_EQ(sweep.exit_code, 0) << sweep.errors;
  ASSERT_EQ(run_program({"run", "study.yaml", "-o", "run"}, scratch.path()).exit_code, 0);

  const auto measured = [&](const std::string& name) {
    return std::stod(cell_of(file_text(scratch.path() / "out/runs.csv"), name));
  };
  const auto of_run = [&](const std::string& name) {
    return std::stod(cell_of(file_text(scratch.path() / "run/serving.csv"), name));
  };

  EXPECT_NEAR(measured("assistant.attainment"), of_run("attainment"), 1e-4);
  EXPECT_NEAR(measured("assistant.ttft_p95_seconds"), of_run("ttft_p95_seconds"), 1e-4);
  EXPECT_NEAR(measured("assistant.served") / of_run("served"), 1.0, 1e-4);
  EXPECT_NEAR(measured("assistant.provisioned.served") + measured("assistant.on_demand.served"),
              measured("assistant.served"), 1e-6 * measured("assistant.served"));
  EXPECT_GT(measured("night_train.mfu"), 0.3);
}

}  // namespace
}  // namespace gigapod::test
