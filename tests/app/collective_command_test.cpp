#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace gigapod::test {
namespace {

using testing::HasSubstr;

ProgramResult collective(std::vector<std::string> arguments) {
  const ScratchFolder scratch;
  arguments.insert(arguments.begin(), "collective");
  return run_program(arguments, scratch.path());
}

TEST(CollectiveCommand, PrintsClosedFormBoundAndFlows) {
  const ProgramResult result =
      collective({"all_reduce", "--chip", "v5p", "--slice", "8x8x16", "--bytes", "1GiB", "--check", "flows"});

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("over 1024 chips: slice 8x8x16 of v5p (pod v5p)\n"));
  EXPECT_THAT(result.output, HasSubstr("16 chips, ring: 2 links a chip, 8 hops\n"));
  for (const char* line : {"closed form  ", "physical bound  ", "SimGrid flows  ", "axis 2 down"}) {
    EXPECT_THAT(result.output, HasSubstr(line));
  }
}

TEST(CollectiveCommand, JsonHoldsTimesThatAgreeAndNoLinkAboveItsRate) {
  const ProgramResult result = collective({"all_to_all", "--chip", "v4", "--slice", "4x4x8", "--twisted", "--bytes",
                                           "64MiB", "--check", "flows", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const nlohmann::json answer = nlohmann::json::parse(result.output);

  const double flows = answer["flows"]["seconds"];
  EXPECT_TRUE(answer["is_twisted"]);
  EXPECT_NEAR(answer["closed_form_seconds"].get<double>() / flows, 1.0, 0.05);
  EXPECT_LE(answer["bound_seconds"].get<double>(), flows);
  ASSERT_EQ(answer["flows"]["link_classes"].size(), 6u);
  for (const auto& use : answer["flows"]["link_classes"]) EXPECT_LE(use["busiest_utilization"].get<double>(), 1.0);
}

TEST(CollectiveCommand, TopologyNamesChipSliceAndTwistInOne) {
  const ProgramResult apart =
      collective({"all_to_all", "--chip", "v4", "--slice", "4x4x8", "--twisted", "--bytes", "1GiB"});
  const ProgramResult together = collective({"all_to_all", "--topology", "v4:4x4x8 twisted", "--bytes", "1GiB"});
  const ProgramResult pod = collective({"all_reduce", "--topology", "ironwood:4x4x8", "--bytes", "1GiB"});

  EXPECT_EQ(together.output, apart.output);
  EXPECT_EQ(together.exit_code, 0) << together.errors;
  EXPECT_THAT(pod.output, HasSubstr("slice 4x4x8 of v7 (pod ironwood)"));
  EXPECT_THAT(pod.output, HasSubstr("+ wait of unequal axes"));
  EXPECT_EQ(collective({"all_reduce", "--topology", "v9:4x4x8", "--bytes", "1GiB"}).exit_code, 2);
  EXPECT_EQ(collective({"all_reduce", "--chip", "v4", "--bytes", "1GiB"}).errors,
            "error: name a slice with --slice 8x8x16 or --topology v5p:8x8x16\n");
  EXPECT_EQ(collective({"all_reduce", "--topology", "v4:4x4x8", "--slice", "4x4x4", "--bytes", "1GiB"}).exit_code, 2);
}

TEST(CollectiveCommand, SomeAxesTakePart) {
  const ProgramResult result =
      collective({"all_gather", "--chip", "v5p", "--slice", "8x8x16", "--axes", "0,2", "--bytes", "16MiB", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const nlohmann::json answer = nlohmann::json::parse(result.output);

  EXPECT_EQ(answer["chips"], 128);
  EXPECT_EQ(answer["axes"][1]["axis"], 2);
}

TEST(CollectiveCommand, SeveralSizesMakeATable) {
  const ProgramResult table = collective(
      {"all_reduce", "--chip", "v5p", "--slice", "4x4x4", "--bytes", "1MiB..4MiB,1GiB", "--check", "flows"});
  const ProgramResult json =
      collective({"all_reduce", "--chip", "v5p", "--slice", "4x4x4", "--bytes", "1MiB..4MiB,1GiB", "--json"});
  const ProgramResult one =
      collective({"all_reduce", "--chip", "v5p", "--slice", "4x4x4", "--bytes", "4MiB", "--json"});
  ASSERT_EQ(table.exit_code, 0) << table.errors;

  EXPECT_THAT(table.output, HasSubstr("all_reduce over 64 chips: slice 4x4x4 of v5p (pod v5p)\n  size "));
  EXPECT_EQ(std::count(table.output.begin(), table.output.end(), '\n'), 2 + 4);
  const nlohmann::json answers = nlohmann::json::parse(json.output);
  ASSERT_EQ(answers.size(), 4u);
  EXPECT_EQ(answers[2], nlohmann::json::parse(one.output));
  EXPECT_EQ(answers[3]["bytes"], 1073741824.0);
}

TEST(CollectiveCommand, RefusesBadOptionsWith2) {
  struct Case {
    std::vector<std::string> arguments;
    std::string error;
  };
  const std::vector<Case> cases = {
      {{"--chip", "v5q", "--slice", "4x4x4", "--bytes", "1GiB"},
       "error: the catalog has no chip 'v5q'; did you mean 'v5e'?\n"},
      {{"--pod", "v5q", "--slice", "4x4x4", "--bytes", "1GiB"},
       "error: the catalog has no pod 'v5q'; did you mean 'v5e'?\n"},
      {{"--chip", "v5p", "--pod", "v4", "--slice", "4x4x4", "--bytes", "1GiB"},
       "error: pod 'v4' has chips of type 'v4', not 'v5p'\n"},
      {{"--slice", "4x4x4", "--bytes", "1GiB"}, "error: name a chip with --chip or a pod with --pod\n"},
      {{"--chip", "v5p", "--slice", "4x4x6", "--bytes", "1GiB"},
       "error: 4x4x6 does not fill whole 4x4x4 cubes; 4x4x8 does\n"},
      {{"--chip", "v5p", "--slice", "4x4x", "--bytes", "1GiB"},
       "error: '4x4x' is not a slice; write one to three lengths joined by 'x', such as 4x4x8\n"},
      {{"--chip", "v5p", "--slice", "4x4x4", "--bytes", "1"},
       "error: '1' has no unit; write --bytes 1B, or with one of B, kB, MB, GB, TB, PB, EB, KiB, MiB, GiB, TiB\n"},
      {{"--chip", "v5p", "--slice", "4x4x4", "--bytes", "1W"}, "error: '1W' is an amount of power, not of data\n"},
      {{"--chip", "v5p", "--slice", "4x4x4", "--bytes", "0B"}, "error: --bytes must be more than nothing\n"},
      {{"--chip", "v5p", "--slice", "4x4x4", "--bytes", "2MiB..1MiB"},
       "error: '2MiB..1MiB' ends before it starts; write the smaller size first\n"},
      {{"--chip", "v5p", "--slice", "4x4x4", "--bytes", "1MiB..2"},
       "error: '2' has no unit; write --bytes 2B, or with one of B, kB, MB, GB, TB, PB, EB, KiB, MiB, GiB, TiB\n"},
      {{"--chip", "v5p", "--slice", "4x4x4", "--twisted", "--bytes", "1GiB"},
       "error: 4x4x4 can't be twisted; shapes n x n x 2n and n x 2n x 2n can, such as 4x4x8 and 4x8x8\n"},
      {{"--chip", "v5p", "--slice", "4x4x8", "--twisted", "--axes", "1", "--bytes", "1GiB"},
       "error: rings of a twisted torus pass through all axes; leave out --axes\n"},
      {{"--chip", "v5p", "--slice", "4x4x8", "--axes", "1,1", "--bytes", "1GiB"},
       "error: --axes names an axis twice\n"},
      {{"--chip", "v5e", "--slice", "4x8", "--axes", "2", "--bytes", "1GiB"},
       "error: a slice of 4x8 has axes 0 to 1\n"},
      {{"--chip", "h100", "--slice", "4x8", "--axes", "0", "--bytes", "1GiB"},
       "error: a switched domain has no axes; leave out --axes\n"},
      {{"--chip", "h100", "--slice", "4x8", "--bytes", "1GB", "--check", "flows"},
       "error: chips behind switches have no links of their own; flows check tori and meshes only\n"},
  };
  for (Case test : cases) {
    test.arguments.insert(test.arguments.begin(), "all_reduce");
    const ProgramResult result = collective(test.arguments);
    EXPECT_EQ(result.exit_code, 2) << test.error;
    EXPECT_EQ(result.errors, test.error);
    EXPECT_EQ(result.output, "");
  }
}

TEST(CollectiveCommand, RefusesAnUnknownKindOrCheckWith2) {
  EXPECT_EQ(collective({"all_reduse", "--chip", "v5p", "--slice", "4x4x4", "--bytes", "1GiB"}).exit_code, 2);
  EXPECT_EQ(
      collective({"all_reduce", "--chip", "v5p", "--slice", "4x4x4", "--bytes", "1GiB", "--check", "all"}).exit_code,
      2);
}

}  // namespace
}  // namespace gigapod::test
