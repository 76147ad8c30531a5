// What every command that writes a folder says of a file that can't be written.
#include "tests/app/program.hpp"
#include "tests/app/program_after.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <filesystem>
#include <sys/resource.h>
#include <unistd.h>

namespace gigapod::test {
namespace {

struct FullDiskCase {
  std::string command;
  std::vector<std::string> arguments;
  std::string fault;  ///< what can't be written
};

class AFullDisk : public testing::TestWithParam<FullDiskCase> {};

void limit_files() {
  const rlimit limit{2'048, 2'048};
  setrlimit(RLIMIT_FSIZE, &limit);
}

TEST_P(AFullDisk, IsSaidWithTheFileAndLeavesNothing) {
  const ScratchFolder scratch;
  std::vector<std::string> line = {GetParam().command};
  line.insert(line.end(), GetParam().arguments.begin(), GetParam().arguments.end());
  line.insert(line.end(), {"-o", "out"});

  const ProgramResult result = run_program_after(limit_files, line, scratch.path());

  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.errors, "error: cannot write " + GetParam().fault + "\n");
  EXPECT_TRUE(std::filesystem::is_empty(scratch.path()));
}

INSTANTIATE_TEST_SUITE_P(Commands, AFullDisk,
                         testing::Values(FullDiskCase{"run",
                                                      {shipped_scenario("scaling")},
                                                      "run directory out: run.sqlite: file too large (run not kept)"},
                                         FullDiskCase{"scale",
                                                      {shipped_scenario("scaling")},
                                                      "folder out: scaling.csv: file too large (nothing changed)"},
                                         FullDiskCase{"plan",
                                                      {"--model", "llama3.1-8b", "--chip", "v7", "--chips", "64",
                                                       "--tokens", "1T"},
                                                      "folder out: plan.txt: file too large (nothing changed)"},
                                         FullDiskCase{"cost",
                                                      {"--model", "llama3.1-8b", "--chip", "v7", "--tokens", "1T"},
                                                      "folder out: cost.json: file too large (nothing changed)"}),
                         [](const auto& test) { return test.param.command; });

TEST(FullDisk, LeavesNoHalfPicture) {
  const ScratchFolder scratch;

  const ProgramResult result = run_program_after(
      limit_files, {"describe", "topology", shipped_scenario("quickstart"), "-o", "site.svg"}, scratch.path());

  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.errors, "error: cannot write file site.svg: file too large (nothing changed)\n");
  EXPECT_TRUE(std::filesystem::is_empty(scratch.path()));
}

TEST(FullDisk, IsSaidOfAnAnswerThatWaitsInABuffer) {
  const auto fill_output = [] { dup2(open("/dev/full", O_WRONLY | O_CLOEXEC), STDOUT_FILENO); };

  const ProgramResult result =
      run_program_after(fill_output, {"describe", "topology", shipped_scenario("quickstart")}, "/");

  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.errors, "error: cannot write to standard output: no space left on device\n");
}

}  // namespace
}  // namespace gigapod::test
