#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace gigapod::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::vector<std::string> kSmall = {"plan",    "--model",   "llama3.1-8b", "--chip", "v5p",
                                         "--chips", "64..256",   "--tokens",    "1T",     "--remat",
                                         "full",    "--context", "1",           "--quiet"};

std::vector<std::string> with(std::vector<std::string> arguments, const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

ProgramResult plan(const std::vector<std::string>& arguments) {
  const ScratchFolder scratch;
  return run_program(arguments, scratch.path());
}

TEST(PlanCommand, ExplainsItsBestPlan) {
  const ProgramResult result = plan(kSmall);

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  for (const char* text : {"llama3.1-8b, 1.00 T tokens", "Least time: ", "on 256 chips", "The runner-up lacks",
                           "Where the time goes", "Front of time, chips, energy and cost"}) {
    EXPECT_THAT(result.output, HasSubstr(text));
  }
}

TEST(PlanCommand, TheStepCommandGivesTheSameStep) {
  const ProgramResult result = plan(with(kSmall, {"--slices", "1", "--tensor", "2", "--data", "1", "--json"}));
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const nlohmann::json best = nlohmann::json::parse(result.output)["top"][0];
  const auto text = [&](const char* key) { return best[key].dump(); };

  std::vector<std::string> step = {"step",  "--model", "llama3.1-8b", "--chip",
                                   "v5p",   "--slice", best["slice"], "--json",
                                   "--seq", "8192",    "--batch",     text("global_batch_sequences")};
  for (const char* degree : {"tensor", "fsdp", "pipeline", "microbatches"}) {
    step.insert(step.end(), {std::string("--") + degree, text(degree)});
  }
  step.insert(step.end(), {"--gradient-accumulation", text("gradient_accumulation"), "--pipeline-interleave",
                           text("pipeline_interleave")});
  if (best["is_twisted"]) step.emplace_back("--twisted");
  const ProgramResult explained = plan(step);

  ASSERT_EQ(explained.exit_code, 0) << explained.errors;
  EXPECT_EQ(nlohmann::json::parse(explained.output)["step_seconds"], best["step_seconds"]);
}

TEST(PlanCommand, TheBytesDoNotDependOnTheThreads) {
  const ProgramResult one = plan(with(kSmall, {"--json", "-j", "1"}));
  const ProgramResult three = plan(with(kSmall, {"--json", "-j", "3"}));

  EXPECT_EQ(one.exit_code, 0) << one.errors;
  EXPECT_EQ(one.output, three.output);
}

TEST(PlanCommand, WritesTheSameRunsToItsFolder) {
  const ScratchFolder scratch;
  const ProgramResult result = run_program(with(kSmall, {"--output", "answer"}), scratch.path());
  const ProgramResult again = run_program(with(kSmall, {"--output", "answer"}), scratch.path());

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  const std::string json = file_text(scratch.path() / "answer/plan.json");
  const std::string csv = file_text(scratch.path() / "answer/plan.csv");
  EXPECT_THAT(csv, HasSubstr("\ntop," + nlohmann::json::parse(json)["top"][0]["time_seconds"].dump() + ","));
  EXPECT_THAT(result.output, HasSubstr(file_text(scratch.path() / "answer/plan.txt")));
  EXPECT_THAT(file_text(scratch.path() / "answer/report.html"), HasSubstr("\"kind\":\"plan\""));
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_EQ(again.errors, "error: folder 'answer' exists; choose another or give --force\n");
}

TEST(PlanCommand, NamesTheExactShortfallWith3) {
  const ProgramResult late = plan(with(kSmall, {"--deadline", "1days"}));
  const ProgramResult large = plan({"plan", "--model", "llama3.1-405b", "--chip", "v5p", "--chips", "8", "--quiet"});

  EXPECT_EQ(late.exit_code, 3);
  EXPECT_EQ(late.output, "");
  EXPECT_TRUE(late.errors.starts_with("error: no plan does what is asked for\n  deadline: the fastest run takes "))
      << late.errors;
  EXPECT_THAT(late.errors, HasSubstr(" more than the 1 day given, which are enough for "));
  EXPECT_EQ(large.exit_code, 3);
  EXPECT_THAT(large.errors, HasSubstr("  memory: the plan that needs least asks for "));
  EXPECT_THAT(large.errors, HasSubstr(" GiB more than the "));
}

TEST(PlanCommand, SaysOneOfWhatThereIsOneOf) {
  const ProgramResult result = plan({"plan", "--model", "llama3.1-8b", "--chip", "v5p", "--chips", "64", "--slice",
                                     "4x4x4", "--tokens", "1B", "--deadline", "1day", "--remat", "full", "--quiet"});

  EXPECT_THAT(result.output, HasSubstr(" plans on 1 choice of slices: "));
  EXPECT_THAT(result.output, HasSubstr("\nLeast cost within 1 day: "));
}

TEST(PlanCommand, RefusesBadOptionsWith2) {
  struct Case {
    std::vector<std::string> arguments;
    std::string error;
  };
  const std::vector<std::string> model = {"plan", "--model", "llama3.1-8b"};
  const std::vector<std::string> v5p = with(model, {"--chip", "v5p", "--chips", "64"});
  const std::vector<Case> cases = {
      {with(model, {"--chip", "v5p"}), "error: name the chips with --chips, or --megawatts\n"},
      {with(model, {"--chip", "v5q", "--chips", "64"}),
       "error: the catalog has no chip 'v5q'; did you mean 'v5e'?\n"},
      {with(model, {"--chip", "v5p", "--chips", "9..8"}),
       "error: --chips 9..8: it expects a number such as 8192 or a range such as 4096..65536, up to 4000000\n"},
      {with(v5p, {"--tokens", "15X"}),
       "error: --tokens 15X: it expects a number above 0 such as 2e9, 200M or 15T (k, M, B, T)\n"},
      {with(v5p, {"--deadline", "30"}), "error: --deadline 30: it expects a time with one of the units"},
      {with(v5p, {"--slice", "4x4x6"}), "error: 4x4x6 does not fill whole 4x4x4 cubes; 4x4x8 does\n"},
      {with(v5p, {"--critical-batch", "1k"}),
       "error: --critical-batch 1k: it is less than one sequence of 8192 tokens\n"},
      {with(v5p, {"--precision", "fp4"}), "error: --precision fp4: chip 'v5p' has bf16, int8, fp8\n"},
      {with(model, {"--chip", "b300", "--chips", "64"}), "error: no pod of the catalog has chips of type 'b300'\n"},
      {with(model, {"--pod", "gb200_nvl72", "--chips", "72", "--budget", "1M"}),
       "error: --budget: no price of chip 'gb200' is known; give one with --chip-hour\n"}};
  for (const Case& bad : cases) {
    const ProgramResult result = plan(bad.arguments);
    EXPECT_EQ(result.exit_code, 2) << result.output;
    EXPECT_TRUE(result.errors.starts_with(bad.error)) << result.errors;
  }
}

/// The program with its output in files, to be disturbed.
class RunningPlan {
 public:
  RunningPlan(const std::vector<std::string>& arguments, const std::filesystem::path& folder) : folder_(folder) {
    process_ = fork();
    if (process_ != 0) return;
    dup2(open((folder / "out").c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600), STDOUT_FILENO);
    dup2(open((folder / "err").c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600), STDERR_FILENO);
    if (chdir(folder.c_str()) != 0) _exit(126);
    std::vector<char*> argv = {const_cast<char*>("gigapod")};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execv(GIGAPOD_PROGRAM, argv.data());
    _exit(127);
  }
  void signal(int number) const { kill(process_, number); }
  [[nodiscard]] int wait() const {
    int status = 0;
    waitpid(process_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  [[nodiscard]] std::string output() const { return file_text(folder_ / "out"); }
  [[nodiscard]] std::string errors() const { return file_text(folder_ / "err"); }

 private:
  std::filesystem::path folder_;
  pid_t process_ = 0;
};

/// A search of some seconds.
const std::vector<std::string> kLong = {"plan",      "--model", "llama3.1-70b", "--chip",  "v5p",   "--chips",
                                        "256..2048", "--remat", "full",         "--quiet", "--json"};

std::size_t lines_of(const std::filesystem::path& file) {
  const std::string text = file_text(file);
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(PlanCommand, AKillLosesAtMostTheSlicesInWork) {
  const ScratchFolder scratch;
  const std::vector<std::string> resumable = with(kLong, {"--checkpoint", "search", "-j", "2"});
  std::size_t kept = 0;
  int kills = 0;
  while (kills < 20) {
    const RunningPlan running(resumable, scratch.path());
    // Until some more slices are done, however slow the machine is.
    while (lines_of(scratch.path() / "search") < kept + 2 && running.output().empty())
      std::this_thread::sleep_for(2ms);
    running.signal(SIGKILL);
    const bool is_killed = running.wait() != 0;
    EXPECT_GE(lines_of(scratch.path() / "search"), kept);
    kept = lines_of(scratch.path() / "search");
    if (!is_killed) break;
    ++kills;
  }
  EXPECT_GE(kills, 3);

  const ProgramResult resumed = run_program(resumable, scratch.path());
  const ProgramResult undisturbed = run_program(kLong, scratch.path());

  EXPECT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_EQ(resumed.output, undisturbed.output);
}

TEST(PlanCommand, CtrlCPrintsThePartialAnswer) {
  const ScratchFolder scratch;
  const RunningPlan running(with(kLong, {"--checkpoint", "search"}), scratch.path());
  while (lines_of(scratch.path() / "search") < 2) std::this_thread::sleep_for(2ms);

  running.signal(SIGINT);

  EXPECT_EQ(running.wait(), 130);
  EXPECT_THAT(running.errors(), HasSubstr("the answer is partial\n"));
  const nlohmann::json answer = nlohmann::json::parse(running.output());
  EXPECT_FALSE(answer["is_complete"]);
  EXPECT_FALSE(answer["top"].empty());
}

}  // namespace
}  // namespace gigapod::test
