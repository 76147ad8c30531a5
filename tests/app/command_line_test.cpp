#include "tests/app/program_after.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <unistd.h>

namespace gigapod::test {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// How often a text holds another.
int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(CommandLine, EveryCommandExplainsItself) {
  const ScratchFolder scratch;
  for (const std::string command :
       {"run", "check", "scale", "describe", "report", "schema", "collective", "step", "validate"}) {
    const ProgramResult result = run_program({command, "--help"}, scratch.path());
    EXPECT_EQ(result.exit_code, 0) << command;
    EXPECT_THAT(result.output, HasSubstr("Usage: gigapod " + command)) << command;
  }
  EXPECT_THAT(run_program({"--help"}, scratch.path()).output, HasSubstr("gigawatt"));
}

TEST(CommandLine, WrongUsageExitsWith2) {
  const ScratchFolder scratch;

  EXPECT_EQ(run_program({}, scratch.path()).exit_code, 2);
  EXPECT_EQ(run_program({"rum"}, scratch.path()).exit_code, 2);
  EXPECT_EQ(run_program({"run"}, scratch.path()).exit_code, 2);
  EXPECT_EQ(run_program({"run", "a.yaml", "--sped", "3"}, scratch.path()).exit_code, 2);
}

TEST(CommandLine, AnUnknownCommandOrOptionIsNamedWithOneThatIsNear) {
  const ScratchFolder scratch;
  const auto errors = [&](const std::vector<std::string>& line) { return run_program(line, scratch.path()).errors; };

  const std::string help = "\nRun with --help for more information.\n";

  EXPECT_EQ(errors({"foo"}), "error: there is no command 'foo'" + help);
  EXPECT_EQ(errors({"rum", "a.yaml"}), "error: there is no command 'rum'; did you mean 'run'?" + help);
  EXPECT_EQ(errors({"run", "a.yaml", "--sed", "3"}),
            "error: there is no option '--sed'; did you mean '--seed'?" + help);
  EXPECT_EQ(errors({"power", "swng"}), "error: there is no command 'swng'; did you mean 'swing'?" + help);
  EXPECT_EQ(errors({"run", "a.yaml", "--nothing-like-it=4"}),
            "error: The following argument was not expected: --nothing-like-it=4" + help);
  EXPECT_EQ(errors({"cost", "--modle", "llama3.1-8b"}),
            "error: there is no option '--modle'; did you mean '--model'?" + help);
}

struct WrongOption {
  std::vector<std::string> line;
  std::string error;
};

class WrongOptions : public testing::TestWithParam<WrongOption> {};

TEST_P(WrongOptions, ExitWith2) {
  const ScratchFolder scratch;

  const ProgramResult result = run_program(GetParam().line, scratch.path());

  EXPECT_EQ(result.exit_code, 2) << result.errors;
  EXPECT_THAT(result.errors, StartsWith("error: " + GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    Commands, WrongOptions,
    testing::Values(
        WrongOption{{"compare", "a", "b", "--tolerance", "1"}, "--tolerance 1: it expects a share such as 1%"},
        WrongOption{{"compare", "a"}, "compare needs two or more"},
        WrongOption{{"cost", "--model", "llama3.1-8b", "--tokens", "1X", "--deadline", "3days", "--chip", "v7"},
                    "--tokens 1X: it expects a number above 0"},
        WrongOption{{"export", "a"}, "--format csv needs --output, a folder"},
        WrongOption{{"plan", "--model", "llama3.1-8b", "--chip", "v7", "--tokens", "1e9", "--chips", "many"},
                    "--chips many: it expects a number"},
        WrongOption{{"plan", "--model", "llama3.1-8b", "--chip", "v77", "--tokens", "1e9", "--chips", "64"},
                    "the catalog has no chip 'v77'; did you mean 'v7'?"},
        WrongOption{{"scale", shipped_scenario("scaling"), "--critical-batch-law", "kaplan"},
                    "--critical-batch-law kaplan: it needs the loss"},
        WrongOption{{"step", "--model", "llama3.1-8b", "--chip", "v5p", "--slice", "4x4y4"},
                    "'4x4y4' is not a slice"},
        WrongOption{{"collective", "all_reduce", "--chip", "v5p", "--slice", "4x4x4", "--bytes", "3"},
                    "'3' has no unit"},
        WrongOption{{"serve", "--model", "llama3.1-8b", "--chip", "v6e", "--slice", "2x2", "--sample", "nothing"},
                    "there is no sample 'nothing'"},
        WrongOption{{"describe", "topology", shipped_scenario("quickstart"), "--graphml", "-o", "a.png"},
                    "--graphml is no picture"}));

TEST(CommandLine, EveryErrorSaysThatItIsOne) {
  const ScratchFolder scratch;
  fs::create_directories(scratch.path() / "mine");
  const std::vector<std::vector<std::string>> lines = {
      {},                                     // no command
      {"run"},                                // an argument is missing
      {"goodput", "--pod", "v4", "--draws"},  // a value is missing
      {"cost", "--chip", "v7"},               // the command asks for more
      {"plan", "--model", "none", "--chip", "v7"},
      {"describe", "chips", "v77"},  // input
      {"report", "mine"},            // a sentence of the library
      {"export", "mine", "--output", "csv"},
      {"compare", "mine", "mine"},
      {"run", shipped_scenario("quickstart"), "--output", "/proc/none", "--quiet"}};  // the run fails
  for (const std::vector<std::string>& line : lines) {
    const ProgramResult result = run_program(line, scratch.path());
    EXPECT_NE(result.exit_code, 0);
    EXPECT_THAT(result.errors, StartsWith("error: "));
    EXPECT_THAT(result.errors, Not(HasSubstr("error: error:")));
  }
}

TEST(CommandLine, CtrlCEndsARunWith130AndNothingIsSaid) {
  const ScratchFolder scratch;
  write_text(
      scratch.path() / "long.yaml",
      "name: long\nhorizon: 36500 days\nsite: {base: two_v4_pods}\nfailures: published\njobs:\n  - {name: train, "
      "model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e17}\n");
  const auto interrupt_soon = [] {
    std::signal(SIGINT, SIG_DFL);
    const pid_t program = getpid();
    if (fork() != 0) return;
    usleep(500'000);
    kill(program, SIGINT);
    _exit(0);
  };

  const ProgramResult result =
      run_program_after(interrupt_soon, {"run", "long.yaml", "-o", "out", "--quiet"}, scratch.path());

  EXPECT_EQ(result.exit_code, 130);
  EXPECT_EQ(result.errors, "");
  EXPECT_FALSE(fs::exists(scratch.path() / "out"));
}

TEST(CommandLine, AMissingFileExitsWith3AndNamesIt) {
  const ScratchFolder scratch;

  const ProgramResult result = run_program({"run", "nowhere.yaml"}, scratch.path());

  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.errors, StartsWith("nowhere.yaml: error: "));
  EXPECT_FALSE(fs::exists(scratch.path() / "runs"));
}

TEST(CommandLine, AnInvalidScenarioLeavesNothingBehind) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "bad.yaml", "name: bad\nhorizon: 3\nsed: 4\n");

  const ProgramResult result = run_program({"run", "bad.yaml"}, scratch.path());

  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.errors, HasSubstr("bad.yaml:2:10: error: "));
  EXPECT_THAT(result.errors, HasSubstr("bad.yaml:3:1: error: "));
  EXPECT_THAT(result.errors, HasSubstr("did you mean 'seed'?"));
  EXPECT_FALSE(fs::exists(scratch.path() / "runs"));
}

TEST(CommandLine, CheckSaysThatAScenarioIsValid) {
  const ScratchFolder scratch;

  const ProgramResult result = run_program({"check", shipped_scenario("quickstart")}, scratch.path());

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("valid (2 jobs, 1 fleet, hash "));
}

TEST(CommandLine, TheResolvedScenarioReadsBackToTheSameHash) {
  const ScratchFolder scratch;
  const ProgramResult resolved = run_program({"check", "--resolved", shipped_scenario("quickstart")}, scratch.path());
  ASSERT_EQ(resolved.exit_code, 0) << resolved.errors;
  write_text(scratch.path() / "again.yaml", resolved.output);

  const std::string first = run_program({"check", shipped_scenario("quickstart")}, scratch.path()).output;
  const std::string second = run_program({"check", "again.yaml"}, scratch.path()).output;

  EXPECT_EQ(first.substr(first.find(": valid")), second.substr(second.find(": valid")));
}

TEST(CommandLine, RunWritesANewFolderUnderRunsAndPrintsItLast) {
  const ScratchFolder scratch;

  const ProgramResult first = run_program({"run", shipped_scenario("quickstart")}, scratch.path());
  const ProgramResult second = run_program({"run", shipped_scenario("quickstart")}, scratch.path());

  ASSERT_EQ(first.exit_code, 0) << first.errors;
  EXPECT_THAT(first.output, EndsWith("runs/quickstart-001\n"));
  EXPECT_THAT(second.output, EndsWith("runs/quickstart-002\n"));
  EXPECT_EQ(first.errors, "") << "standard error stays quiet where it is no terminal";
  for (const char* file :
       {"manifest.json", "resolved.yaml", "run.sqlite", "fingerprint.txt", "summary.json", "report.html"}) {
    EXPECT_TRUE(fs::exists(scratch.path() / "runs/quickstart-001" / file)) << file;
  }
  EXPECT_EQ(file_text(scratch.path() / "runs/quickstart-001/fingerprint.txt"),
            file_text(scratch.path() / "runs/quickstart-002/fingerprint.txt"));
}

TEST(CommandLine, AnExistingRunDirectoryIsRefusedUnlessForced) {
  const ScratchFolder scratch;
  const std::string scenario = shipped_scenario("quickstart");
  ASSERT_EQ(run_program({"run", scenario, "--output", "out"}, scratch.path()).exit_code, 0);
  write_text(scratch.path() / "out" / "mine.txt", "kept");

  const ProgramResult refused = run_program({"run", scenario, "--output", "out"}, scratch.path());
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.errors, HasSubstr("run directory 'out' exists"));
  EXPECT_TRUE(fs::exists(scratch.path() / "out" / "mine.txt"));

  EXPECT_EQ(run_program({"run", scenario, "--output", "out", "--force"}, scratch.path()).exit_code, 0);
}

TEST(CommandLine, AnotherSeedGivesAnotherFingerprint) {
  const ScratchFolder scratch;
  const std::string scenario = shipped_scenario("quickstart");

  ASSERT_EQ(run_program({"run", scenario, "--output", "a"}, scratch.path()).exit_code, 0);
  ASSERT_EQ(run_program({"run", scenario, "--output", "b", "--seed", "77"}, scratch.path()).exit_code, 0);

  EXPECT_NE(file_text(scratch.path() / "a/fingerprint.txt"), file_text(scratch.path() / "b/fingerprint.txt"));
  EXPECT_THAT(file_text(scratch.path() / "b/resolved.yaml"), HasSubstr("seed: 77"));
}

TEST(CommandLine, RefusesASeedThatIsNoWholeNumberOf64Bits) {
  const ScratchFolder scratch;
  const std::vector<std::vector<std::string>> commands = {
      {"run", shipped_scenario("quickstart"), "--output", "a"},
      {"goodput", "--pod", "v4"},
      {"cost", "--model", "llama3.1-8b", "--chip", "v7"},
      {"cost", "serving", "--model", "llama3.1-8b", "--chip", "v7", "--rate", "1"},
      {"serve", "--model", "llama3.1-8b", "--chip", "v7", "--slice", "1x1x1", "--rate", "1"}};
  for (std::vector<std::string> command : commands) {
    for (const char* seed : {"-1", "99999999999999999999999", "1.5", "abc"}) {
      std::vector<std::string> arguments = command;
      arguments.insert(arguments.end(), {"--seed", seed});
      const ProgramResult refused = run_program(arguments, scratch.path());

      EXPECT_EQ(refused.exit_code, 2) << command.front();
      EXPECT_THAT(refused.errors, ::testing::StartsWith(
                                      "error: --seed: expects a whole number from 0 to 18446744073709551615, not '" +
                                      std::string(seed) + "'\n"));
    }
  }
}

TEST(CommandLine, SaysThatANumberHasNoUnit) {
  const ScratchFolder scratch;
  const auto error = [&](const std::vector<std::string>& arguments) {
    const ProgramResult refused = run_program(arguments, scratch.path());
    EXPECT_EQ(refused.exit_code, 2);
    return refused.errors.substr(0, refused.errors.find('\n'));
  };
  EXPECT_EQ(error({"plan", "--model", "llama3.1-8b", "--chip", "v7", "--megawatts", "0.01MW"}),
            "error: --megawatts: expects a number (without unit), such as 0.01, not '0.01MW'");
  EXPECT_EQ(error({"plan", "--model", "llama3.1-8b", "--chip", "v7", "--megawatts", "many"}),
            "error: --megawatts: expects a number (without unit), not 'many'");
  EXPECT_EQ(error({"plan", "--model", "llama3.1-8b", "--chip", "v7", "--slices", "1.5"}),
            "error: --slices: expects a whole number (without unit), not '1.5'");
  EXPECT_EQ(error({"plan", "--model", "llama3.1-8b", "--chip", "v7", "--pue", "0.5"}),
            "error: --pue: Value 0.5 not in range 1 to 10");
}

TEST(CommandLine, DescribeListsTheCatalogAndThePlugins) {
  const ScratchFolder scratch;

  const ProgramResult all = run_program({"describe"}, scratch.path());
  const ProgramResult chip = run_program({"describe", "chips", "v7"}, scratch.path());
  const ProgramResult typo = run_program({"describe", "chips", "v77"}, scratch.path());

  EXPECT_EQ(all.exit_code, 0) << all.errors;
  for (const char* word :
       {"v5p", "ironwood", "gigawatt_campus", "palm-540b", "ocs_torus_3d", "fixed_torus_2d", "twisted_torus_3d",
        "gpu_fat_tree", "dcn_clos", "dcn_ocs_blocks", "priority_backfill", "best_fit", "diurnal_world"}) {
    EXPECT_THAT(all.output, HasSubstr(word));
  }
  EXPECT_THAT(chip.output, HasSubstr("peak_bf16"));
  EXPECT_THAT(chip.output, HasSubstr("source of hbm_bandwidth"));
  EXPECT_EQ(typo.exit_code, 3);
  EXPECT_THAT(typo.errors, HasSubstr("did you mean 'v7'?"));
}

TEST(CommandLine, DescribeTellsWhoAsksAndForWhat) {
  const ScratchFolder scratch;

  const ProgramResult countries = run_program({"describe", "countries"}, scratch.path());
  const ProgramResult japan = run_program({"describe", "countries", "Japan"}, scratch.path());
  const ProgramResult sectors = run_program({"describe", "sectors"}, scratch.path());
  const ProgramResult typo = run_program({"describe", "countries", "Japn"}, scratch.path());

  EXPECT_THAT(countries.output, HasSubstr("United States"));
  EXPECT_THAT(japan.output, HasSubstr("East Asia"));
  EXPECT_THAT(japan.output, Not(HasSubstr("United States")));
  EXPECT_THAT(sectors.output, HasSubstr("coding"));
  EXPECT_EQ(typo.exit_code, 3);
  EXPECT_EQ(typo.errors, "error: there is no country 'Japn'; did you mean 'Japan'?\n");
}

TEST(CommandLine, DescribeTopologyDrawsTheSite) {
  const ScratchFolder scratch;
  const std::string scenario = shipped_scenario("quickstart");

  const ProgramResult dot = run_program({"describe", "topology", scenario}, scratch.path());
  const ProgramResult svg =
      run_program({"describe", "topology", scenario, "--view", "power", "--output", "power.svg"}, scratch.path());

  EXPECT_EQ(dot.exit_code, 0) << dot.errors;
  EXPECT_THAT(dot.output, HasSubstr("graph"));
  EXPECT_EQ(svg.exit_code, 0) << svg.errors;
  EXPECT_THAT(file_text(scratch.path() / "power.svg"), HasSubstr("</svg>"));
}

TEST(CommandLine, DescribeTopologyWritesGraphml) {
  const ScratchFolder scratch;
  const std::string scenario = shipped_scenario("quickstart");
  struct Case {
    const char* view;
    int nodes;
    int edges;
  };
  // 144 blocks with a link to the pod's fabric and one to its network, which hangs on a DCN block, the core, storage;
  // every rack, the feeds above it; a torus of 16 x 16 x 16 chips with three links each.
  for (const Case& expected : {Case{"network", 149, 291}, Case{"power", 156, 155}, Case{"slice", 4096, 12288}}) {
    const ProgramResult graph = run_program(
        {"describe", "topology", scenario, "--view", expected.view, "--graphml", "--force", "-o", "graph"},
        scratch.path());

    EXPECT_EQ(graph.exit_code, 0) << graph.errors;
    const std::string text = file_text(scratch.path() / "graph");
    EXPECT_EQ(count(text, "<node "), expected.nodes) << expected.view;
    EXPECT_EQ(count(text, "<edge "), expected.edges) << expected.view;
  }
  const ProgramResult again =
      run_program({"describe", "topology", scenario, "--graphml", "-o", "graph"}, scratch.path());
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_EQ(again.errors, "error: file 'graph' exists; choose another or give --force\n");
  const ProgramResult picture =
      run_program({"describe", "topology", scenario, "--graphml", "-o", "site.svg"}, scratch.path());
  EXPECT_EQ(picture.exit_code, 2);
  EXPECT_EQ(picture.errors, "error: --graphml is no picture: name a file such as site.graphml, not 'site.svg'\n");
}

TEST(CommandLine, ScaleWritesTableCsvAndPlot) {
  const ScratchFolder scratch;

  const ProgramResult result = run_program({"scale", shipped_scenario("scaling"), "--output", "s"}, scratch.path());

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("Weak scaling"));
  EXPECT_THAT(result.output, HasSubstr("Strong scaling"));
  EXPECT_THAT(file_text(scratch.path() / "s/scaling.csv"), HasSubstr("step_seconds"));
  EXPECT_THAT(file_text(scratch.path() / "s/report.html"), HasSubstr("</html>"));
}

}  // namespace
}  // namespace gigapod::test
