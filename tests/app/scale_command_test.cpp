#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gigapod::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// `gigapod scale` on few sizes, into the folder `s`.
ProgramResult scale(const ScratchFolder& scratch, std::vector<std::string> arguments) {
  std::string text = file_text(shipped_scenario("scaling"));
  text.replace(text.find("chips: [64"), text.find(']') - text.find("chips: [64"),
               "chips: [64, 9216, 294912, 1000000");
  write_text(scratch.path() / "few.yaml", text);
  arguments.insert(arguments.begin(), {"scale", "few.yaml", "--output", "s"});
  return run_program(arguments, scratch.path());
}

TEST(ScaleCommand, SaysWhereEveryCurveEndsAndWhatMovesTheEnd) {
  const ScratchFolder scratch;

  const ProgramResult result = scale(scratch, {});

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  for (const char* text : {"Weak scaling", "Strong scaling", "Best plan at each size",
                           "  End: ", "failure rate moves the end of the weak curve from ",
                           "ICI bandwidth moves the end of the strong"}) {
    EXPECT_THAT(result.output, HasSubstr(text));
  }
  EXPECT_THAT(file_text(scratch.path() / "s/scaling.csv"), HasSubstr("\nbest,1000000,995328,true,"));
  EXPECT_THAT(file_text(scratch.path() / "s/ends.csv"), HasSubstr("\nbest,"));
  EXPECT_THAT(file_text(scratch.path() / "s/sensitivity.csv"), HasSubstr("\ndcn_bandwidth,weak,"));
  EXPECT_THAT(file_text(scratch.path() / "s/report.html"), HasSubstr("\"sensitivities\""));
}

TEST(ScaleCommand, PrintsTheJsonThatItWrites) {
  const ScratchFolder scratch;

  const ProgramResult result = scale(scratch, {"--json", "--critical-batch", "60M", "--plans", "0"});

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.output, file_text(scratch.path() / "s/scaling.json"));
  const auto json = nlohmann::json::parse(result.output);
  EXPECT_EQ(json["critical_batch_tokens"], 60e6);
  EXPECT_EQ(json["curves"].size(), 2u);
  const auto& largest = json["curves"][0]["points"][3];
  EXPECT_NEAR(largest["token_efficiency_fraction"].get<double>(), 1.0 / (1.0 + 995328 * 8192.0 / 60e6), 1e-12);
  EXPECT_LT(largest["simulated_goodput_low_fraction"], largest["simulated_goodput_high_fraction"]);
}

TEST(ScaleCommand, GivesTheSameBytesWithAnyNumberOfThreads) {
  const ScratchFolder scratch;
  const std::string one = scale(scratch, {"--json", "-j", "1"}).output;

  EXPECT_EQ(scale(scratch, {"--json", "-j", "3", "--force"}).output, one);
}

TEST(ScaleCommand, WarnsWhereALawIsExtrapolated) {
  const ScratchFolder scratch;

  const ProgramResult result = scale(scratch, {"--critical-batch-law", "kaplan", "--loss", "2", "--plans", "0",
                                               "--seeds", "0", "--no-sensitivities"});

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("Critical batch: 7.37 M tokens, Kaplan et al. 2020 at a loss of 2 nats\n"));
  EXPECT_THAT(result.output,
              HasSubstr("Warning: critical batch: the law of Kaplan et al. was measured for losses of 3 to "
                        "10 nats; 2 extrapolates it\n"));
}

struct BadOption {
  const char* name;
  std::vector<std::string> arguments;
  int exit_code;
  std::string error;
};

class ScaleOptions : public ::testing::TestWithParam<BadOption> {};

TEST_P(ScaleOptions, AreRefusedWithWhatIsWrong) {
  const ScratchFolder scratch;

  const ProgramResult result = scale(scratch, GetParam().arguments);

  EXPECT_EQ(result.exit_code, GetParam().exit_code);
  EXPECT_EQ(result.output, "");
  EXPECT_THAT(result.errors, StartsWith(GetParam().error));
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "s"));
}

INSTANTIATE_TEST_SUITE_P(
    Command, ScaleOptions,
    ::testing::Values(
        BadOption{"CriticalBatch",
                  {"--critical-batch", "0"},
                  2,
                  "error: --critical-batch 0: it expects a number above 0 such as 2e9, 200M or 15T (k, M, B, T)\n"},
        BadOption{"KaplanWithoutLoss",
                  {"--critical-batch-law", "kaplan"},
                  2,
                  "error: --critical-batch-law kaplan: it needs the loss that is trained to, --loss\n"},
        BadOption{"LossAlone",
                  {"--loss", "2"},
                  2,
                  "error: --loss: only the law of --critical-batch-law kaplan looks at it\n"},
        BadOption{"LossForZhang",
                  {"--critical-batch-law", "zhang", "--loss", "2"},
                  2,
                  "error: --loss: only the law of --critical-batch-law kaplan looks at it\n"},
        BadOption{"TimeWithoutUnit",
                  {"--simulated-time", "30"},
                  2,
                  "error: --simulated-time 30: it expects a time with one of the units s, ms, us, ns, min, h, hours, "
                  "days, day\n"},
        BadOption{"NoTime", {"--simulated-time", "0 s"}, 2, "error: --simulated-time must be more than 0\n"},
        BadOption{"Law",
                  {"--critical-batch-law", "chinchilla"},
                  2,
                  "error: --critical-batch-law: chinchilla not in {zhang,kaplan}"},
        BadOption{"BothBatches",
                  {"--critical-batch", "1M", "--critical-batch-law", "zhang"},
                  2,
                  "error: --critical-batch excludes --critical-batch-law\n"},
        BadOption{
            "Loss", {"--critical-batch-law", "kaplan", "--loss", "-1"}, 2, "error: --loss: Value -1 not in range"},
        BadOption{"Seeds", {"--seeds", "-1"}, 2, "error: --seeds: Value -1 not in range 0 to 100000"},
        BadOption{"Plans", {"--plans", "-5"}, 2, "error: --plans: Value -5 not in range 0 to 1000000000"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ScaleCommand, NeedsTheTokensOfTheRunForTheLawOfThem) {
  const ScratchFolder scratch;
  std::string text = file_text(shipped_scenario("scaling"));
  text.replace(text.find("tokens: 100e9"), 13, "duration: 9 days");
  write_text(scratch.path() / "timed.yaml", text);

  const ProgramResult result =
      run_program({"scale", "timed.yaml", "--critical-batch-law", "zhang", "--output", "s"}, scratch.path());

  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.errors,
            "error: --critical-batch-law zhang: it needs the tokens of the run; job 'pretrain' has no 'tokens'\n");
}

TEST(ScaleCommand, LeavesAnExistingFolderAlone) {
  const ScratchFolder scratch;
  std::filesystem::create_directory(scratch.path() / "s");
  write_text(scratch.path() / "s/scaling.csv", "mine");

  const ProgramResult result = scale(scratch, {});

  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(file_text(scratch.path() / "s/scaling.csv"), "mine");
}

}  // namespace
}  // namespace gigapod::test
