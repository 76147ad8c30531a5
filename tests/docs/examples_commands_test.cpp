// The files of docs/examples linked into the program: commands know the names.
#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
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

/// A catalog folder with the pod `mesh`: the v5p pod with its rings open.
class MeshCatalog {
 public:
  MeshCatalog() {
    std::string pod = file_text(std::string(GIGAPOD_SOURCE_DIR) + "/topologies/catalog/pods/v5p.yaml");
    replace(pod, "name: v5p", "name: mesh");
    replace(pod, "topology: ocs_torus_3d", "topology: open_mesh_3d");
    std::filesystem::create_directory(folder_.path() / "pods");
    write_text(folder_.path() / "pods/mesh.yaml", pod);
  }
  /// The arguments on the pod, and what the program answers.
  [[nodiscard]] nlohmann::json answer(std::vector<std::string> arguments, const std::string& pod) const {
    for (const std::string& more : {std::string("--pod"), pod, std::string("--catalog"), folder_.path().string()}) {
      arguments.push_back(more);
    }
    return run_json(arguments);
  }
  [[nodiscard]] double ratio(const std::vector<std::string>& arguments, const char* key) const {
    return answer(arguments, "mesh")[key].get<double>() / answer(arguments, "v5p")[key].get<double>();
  }

 private:
  static void replace(std::string& text, const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
  }
  ScratchFolder folder_;
};

TEST(OpenMeshCommand, CollectivesTakeTwiceAsLongAsOnTheTorus) {
  const MeshCatalog catalog;
  for (const char* kind : {"all_reduce", "all_to_all"}) {
    EXPECT_NEAR(catalog.ratio({"collective", kind, "--slice", "8x8x8", "--bytes", "64GiB"}, "closed_form_seconds"),
                2.0, 1e-3);
  }
  // One ring of eight: two links a chip, against one of a line.
  EXPECT_NEAR(catalog.ratio({"collective", "all_reduce", "--slice", "8x8x8", "--axes", "0", "--bytes", "64GiB"},
                            "closed_form_seconds"),
              2.0, 1e-3);
}

TEST(OpenMeshCommand, ClosedFormsAgreeWithFlows) {
  const MeshCatalog catalog;
  for (const char* kind : {"all_reduce", "all_to_all"}) {
    const nlohmann::json answers = catalog.answer(
        {"collective", kind, "--slice", "4x4x4", "--bytes", "64KiB,1MiB,16MiB,4GiB", "--check", "flows"}, "mesh");

    for (const nlohmann::json& answer : answers) {
      EXPECT_LT(std::abs(answer["flows"]["closed_form_error"].get<double>()), 0.01) << answer;
    }
  }
}

TEST(OpenMeshCommand, StepsTakeLonger) {
  const double ratio = MeshCatalog().ratio(
      {"step", "--model", "llama3.1-8b", "--slice", "8x8x8", "--tensor", "8", "--fsdp", "64", "--batch", "64"},
      "step_seconds");

  EXPECT_NEAR(ratio, 176.4 / 117.3, 0.01);
}

/// MFU of a run of a day on a pod of that topology.
double mfu_of_run(const std::string& topology) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "run.yaml",
             "name: open\nhorizon: 1 days\nhardware: {pods: [{base: ironwood, name: tried, topology: " + topology +
                 "}]}\nsite: {base: one_ironwood_pod, pods: [{type: tried, count: 1}]}\n"
                 "jobs: [{name: train, model: llama3.1-8b, pod_type: tried, slice: 8x8x8,\n"
                 "  parallelism: {tensor: 8, fsdp: 64}, global_batch: 64, sequence_length: 8192, precision: bf16, "
                 "tokens: 20e12}]\n");
  const ProgramResult result = run_program({"run", "run.yaml", "--output", "out"}, scratch.path());
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  return nlohmann::json::parse(file_text(scratch.path() / "out/summary.json"))["training_mfu"];
}

TEST(OpenMeshCommand, RunsTrainLess) {
  const double mesh = mfu_of_run("open_mesh_3d");

  EXPECT_GT(mesh, 0.0);
  EXPECT_LT(mesh, 0.65 * mfu_of_run("ocs_torus_3d"));
}

TEST(OpenMeshCommand, RefusesATwist) {
  const ScratchFolder scratch;
  write_text(
      scratch.path() / "run.yaml",
      "name: open\nhorizon: 1 days\nhardware: {pods: [{base: ironwood, name: tried, topology: open_mesh_3d}]}\n"
      "site: {base: one_ironwood_pod, pods: [{type: tried, count: 1}]}\n"
      "jobs: [{name: train, model: llama3.1-8b, pod_type: tried, slice: 4x4x8, twisted: true,\n"
      "  parallelism: {fsdp: 128}, global_batch: 128, sequence_length: 8192, tokens: 1e12}]\n");
  const ProgramResult result = run_program({"run", "run.yaml", "--output", "out"}, scratch.path());

  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.errors,
              HasSubstr("slices of 'tried' can't be twisted; its topology 'open_mesh_3d' joins them otherwise"));
}

}  // namespace
}  // namespace gigapod::test
