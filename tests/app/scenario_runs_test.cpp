#include "tests/app/program.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace gigapod::test {
namespace {

struct PinnedRun {
  std::string scenario;
  std::string fingerprint;
};

std::ostream& operator<<(std::ostream& stream, const PinnedRun& run) { return stream << run.scenario; }

std::vector<PinnedRun> pinned_runs() {
  std::vector<PinnedRun> runs;
  std::ifstream stream(std::string(GIGAPOD_SOURCE_DIR) + "/tests/app/fingerprints.csv");
  std::string line;
  std::getline(stream, line);  // header
  while (std::getline(stream, line)) {
    const auto comma = line.find(',');
    runs.push_back({line.substr(0, comma), line.substr(comma + 1)});
  }
  return runs;
}

class ShippedScenario : public testing::TestWithParam<PinnedRun> {};

TEST_P(ShippedScenario, RunsToItsPinnedResults) {
  const ScratchFolder scratch;

  const ProgramResult result =
      run_program({"run", shipped_scenario(GetParam().scenario), "--output", "out"}, scratch.path());

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  std::istringstream fingerprint(file_text(scratch.path() / "out/fingerprint.txt"));
  std::string digits;
  fingerprint >> digits;
  EXPECT_EQ(digits, GetParam().fingerprint)
      << "results moved: say why in the commit and in CHANGELOG, then pin the new fingerprint";
}

TEST_P(ShippedScenario, AccountsForEveryChipSecondAndEveryJoule) {
  const ScratchFolder scratch;
  const ProgramResult result =
      run_program({"run", shipped_scenario(GetParam().scenario), "--output", "out"}, scratch.path());
  ASSERT_EQ(result.exit_code, 0) << result.errors;

  const auto figures = nlohmann::json::parse(file_text(scratch.path() / "out/summary.json"));
  double chip_seconds = 0.0;
  double joules = 0.0;        // by bucket of energy
  double of_equipment = 0.0;  // by bucket of chip-seconds, and of the network
  for (const auto& [name, value] : figures.items()) {
    if (name.rfind("chip_seconds_", 0) == 0 && name != "chip_seconds_total") chip_seconds += value.get<double>();
    if (name.rfind("joules_", 0) == 0) of_equipment += value.get<double>();
    if (name.rfind("energy_", 0) == 0 && name.ends_with("_joules") && name != "energy_joules") {
      joules += value.get<double>();
    }
  }
  const double expected = figures.at("installed_chips").get<double>() * figures.at("horizon_seconds").get<double>();
  EXPECT_NEAR(chip_seconds / expected, 1.0, 1e-9);
  const double energy = figures.at("energy_joules").get<double>();
  EXPECT_NEAR(joules / energy, 1.0, 1e-9);
  for (const char* bucket : {"cooling", "conversion_loss", "battery_loss"}) {
    of_equipment += figures.at(std::string("energy_") + bucket + "_joules").get<double>();
  }
  EXPECT_NEAR(of_equipment / energy, 1.0, 1e-9);
}

INSTANTIATE_TEST_SUITE_P(All, ShippedScenario, testing::ValuesIn(pinned_runs()),
                         [](const auto& test) { return test.param.scenario; });

}  // namespace
}  // namespace gigapod::test
