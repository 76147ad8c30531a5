#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod::test {
namespace {

using testing::HasSubstr;

ProgramResult cost(std::vector<std::string> more, const std::filesystem::path& folder,
                   const std::string& deadline = "30days") {
  std::vector<std::string> arguments = {"cost", "--model",    "llama3.1-8b", "--tokens",
                                        "1T",   "--deadline", deadline,      "--quiet"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_program(arguments, folder);
}

TEST(CostCommand, PutsTpusBesideGpusOnTheSameJob) {
  const ScratchFolder scratch;
  const ProgramResult result = cost({"--chip", "v7,h100,gb200", "-o", "cost"}, scratch.path());

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("llama3.1-8b on 1.00 T tokens within 30 days"));
  const auto json = nlohmann::json::parse(file_text(scratch.path() / "cost/cost.json"));
  ASSERT_EQ(json["kinds"].size(), 3u);
  for (const auto& kind : json["kinds"]) {
    const double hours = kind["time_seconds"].get<double>() / 3600.0 * kind["chips"].get<double>();
    EXPECT_LE(kind["time_seconds"], 30 * 86400.0);
    EXPECT_NEAR(kind["chip_hours_p50"].get<double>() / hours, 1.0, 0.02);
    EXPECT_LT(kind["owned_dollars_per_million_tokens_p5"], kind["owned_dollars_per_million_tokens_p50"]);
    EXPECT_LT(kind["owned_dollars_per_million_tokens_p50"], kind["owned_dollars_per_million_tokens_p95"]);
    EXPECT_NEAR(kind["carbon_kg"].get<double>(), kind["energy_joules"].get<double>() / 3.6e6 * 0.384,
                1e-6 * kind["carbon_kg"].get<double>());
  }
  // 12 dollars a chip-hour on demand.
  const auto& v7 = json["kinds"][0];
  const double hours = v7["time_seconds"].get<double>() / 3600.0 * v7["chips"].get<double>();
  EXPECT_NEAR(v7["on_demand_dollars_per_million_tokens"].get<double>(), 12.0 * hours / 1e6, 1e-9);
  EXPECT_EQ(json["kinds"][2]["on_demand_dollars_per_million_tokens"], nullptr);
}

TEST(CostCommand, SaysWhatIsWrongWithItsTerms) {
  const ScratchFolder scratch;
  const auto error = [&](std::vector<std::string> more) {
    const ProgramResult result = cost(std::move(more), scratch.path());
    EXPECT_EQ(result.exit_code, 2);
    return result.errors;
  };
  EXPECT_EQ(error({"--chip", "v7,v7"}), "error: pod 'ironwood' with chip 'v7' is named twice\n");
  EXPECT_EQ(error({"--chip", "v7", "--pod", "ironwood"}), "error: pod 'ironwood' with chip 'v7' is named twice\n");
  EXPECT_EQ(error({"--chip", "v7,h100", "--precision", "fp4"}), "error: --precision fp4: chip 'v7' has bf16, fp8\n");
  for (const char* number : {"nan", "inf", "1..inf", "nan..2", "-1", "1e305B", "1e400"}) {
    EXPECT_EQ(
        error({"--chip", "v7", "--facility", number}),
        std::string("error: --facility ") + number + ": it expects a number such as 12 or a range such as 10..20\n");
  }
  EXPECT_EQ(error({}), "error: name kinds of chips with --chip or --pod\n");
  EXPECT_EQ(error({"--pod", "ironwod"}), "error: the catalog has no pod 'ironwod'; did you mean 'ironwood'?\n");
  EXPECT_EQ(error({"--chip", "v9"}), "error: the catalog has no chip 'v9'; did you mean 'v4'?\n");
  EXPECT_EQ(error({"--chip", "v7", "--capital", "v7"}),
            "error: --capital v7: it expects a chip and dollars, such as v7=20k..30k\n");
  EXPECT_EQ(error({"--chip", "v7", "--capital", "h100=30000"}),
            "error: --capital h100=30000: 'h100' is not one of the chips compared\n");
  for (const char* capital : {"v7=20", "v7=20..30", "v7=20..30k"}) {
    EXPECT_EQ(error({"--chip", "v7", "--capital", capital}),
              std::string("error: --capital ") + capital +
                  ": it expects dollars, 0 or at least 1000, of a chip; write 20k for 20 thousand\n");
  }
  EXPECT_EQ(error({"--chip", "v7", "--interest", "9..5"}),
            "error: --interest 9..5: the range ends below its begin\n");
  EXPECT_EQ(error({"--chip", "v7", "--facility", "ten"}),
            "error: --facility ten: it expects a number such as 12 or a range such as 10..20\n");
  EXPECT_EQ(error({"--chip", "v7", "--equipment-life", "0"}), "error: a life must be more than 0 years\n");
}

TEST(CostCommand, ADeadlineThatNoRunHoldsExitsWith3) {
  const ScratchFolder scratch;
  const ProgramResult late = cost({"--chip", "v7"}, scratch.path(), "1h");
  const ProgramResult far_too_late = cost({"--chip", "v7"}, scratch.path(), "1s");

  EXPECT_EQ(late.exit_code, 3);
  EXPECT_THAT(late.errors,
              testing::StartsWith("error: chip 'v7': no plan does what is asked for\n  deadline: the fastest run "));
  EXPECT_EQ(far_too_late.exit_code, 3);
  EXPECT_THAT(
      far_too_late.errors,
      testing::MatchesRegex("error: --deadline 1s: it is too short: even at the chip's peak, 1.00 T tokens take "
                            "[0-9.]+ M v7 chips; at most 4,000,000 are searched\n"));
}

TEST(CostCommand, SaysWhichFilesChangedWhereOneCannotBeReplaced) {
  const ScratchFolder scratch;
  std::filesystem::create_directories(scratch.path() / "out/cost.json/mine");
  const ProgramResult result = cost({"--chip", "v7", "--force", "-o", "out"}, scratch.path());

  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.errors,
            "error: cannot write file out/cost.json: is a directory (but cost.txt, cost.csv changed)\n");
  EXPECT_THAT(file_text(scratch.path() / "out/cost.csv"), HasSubstr("\nv7,"));
}

TEST(CostCommand, FindsTheChipsThatHoldALargeModelOfAShortJob) {
  const ScratchFolder scratch;
  const ProgramResult result = run_program({"cost", "--model", "llama3.1-405b", "--chip", "v5e", "--tokens", "10B",
                                            "--deadline", "30days", "--capital", "v5e=8k", "--csv", "--quiet"},
                                           scratch.path());

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("\nv5e,"));
  EXPECT_THAT(result.output, HasSubstr(",8000.0,8000.0,"));
}

ProgramResult serving_cost(std::vector<std::string> more, const std::filesystem::path& folder) {
  std::vector<std::string> arguments = {"cost", "serving", "--model", "llama3.1-8b", "--quiet"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_program(arguments, folder);
}

TEST(CostServing, PutsTpusBesideGpusOnTheSameRequests) {
  const ScratchFolder scratch;
  const ProgramResult result =
      serving_cost({"--chip", "v7,v6e,h100", "--rate", "20", "--requests", "600", "-o", "cost"}, scratch.path());

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("requests/s from arrivals poisson, lengths fixed, prompts of 1000 tokens"));
  EXPECT_EQ(result.output, file_text(scratch.path() / "cost/serving_cost.txt"));
  EXPECT_THAT(file_text(scratch.path() / "cost/report.html"), HasSubstr("serving_cost"));
  EXPECT_THAT(file_text(scratch.path() / "cost/serving_cost.csv"), HasSubstr("\nh100,h100_superpod,,"));
  const auto json = nlohmann::json::parse(file_text(scratch.path() / "cost/serving_cost.json"));
  ASSERT_EQ(json["kinds"].size(), 3u);
  EXPECT_EQ(json["owned_reference"], "v7");
  EXPECT_EQ(run_program({"report", "cost"}, scratch.path()).errors,
            "error: 'cost' is not a run directory: it holds the results of `gigapod cost serving`; open "
            "cost/report.html\n");
  for (const auto& kind : json["kinds"]) {
    EXPECT_GE(kind["planned_slo_attained_fraction"], 0.99);
    EXPECT_GE(kind["slo_attained_fraction"], 0.99);
    // As many chip-hours as the rate of tokens of a chip says.
    EXPECT_NEAR(kind["chip_hours_per_million_output_tokens_p50"].get<double>() *
                    kind["output_tokens_per_second_per_chip"].get<double>(),
                1e6 / 3600.0, 0.02 * 1e6 / 3600.0);
  }
  const auto& v6e = json["kinds"][1];
  EXPECT_TRUE(v6e["owned_dollars_per_million_output_tokens_p50"].is_null());
  EXPECT_NEAR(v6e["on_demand_dollars_per_million_output_tokens_p50"].get<double>(),
              2.7 * v6e["chip_hours_per_million_output_tokens_p50"].get<double>(), 1e-9);
}

TEST(CostServing, AKindThatDoesNotServeSaysWhyAndTheOthersGoOn) {
  const ScratchFolder scratch;
  const ProgramResult some = run_program({"cost", "serving", "--model", "llama3.1-405b", "--chip", "v5e,v7", "--rate",
                                          "1", "--requests", "60", "--most-chips-a-replica", "16", "--quiet"},
                                         scratch.path());

  EXPECT_EQ(some.exit_code, 0) << some.errors;
  EXPECT_THAT(some.output, HasSubstr("\n  v5e does not serve it: llama3.1-405b does not fit a slice of at most 16 "
                                     "chips; the smallest of v5e that holds it\n    is 8x8\n"));

  const ProgramResult none = serving_cost(
      {"--chip", "v6e", "--rate", "1", "--requests", "60", "--tpot", "1ms", "--most-chips-a-replica", "4"},
      scratch.path());
  EXPECT_EQ(none.exit_code, 3);
  EXPECT_THAT(none.errors, testing::StartsWith("error: chip 'v6e': no slice holds --tpot 1 ms for 99.0% of the "));
}

TEST(CostServing, SaysWhatIsWrongWithItsOptions) {
  const ScratchFolder scratch;
  const auto error = [&](std::vector<std::string> more) {
    const ProgramResult result = serving_cost(std::move(more), scratch.path());
    EXPECT_EQ(result.exit_code, 2);
    return result.errors;
  };
  EXPECT_EQ(error({"--rate", "1"}), "error: name kinds of chips with --chip or --pod\n");
  EXPECT_EQ(error({"--chip", "v7", "--concurrency", "8"}),
            "error: --concurrency: a demand has arrivals; give it with --rate, --sample or --trace\n");
  EXPECT_EQ(error({"--chip", "v7", "--rate", "1", "--target-utilization", "0%"}),
            "error: --target-utilization 0%: it must be above 0% and at most 100%\n");
  EXPECT_EQ(error({"--chip", "v7", "--rate", "1", "--target-utilization", "120%"}),
            "error: --target-utilization 120%: it must be above 0% and at most 100%\n");
  EXPECT_EQ(error({"--chip", "v7", "--rate", "1", "--capital", "h100=30000"}),
            "error: --capital h100=30000: 'h100' is not one of the chips compared\n");
  EXPECT_THAT(error({"--chip", "v7"}), testing::StartsWith("error: name the requests: --trace FILE, "));
}

TEST(CostServing, OptionsOfTrainingHaveNoPlaceBeforeIt) {
  const ScratchFolder scratch;
  const ProgramResult before = run_program(
      {"cost", "--model", "llama3.1-8b", "serving", "--model", "llama3.1-8b", "--chip", "v7", "--rate", "1"},
      scratch.path());
  EXPECT_EQ(before.exit_code, 2);
  EXPECT_THAT(before.errors, HasSubstr("--model before serving"));

  const ProgramResult without = run_program({"cost", "--chip", "v7"}, scratch.path());
  EXPECT_EQ(without.exit_code, 2);
  EXPECT_THAT(without.errors, HasSubstr("--model is required"));
}

}  // namespace
}  // namespace gigapod::test
