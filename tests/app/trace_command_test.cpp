#include "tests/app/program.hpp"
#include "tests/unit/trace/example_trace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gigapod::test {
namespace {

using testing::HasSubstr;

const std::string kExample = std::string(GIGAPOD_SOURCE_DIR) + "/scenarios/traces/fsdp_4_layers.et";

ProgramResult step_in(const ScratchFolder& folder, std::vector<std::string> arguments,
                      const std::string& slice = "4x4x4", const std::string& pod = "v5p") {
  arguments.insert(arguments.begin(), {"step", "--pod", pod, "--slice", slice});
  return run_program(arguments, folder.path());
}

ProgramResult step_with(std::vector<std::string> arguments, const std::string& slice = "4x4x4") {
  const ScratchFolder folder;
  return step_in(folder, std::move(arguments), slice);
}

double sum_of(const nlohmann::json& list, const char* key) {
  double sum = 0.0;
  for (const auto& entry : list) sum += entry[key].get<double>();
  return sum;
}

TEST(TraceCommand, TimesTheShippedExampleAsWorkedByHand) {
  const ProgramResult result = step_with({"--trace", kExample, "--ranks", "64", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const nlohmann::json answer = nlohmann::json::parse(result.output);

  // Four layers of 4.2228e12 FLOP forward and twice that backward at 0.86 of 459 TFLOP/s, 2 ms of optimizer, a first
  // gather and a last scatter.
  const double layer = 3 * 4.2228e12 / (0.86 * 459e12);
  EXPECT_NEAR(answer["step_seconds"].get<double>(), 4 * layer + 0.002 + 2 * 3.516e-3, 1e-9);
  EXPECT_NEAR(sum_of(answer["critical_path_longest"], "seconds"), answer["step_seconds"].get<double>(), 1e-9);
  EXPECT_NEAR(sum_of(answer["communication"], "exposed_seconds"),
              answer["parts"]["communication_seconds"].get<double>(), 1e-12);
  EXPECT_EQ(answer["ranks"], 64);
  EXPECT_EQ(answer["traces"], 1);
  EXPECT_EQ(answer["nodes"], 23);
  EXPECT_EQ(answer["version"], "0.0.4");
}

TEST(TraceCommand, ExplainsItsTimes) {
  const ProgramResult result = step_with({"--trace", kExample, "--explain"});

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  for (const char* text :
       {"(23 nodes) on 1 x 4x4x4 of v5p (pod v5p): 64 ranks, one trace standing for all\n",
        "Time of a step: 137.4 ms\n", "  ALL_GATHER                8     28.13 ms     3.516 ms     24.61 ms\n",
        "Critical path: 11 nodes", "  matrix products 3.947e+14 FLOP/s, HBM 2.35e+12 B/s, PCIe 1.5e+10 B/s\n",
        "node 1 'gather weights 0': ALL_GATHER of V = 1.92e+09 B over 64 chips x 1 slices: 3.516 ms + 0 s\n"}) {
    EXPECT_THAT(result.output, HasSubstr(text));
  }
}

TEST(TraceCommand, ReadsATraceForEveryRank) {
  const ScratchFolder folder;
  const std::string nodes = written_trace({measured(1, "work", {}, 1000), collective(2, "sum", {1}, kAllReduce, 90)});
  for (const char* rank : {"0", "1", "2", "3"}) write_text(folder.path() / ("t." + std::string(rank) + ".et"), nodes);
  const ProgramResult all = step_in(folder, {"--trace", "t", "--json"}, "2x2", "v5e");
  const ProgramResult folded = step_in(folder, {"--trace", "t.0.et", "--json"}, "2x2", "v5e");

  ASSERT_EQ(all.exit_code, 0) << all.errors;
  ASSERT_EQ(folded.exit_code, 0) << folded.errors;
  EXPECT_EQ(nlohmann::json::parse(all.output)["traces"], 4);
  EXPECT_EQ(nlohmann::json::parse(all.output)["step_seconds"], nlohmann::json::parse(folded.output)["step_seconds"]);
  EXPECT_EQ(step_in(folder, {"--trace", "t"}, "2x4", "v5e").errors,
            "error: the machine has 8 chips, one rank each, but 't.4.et' is missing; name one trace to stand for all "
            "ranks, or a --slice of 4 chips\n");
  EXPECT_EQ(step_in(folder, {"--trace", "t"}, "1x1", "v5e").errors,
            "error: the machine has 1 chips, one rank each, but there are traces up to 't.3.et'; name a --slice of 4 "
            "chips\n");
}

TEST(TraceCommand, TakesProcessGroupsFromAFile) {
  const ScratchFolder folder;
  write_text(folder.path() / "t.et",
             written_trace({collective(1, "sum", {}, kAllReduce, 90'000'000).word("pg_name", "7")}));
  write_text(folder.path() / "groups.json", R"({"7": [0, 1, 2, 3]})");
  const ProgramResult known = step_in(folder, {"--trace", "t.et", "--groups", "groups.json", "--json"});
  const ProgramResult unknown = step_in(folder, {"--trace", "t.et"});

  ASSERT_EQ(known.exit_code, 0) << known.errors;
  // A ring of four: 3/4 of 90 MB twice over two links of 90 GB/s, 12 us each to start.
  EXPECT_NEAR(nlohmann::json::parse(known.output)["step_seconds"].get<double>(), 2 * (67.5e6 / 180e9 + 12e-6), 1e-12);
  EXPECT_EQ(unknown.exit_code, 3);
  EXPECT_EQ(
      unknown.errors,
      "t.et: byte 8: node 1: error: the ranks of pg_name '7' are not known; list them in a file for --groups\n1 "
      "error\n");
}

/// A metadata node as PyTorch's converter writes it.
WrittenNode process_groups(const std::string& text) {
  return WrittenNode(9, "## process_group:init ##", 1).inputs(text);
}

TEST(TraceCommand, TakesProcessGroupsFromTheTrace) {
  const ScratchFolder folder;
  const WrittenNode sum = collective(1, "sum", {}, kAllReduce, 90'000'000).word("pg_name", "7");
  const auto write = [&](const std::string& groups) {
    write_text(folder.path() / "t.et", written_trace({process_groups(groups), sum}));
    return step_in(folder, {"--trace", "t.et", "--json"});
  };
  const ProgramResult ring = write(R"(['[{"pg_name": "0", "ranks": []}, {"pg_name": "7", "ranks": [4, 5, 6, 7]}]'])");
  const ProgramResult all = write(R"(['[{"pg_name": "7", "ranks": [], "group_size": 64}]'])");

  ASSERT_EQ(ring.exit_code, 0) << ring.errors;
  ASSERT_EQ(all.exit_code, 0) << all.errors;
  EXPECT_NEAR(nlohmann::json::parse(ring.output)["step_seconds"].get<double>(), 2 * (67.5e6 / 180e9 + 12e-6), 1e-12);
  EXPECT_NEAR(nlohmann::json::parse(all.output)["step_seconds"].get<double>(), 2 * (90e6 * 63 / 64 / 540e9 + 16e-6),
              1e-12);
  EXPECT_EQ(write("pg_name [{").errors,
            "t.et: byte 8: node 9: error: the process groups are not a JSON list\n1 error\n");
  EXPECT_EQ(
      write(
          R"([{"name": "pg_name"}, {"pg_name": "7", "ranks": [64]}, {"pg_name": "0"}, {"pg_name": "0", "ranks": [1]}])")
          .errors,
      "t.et: byte 8: node 9: error: a group has no pg_name\n  name a --slice for all ranks of the trace\n"
      "t.et: byte 8: node 9: error: group '7' holds rank 64, but ranks count from 0 to 63\n  name a --slice for "
      "all ranks of the trace\n"
      "t.et: byte 8: node 9: error: group '0' has other ranks elsewhere\n  name a --slice for all ranks of the "
      "trace\n3 errors\n");
}

TEST(TraceCommand, RefusesBadGroupsWith3) {
  struct Case {
    std::string text;
    std::string error;
  };
  const std::vector<Case> cases = {
      {"{\"1\": [0, 1", "error: g.json: byte 12: not JSON\n"},
      {"[0, 1]", "error: g.json: not an object of groups, such as {\"1\": [0, 1]}\n"},
      {R"({"1": 5})", "error: g.json: group '1' is not a list of ranks\n"},
      {R"({"1": [0, "a"]})", "error: g.json: group '1' holds \"a\", not a rank\n"},
      {R"({"1": [0, 64]})", "error: g.json: group '1' holds rank 64, but ranks count from 0 to 63\n"},
      {R"({"1": [3, 3]})", "error: g.json: group '1' holds rank 3 twice\n"},
      {R"({"1": [], "2": [-1]})",
       "error: g.json: group '1' is not a list of ranks\nerror: g.json: group '2' holds rank -1, but ranks count "
       "from 0 "
       "to 63\n"},
      {R"({"1": [3], "1": [4]})", "error: g.json: group '1' is given twice\n"},
  };
  const ScratchFolder folder;
  for (const Case& test : cases) {
    write_text(folder.path() / "g.json", test.text);
    const ProgramResult result = step_in(folder, {"--trace", kExample, "--groups", "g.json"});
    EXPECT_EQ(result.exit_code, 3) << test.text;
    EXPECT_EQ(result.errors, test.error);
  }
  EXPECT_EQ(step_in(folder, {"--trace", kExample, "--groups", "no.json"}).errors,
            "error: no.json: the file can't be read\n");
}

TEST(TraceCommand, RefusesBadTracesWith3) {
  const ScratchFolder folder;
  write_text(folder.path() / "cycle.et", written_trace({measured(1, "a", {2}, 1), measured(2, "b", {1}, 1)}));
  write_text(folder.path() / "cut.et",
             written_trace({measured(1, "a", {}, 1), measured(2, "b", {1}, 1)}).substr(0, 25));
  write_text(folder.path() / "sends.et", written_trace({send(4, {}, 0, 1, 8, 3)}));
  struct Case {
    std::string file;
    std::string error;
  };
  const std::vector<Case> cases = {
      {"cycle.et",
       "cycle.et: byte 8: node 1: error: cycle: node 1 'a' waits for node 2 'b', which waits for node 1 'a'\n  "
       "remove "
       "one of these dependencies\n1 error\n"},
      {"cut.et",
       "cut.et: byte 18: error: a message of 11 bytes runs past the end of the file, 6 bytes away\n  the file is "
       "cut "
       "short, or this is not a Chakra execution trace\n1 error\n"},
      {"sends.et",
       "sends.et: byte 8: node 4: error: rank 0 sends to rank 1 with tag 3, which no receive takes\n  rank 0 has 0 "
       "such "
       "receives from rank 63; add one, as every rank does what this trace does\n1 error\n"},
      {"none.et", "error: there is neither a trace 'none.et' nor a 'none.et.0.et'\n"},
  };
  for (const Case& test : cases) {
    const ProgramResult result = step_in(folder, {"--trace", test.file});
    EXPECT_EQ(result.exit_code, 3) << test.file;
    EXPECT_EQ(result.errors, test.error);
    EXPECT_EQ(result.output, "");
  }
}

TEST(TraceCommand, RefusesOptionsThatATraceAnswersItself) {
  EXPECT_EQ(step_with({"--trace", kExample, "--tensor", "4"}).errors,
            "error: 'tensor' is part of a plan; a trace holds its own, so leave it out\n");
  EXPECT_EQ(step_with({"--trace", kExample, "--ranks", "32"}).errors,
            "error: --ranks 32: the machine has 64 chips, one rank each; name a --slice of 32 chips\n");
  EXPECT_EQ(step_with({"--trace", kExample, "--slices", "100000"}, "8x16x16").errors,
            "error: the machine has 204800000 chips; a trace is timed on at most 100000000\n");
  EXPECT_EQ(step_with({"--trace", kExample, "--model", "llama3.1-8b"}).exit_code, 2);
  EXPECT_EQ(step_with({"--model", "llama3.1-8b", "--ranks", "64"}).exit_code, 2);
  EXPECT_EQ(step_with({}).exit_code, 2);
  EXPECT_EQ(step_with({}).errors, "error: --model or --trace is required\nRun with --help for more information.\n");
}

}  // namespace
}  // namespace gigapod::test
