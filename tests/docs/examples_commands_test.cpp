// The files of docs/examples linked into the program: commands know the names.
#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace gigapod::test {
namespace {

using testing::HasSubstr;

ProgramResult run(const std::vector<std::string>& arguments) {
  const ScratchFolder scratch;
  return run_program(arguments, scratch.path());
}

nlohmann::json run_json(std::vector<std::string> arguments) {
  arguments.push_back("--json");
  const ProgramResult result = run(arguments);
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  return nlohmann::json::parse(result.output);
}

TEST(BroadcastCommand, IsDescribedAndOffered) {
  const ProgramResult described = run({"describe", "plugins", "broadcast"});
  const ProgramResult help = run({"collective", "--help"});

  EXPECT_THAT(described.output, HasSubstr("collective broadcast: Every chip gets the array of the first one.\n"));
  EXPECT_THAT(described.output, HasSubstr("most_chunks"));
  EXPECT_THAT(help.output, HasSubstr("One of all_gather, all_reduce, all_to_all, broadcast, reduce_scatter"));
  EXPECT_THAT(help.output, HasSubstr("--most-chunks"));
}

TEST(BroadcastCommand, AgreesWithFlowsOnRingsLinesAndATwist) {
  const std::vector<std::vector<std::string>> slices = {{"--chip", "v5p", "--slice", "4x4x4"},
                                                        {"--chip", "v5p", "--slice", "4x4x8"},
                                                        {"--chip", "v5p", "--slice", "2x2x4"},
                                                        {"--chip", "v5p", "--slice", "4x4x8", "--twisted"},
                                                        {"--chip", "v5e", "--slice", "8x16"}};
  for (std::vector<std::string> arguments : slices) {
    arguments.insert(arguments.begin(), {"collective", "broadcast"});
    for (const char* more : {"--bytes", "64KiB,16MiB", "--check", "flows"}) arguments.emplace_back(more);

    for (const nlohmann::json& answer : run_json(arguments)) {
      EXPECT_LT(std::abs(answer["flows"]["closed_form_error"].get<double>()), 1e-4) << answer;
      EXPECT_LE(answer["bound_seconds"].get<double>(), answer["flows"]["seconds"].get<double>());
    }
  }
}

TEST(BroadcastCommand, TakesItsParameterAndRefusesWhatItCanNotDo) {
  const std::vector<std::string> slice = {"--chip", "v5p", "--slice", "4x4x4", "--bytes", "64MiB", "--most-chunks"};
  std::vector<std::string> few = {"collective", "broadcast", "--check", "flows"};
  few.insert(few.end(), slice.begin(), slice.end());
  few.emplace_back("7");
  std::vector<std::string> other = {"collective", "all_gather"};
  other.insert(other.end(), slice.begin(), slice.end());
  other.emplace_back("7");

  EXPECT_EQ(run_json(few)["flows"]["chunks"], 7);
  EXPECT_EQ(run(other).errors, "error: --most-chunks: the collective 'all_gather' does not have it\n");
  EXPECT_EQ(run({"collective", "broadcast", "--chip", "h100", "--slice", "4x8", "--bytes", "1GB"}).errors,
            "error: 'broadcast' has no closed form for chips behind switches\n");
  EXPECT_EQ(
      run({"collective", "broadcast", "--chip", "v5p", "--slice", "8x8x16", "--bytes", "1GB", "--check", "flows"})
          .errors,
      "error: 1024 chips that no symmetry folds are too many to check with flows\n");
}

}  // namespace
}  // namespace gigapod::test
