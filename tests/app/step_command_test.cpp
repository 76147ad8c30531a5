#include "tests/app/program.hpp"
#include "tests/trace_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gigapod::test {
namespace {

using testing::HasSubstr;

ProgramResult step(std::vector<std::string> arguments) {
  const ScratchFolder scratch;
  arguments.insert(arguments.begin(), "step");
  return run_program(arguments, scratch.path());
}

TEST(StepCommand, PartsOfTheStepAddUp) {
  const ProgramResult result = step({"--chip", "v5p", "--slice", "8x16x16", "--model", "llama3.1-70b", "--slices",
                                     "2", "--tensor", "4", "--seq", "8192", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const nlohmann::json answer = nlohmann::json::parse(result.output);

  double parts = 0.0;
  for (const auto& part : answer["parts"]) parts += part.get<double>();
  // The parts of the memory, its total and the capacity, less the total twice and the capacity.
  const nlohmann::json& hbm = answer["memory"];
  double memory = -2.0 * hbm["total_bytes"].get<double>() - hbm["capacity_bytes"].get<double>();
  for (const auto& part : hbm) memory += part.get<double>();
  double operators = 0.0;
  for (const auto& share : answer["operators"]) {
    operators += share["forward_seconds"].get<double>() + share["recompute_seconds"].get<double>() +
                 share["backward_seconds"].get<double>();
  }

  const double total = answer["step_seconds"];
  EXPECT_EQ(answer["chips"], 4096);
  EXPECT_NEAR(parts, total, 1e-9 * total);
  EXPECT_NEAR(memory, 0.0, 1.0);
  EXPECT_LE(operators, total);
  EXPECT_GE(operators, answer["parts"]["compute_seconds"].get<double>() * (1.0 - 1e-9));
  EXPECT_GT(answer["parts"]["dcn_seconds"].get<double>(), 0.0);
  EXPECT_LT(answer["mfu"].get<double>(), answer["hfu"].get<double>());
}

TEST(StepCommand, ExplainsWhatThePipelineWaitsFor) {
  const ProgramResult result =
      step({"--chip", "v5p", "--slice", "8x8x8", "--model", "llama3.1-405b", "--batch", "1024", "--pipeline", "16",
            "--pipeline-interleave", "4", "--microbatches", "32", "--explain"});

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output,
              HasSubstr("  bubble       (16 stages - 1) / (32 microbatches x 4) = 0.117 of the passes\n"
                        "               all wait for the stage with 8 of the 126 layers\n"));
}

TEST(StepCommand, ExplainsItsTerms) {
  const ProgramResult result = step({"--chip", "v5p", "--slice", "8x16x16", "--model", "llama3.1-70b", "--explain"});

  EXPECT_EQ(result.exit_code, 0) << result.errors;
  for (const char* text : {"llama3.1-70b on 1 x 8x16x16 of v5p (pod v5p): 2048 chips", "Time of a step", "Operators",
                           "Communication", "HBM of a chip", "MFU ", "fsdp         2048 chips", "Schedule"}) {
    EXPECT_THAT(result.output, HasSubstr(text));
  }
}

TEST(StepCommand, KeepingTensorsSavesRecomputation) {
  const std::vector<std::string> plan = {"--chip", "v5p", "--slice", "4x4x4", "--model", "llama3.1-8b", "--json"};
  std::vector<std::string> keeping = plan;
  keeping.insert(keeping.end(), {"--saved-tensors", "qkv,output"});
  const nlohmann::json repeated = nlohmann::json::parse(step(plan).output);
  const nlohmann::json kept = nlohmann::json::parse(step(keeping).output);

  EXPECT_LT(kept["recompute_seconds"].get<double>(), repeated["recompute_seconds"].get<double>());
  EXPECT_GT(kept["memory"]["activations_bytes"].get<double>(), repeated["memory"]["activations_bytes"].get<double>());
}

TEST(StepCommand, RefusesBadOptionsWith2) {
  struct Case {
    std::vector<std::string> arguments;
    std::string error;
  };
  const std::vector<Case> cases = {
      {{"--chip", "v5p", "--slice", "4x4x4", "--model", "llama3.1-70c"},
       "error: the catalog has no model 'llama3.1-70c'; did you mean 'llama3.1-70b'?\n"},
      {{"--chip", "v5q", "--slice", "4x4x4", "--model", "llama3.1-70b"},
       "error: the catalog has no chip 'v5q'; did you mean 'v5e'?\n"},
      {{"--chip", "v5p", "--slice", "4x4x4", "--model", "llama3.1-8b", "--fsdp", "32"},
       "error: parallelism: tensor x fsdp x data x pipeline x expert x context is 32, but the slice has 64 chips\n"},
      {{"--chip", "v5p", "--slice", "4x4x4", "--model", "llama3.1-8b", "--expert", "2"},
       "error: expert: degree 2 needs a mixture-of-experts model\n"},
      {{"--chip", "v5p", "--slice", "4x4x4", "--model", "llama3.1-8b", "--batch", "100"},
       "error: global_batch: 100 sequences do not divide over 64 replicas (fsdp x data x expert x dcn_data x "
       "dcn_fsdp)\n"},
      {{"--chip", "v5p", "--slice", "4x4x4", "--model", "llama3.1-8b", "--fsdp", "1000000", "--tensor", "1000000"},
       "error: the degrees of parallelism multiply to 1e+12; at most 1e+09 can be simulated\n"},
  };
  for (const Case& test : cases) {
    const ProgramResult result = step(test.arguments);
    EXPECT_EQ(result.exit_code, 2) << test.error;
    EXPECT_EQ(result.errors, test.error);
    EXPECT_EQ(result.output, "");
  }
}

TEST(StepCommand, RefusesAnUnknownPolicyOrDegreeWith2) {
  EXPECT_EQ(step({"--chip", "v5p", "--slice", "4x4x4", "--model", "llama3.1-8b", "--remat", "some"}).exit_code, 2);
  EXPECT_EQ(step({"--chip", "v5p", "--slice", "4x4x4", "--model", "llama3.1-8b", "--tensor", "0"}).exit_code, 2);
}

TEST(StepCommand, SaysHowMuchMemoryIsMissing) {
  const ProgramResult result = step({"--chip", "v5e", "--slice", "2x2", "--model", "llama3.1-70b"});

  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.errors, HasSubstr("error: memory: needs "));
  EXPECT_THAT(result.errors, HasSubstr(" of a v5e\n"));
}

/// Steps of every kind: dense, pipelined over slices, experts, tensors in host memory.
TEST(StepCommand, ATraceAddsUpToTheStep) {
  const std::vector<std::vector<std::string>> steps = {
      {"--chip", "v5p", "--slice", "8x16x16", "--model", "llama3.1-70b"},
      {"--chip", "v5p", "--slice", "8x16x16", "--slices", "4", "--tensor", "4", "--pipeline", "4", "--microbatches",
       "16", "--model", "llama3.1-70b"},
      {"--chip", "v5p", "--slice", "8x8x8", "--expert", "8", "--model", "deepseek3-671b"},
      {"--chip", "v6e", "--slice", "16x16", "--slices", "8", "--offloaded-tensors", "qkv,output", "--model",
       "llama3.1-70b"}};
  const ScratchFolder scratch;
  for (std::vector<std::string> arguments : steps) {
    arguments.insert(arguments.begin(), "step");
    arguments.insert(arguments.end(), {"--json", "--perfetto", "step.json", "--force"});
    const ProgramResult result = run_program(arguments, scratch.path());
    ASSERT_EQ(result.exit_code, 0) << result.errors;
    const nlohmann::json answer = nlohmann::json::parse(result.output);
    const std::string trace = file_text(scratch.path() / "step.json");

    EXPECT_EQ(trace_faults(trace), "");
    double end = 0.0;
    std::map<std::string, double> spans;
    for (const auto& span : events_on(trace, "chip", "compute")) {
      end = std::max(end, span["ts"].get<double>() + span["dur"].get<double>());
      spans[span["name"]] += span["dur"].get<double>();
    }
    EXPECT_NEAR(end, 1e6 * answer["step_seconds"].get<double>(), kTraceStep);
    for (const auto& share : answer["operators"]) {
      const std::string name = share["name"];
      EXPECT_NEAR(spans[name],
                  1e6 * (share["forward_seconds"].get<double>() + share["backward_seconds"].get<double>()), 0.5);
      EXPECT_NEAR(spans[name + " again"], 1e6 * share["recompute_seconds"].get<double>(), 0.5) << name;
    }
    for (const char* traffic : {"weights", "tensor", "replicas", "dcn_gradients"}) {
      std::map<std::string, double> transfers;
      const std::string network = std::string(traffic).starts_with("dcn") ? "DCN" : "ICI";
      for (const auto& span : events_on(trace, network, traffic))
        transfers[span["name"]] += span["dur"].get<double>();
      for (const char* part : {"exposed", "hidden"}) {
        const double seconds = answer["communication"][std::string(traffic) + "_" + part + "_seconds"];
        EXPECT_NEAR(transfers[part], 1e6 * seconds, 0.5) << traffic << " " << part;
      }
    }
  }
}

TEST(StepCommand, ATraceThatExistsIsKept) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "step.json", "mine");
  const std::vector<std::string> arguments = {"step",    "--chip",       "v5p",        "--slice",  "4x4x4",
                                              "--model", "llama3.1-70b", "--perfetto", "step.json"};

  const ProgramResult result = run_program(arguments, scratch.path());

  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.errors, "error: file 'step.json' exists; choose another or give --force\n");
  EXPECT_EQ(file_text(scratch.path() / "step.json"), "mine");
}

}  // namespace
}  // namespace gigapod::test
