#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gigapod::test {
namespace {

using testing::HasSubstr;

ProgramResult goodput(std::vector<std::string> arguments) {
  const ScratchFolder scratch;
  arguments.insert(arguments.begin(), "goodput");
  return run_program(arguments, scratch.path());
}

TEST(GoodputCommand, PrintsPublishedValuesBesideItsOwn) {
  const ProgramResult result = goodput({"--pod", "v4", "--slice", "1024,2048,3072", "--draws", "200"});

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  for (const char* text : {"Goodput of a pod of v4 (4,096 chips)", "200 draws", "8x8x16", "8x16x16", "12x16x16",
                           "without OCS", "arXiv:2304.01433"}) {
    EXPECT_THAT(result.output, HasSubstr(text));
  }
}

TEST(GoodputCommand, JsonHasARowForEverySliceAndAvailability) {
  const ProgramResult result = goodput(
      {"--pod", "v4", "--slice", "4x4x4,12x16x16", "--host-availability", "99,99.9", "--draws", "50", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const auto json = nlohmann::json::parse(result.output);

  ASSERT_EQ(json["rows"].size(), 4u);
  EXPECT_EQ(json["rows"][3]["slice"], "12x16x16");
  EXPECT_NEAR(json["rows"][3]["host_availability_fraction"].get<double>(), 0.999, 1e-12);
}

TEST(GoodputCommand, SizesAreChosenForThePodWhenNoneAreNamed) {
  const ProgramResult result = goodput({"--pod", "trillium", "--draws", "30", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const auto json = nlohmann::json::parse(result.output);

  EXPECT_GE(json["rows"].size(), 12u);
  EXPECT_FALSE(json["rows"][0].contains("without_ocs"));
}

TEST(GoodputCommand, RefusesBadOptionsWith2) {
  struct Case {
    std::vector<std::string> arguments;
    std::string error;
  };
  const std::string help = "Run with --help for more information.\n";
  const std::vector<Case> cases = {
      {{"--pod", "v44"}, "error: the catalog has no pod 'v44'; did you mean 'v4'?\n"},
      {{"--pod", "v4", "--slice", "1000"}, "error: pod 'v4' has no slice of 1000 chips; the next smaller has 960\n"},
      {{"--pod", "v4", "--slice", "4x4x6"}, "error: 4x4x6 does not fill whole 4x4x4 cubes; 4x4x8 does\n"},
      {{"--pod", "v4", "--draws", "29"}, "error: --draws: Value 29 not in range 30 to 1000000\n" + help},
      {{"--pod", "v4", "--draws", "2000000"}, "error: --draws: Value 2000000 not in range 30 to 1000000\n" + help},
      {{"--pod", "v4", "--host-availability", "101"},
       "error: --host-availability: Value 101 not in range 0 to 100\n" + help},
  };
  for (const Case& bad : cases) {
    const ProgramResult result = goodput(bad.arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.errors, bad.error);
  }
}

}  // namespace
}  // namespace gigapod::test
