#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gigapod::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

ProgramResult power(std::vector<std::string> arguments) {
  const ScratchFolder scratch;
  arguments.insert(arguments.begin(), "power");
  return run_program(arguments, scratch.path());
}

std::vector<std::string> swing_with(std::vector<std::string> more) {
  std::vector<std::string> arguments = {"swing",   "--chip",        "v7",    "--slice", "8x16x16",
                                        "--model", "llama3.1-405b", "--seq", "8192",    "--global-batch",
                                        "4096",    "--remat",       "full"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(PowerSwingCommand, PrintsWaveformSpectrumLimitsAndSizing) {
  const ProgramResult result =
      power(swing_with({"--ramp-up", "1 MW/s", "--dynamic-range", "100 kW", "--band-share", "20%", "--floor", "90%",
                        "--storage-per-chip", "65 J", "--jobs", "3"}));

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  for (const char* text :
       {"llama3.1-405b on 2048 chips of ironwood, 3 jobs in phase", "Phases of a step", "compute", "host", "Spectrum",
        "Limits of the utility", "ramp up", "1 MW/s", "broken", "the smallest battery that meets them",
        "One whole job", "With smoothing", "started one after the other", "more energy"}) {
    EXPECT_THAT(result.output, HasSubstr(text));
  }
}

TEST(PowerSwingCommand, JsonAddsUpAndItsBatteryMeetsTheLimits) {
  const ProgramResult result = power(swing_with({"--ramp-down", "10 kW/s", "--dynamic-range", "50 kW", "--json"}));
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const json swing = json::parse(result.output);

  double seconds = 0.0;
  double joules = 0.0;
  for (const json& phase : swing["phases"]) {
    seconds += phase["seconds"].get<double>();
    joules += phase["seconds"].get<double>() * phase["chip_watts"].get<double>();
  }
  EXPECT_NEAR(seconds / swing["step_seconds"].get<double>(), 1.0, 1e-9);
  EXPECT_NEAR(joules * 2048 / seconds / swing["load"]["mean_watts"].get<double>(), 1.0, 1e-9);

  const std::string watts = std::to_string(swing["smallest_battery"]["watts"].get<double>() * 1.02) + " W";
  const std::string energy = std::to_string(swing["smallest_battery"]["joules"].get<double>() * 1.02) + " J";
  const ProgramResult smoothed = power(swing_with({"--ramp-down", "10 kW/s", "--dynamic-range", "50 kW",
                                                   "--battery-power", watts, "--battery-energy", energy, "--json"}));
  ASSERT_EQ(smoothed.exit_code, 0) << smoothed.errors;
  for (const json& check : json::parse(smoothed.output)["smoothed_limits"]) EXPECT_TRUE(check["passes"].get<bool>());
}

TEST(PowerSwingCommand, CsvIsOneStep) {
  const ProgramResult result = power(swing_with({"--csv"}));

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.output.rfind("time_seconds,load_watts,grid_watts\n0,", 0), 0U);
}

TEST(PowerSwingCommand, SlowsTheStepWithTheClock) {
  const json full = json::parse(power(swing_with({"--json"})).output);
  const json slow = json::parse(power(swing_with({"--clock", "0.8", "--json"})).output);

  EXPECT_GT(slow["step_seconds"].get<double>(), full["step_seconds"].get<double>());
  EXPECT_LT(slow["load"]["largest_watts"].get<double>(), full["load"]["largest_watts"].get<double>());
}

TEST(PowerFitCommand, CountsChipsByNameplateAndByDraw) {
  const ProgramResult result =
      power({"fit", "--chip", "ironwood", "--power", "1.2GW", "--pue", "1.1", "--oversubscription", "5%", "--model",
             "llama3.1-405b", "--slice", "8x16x16", "--seq", "8192", "--global-batch", "4096", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const json fit = json::parse(result.output);

  // 1.2 GW over 1.1 x 1,075.6 W a chip
  EXPECT_NEAR(fit["nameplate"]["chips"].get<double>(), 1.2e9 / 1.1 / 1075.6, 300);
  EXPECT_NEAR(fit["oversubscribed"]["chips"].get<double>() / fit["nameplate"]["chips"].get<double>(), 1.05, 1e-4);
  EXPECT_EQ(fit["nameplate"]["above_rating_probability"], 0.0);
  EXPECT_GE(fit["by_draw"]["chips"].get<double>(), fit["nameplate"]["chips"].get<double>() - 2048);
  EXPECT_LE(fit["by_draw"]["above_rating_probability"].get<double>(), 1e-3);
}

TEST(PowerFitCommand, CountsByNameplateAloneWithoutJobs) {
  const ProgramResult result = power({"fit", "--chip", "v4", "--power", "10 MW"});

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("by nameplate"));
  EXPECT_EQ(result.output.find("trips"), std::string::npos);
}

TEST(PowerCommand, RefusesBadOptionsWith2) {
  struct Case {
    std::vector<std::string> arguments;
    std::string error;
  };
  const std::vector<Case> cases = {
      {swing_with({"--ramp-up", "10 MW"}),
       "error: --ramp-up 10 MW: it expects a power ramp with one of the units W/s, kW/s, MW/s, GW/s, kW/min, "
       "MW/min\n"},
      {swing_with({"--dynamic-range", "10"}),
       "error: --dynamic-range 10: it expects a power with one of the units W, kW, MW, GW\n"},
      {swing_with({"--band-share", "120%"}), "error: --band-share 120%: it must be from 0 to 1\n"},
      {swing_with({"--floor", "high"}), "error: --floor high: it expects a number such as 0.05 or 5%\n"},
      {swing_with({"--band-low", "30 Hz"}), "error: --band-low 30 Hz is not below --band-high 20 Hz\n"},
      {swing_with({"--battery-power", "10 MW"}),
       "error: a battery needs both --battery-power and --battery-energy\n"},
      {{"fit", "--chip", "v7", "--power", "1.2 GWh"},
       "error: --power 1.2 GWh: it expects a power with one of the units W, kW, MW, GW\n"},
      {{"fit", "--chip", "v7", "--power", "0 W"}, "error: --power 0 W: it must be above 0\n"},
      {{"fit", "--chip", "v7", "--power", "1 GW", "--running", "101%"},
       "error: --running 101%: it must be from 0% to 100%\n"},
      {{"fit", "--chip", "v7", "--power", "1 GW", "--model", "llama3.1-405b"},
       "error: jobs need both --model and --slice; without both, chips are counted by nameplate only\n"}};
  for (const Case& each : cases) {
    const ProgramResult result = power(each.arguments);

    EXPECT_EQ(result.exit_code, 2) << each.error;
    EXPECT_EQ(result.errors, each.error);
  }
}

}  // namespace
}  // namespace gigapod::test
