#include "tests/app/program.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <random>
#include <set>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace gigapod::test {
namespace {

namespace fs = std::filesystem;

const char* const kStudy =
    "name: killed\n"
    "horizon: 20 days\n"
    "site: {base: two_v4_pods}\n"
    "jobs:\n"
    "  - {name: train, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e15}\n"
    "study:\n"
    "  seeds: 12\n"
    "  least_seeds: 3\n"
    "  precision: 0.01\n"
    "  measures: [train.goodput, train.interruptions]\n"
    "  sample: {method: latin_hypercube, size: 10}\n"
    "  axes:\n"
    "    - {name: restart, key: jobs.train.restart_time, low: 1 min, high: 240 min, spacing: log}\n";

/// Everything a sweep leaves but its journal, whose lines are in the order in which runs ended.
const std::vector<std::string> kFiles = {"results.csv",     "runs.csv",       "failures.csv",
                                         "sensitivity.csv", "study.json",     "study.txt",
                                         "report.html",     "results.sqlite", "resolved.yaml"};

pid_t start(const fs::path& folder) {
  const pid_t child = fork();
  if (child != 0) return child;
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  if (chdir(folder.c_str()) != 0) _exit(126);
  execl(GIGAPOD_PROGRAM, "gigapod", "sweep", "study.yaml", "-o", "out", "-j", "3", nullptr);
  _exit(127);
}

/// The whole lines of the journal.
std::multiset<std::string> finished_runs(const fs::path& folder) {
  std::multiset<std::string> lines;
  const std::string text = file_text(folder / "out/journal.txt");
  std::istringstream stream(text.substr(0, text.rfind('\n') + 1));
  for (std::string line; std::getline(stream, line);) lines.insert(line);
  return lines;
}

ProgramResult finish(const fs::path& folder) {
  return run_program({"sweep", "study.yaml", "-o", "out", "-j", "2"}, folder);
}

TEST(SweepKilled, AtAnyMomentLosesNothingAndEndsInTheSameBytes) {
  const ScratchFolder undisturbed;
  write_text(undisturbed.path() / "study.yaml", kStudy);
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_EQ(finish(undisturbed.path()).exit_code, 0);
  const std::chrono::duration<double> whole = std::chrono::steady_clock::now() - begin;
  std::minstd_rand random(7);
  std::set<std::size_t> kept;
  for (int i = 0; i < 20; ++i) {
    const ScratchFolder scratch;
    write_text(scratch.path() / "study.yaml", kStudy);
    const pid_t child = start(scratch.path());
    const double share = std::uniform_real_distribution<double>(0.02, 1.0)(random);
    std::this_thread::sleep_for(share * whole);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const auto before = finished_runs(scratch.path());
    kept.insert(before.size());

    const ProgramResult result = finish(scratch.path());

    ASSERT_EQ(result.exit_code, 0) << result.errors;
    const auto after = finished_runs(scratch.path());
    EXPECT_EQ(std::set<std::string>(after.begin(), after.end()).size(), after.size()) << "a run was done twice";
    for (const std::string& line : before) EXPECT_TRUE(after.contains(line)) << line;
    for (const std::string& name : kFiles) {
      EXPECT_EQ(file_text(scratch.path() / "out" / name), file_text(undisturbed.path() / "out" / name)) << name;
    }
    EXPECT_FALSE(fs::exists(scratch.path() / "out/.runs"));
  }
  EXPECT_GT(kept.size(), 5u) << "the moments were all alike";
}

}  // namespace
}  // namespace gigapod::test
