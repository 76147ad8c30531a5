#include "sim/scenario/resolve.hpp"

#include "tests/unit/scenario/catalog_for_tests.hpp"
#include "tests/unit/scenario/written_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

Scenario read(const fs::path& file, const Catalog& catalog = shipped_catalog()) {
  Diagnostics warnings;
  return read_scenario(file, catalog, warnings);
}

Scenario read_text(const std::string& text, const Catalog& catalog = shipped_catalog()) {
  const WrittenFile file("scenario.yaml", text);
  return read(file.path(), catalog);
}

std::vector<fs::path> shipped_scenarios() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(GIGAPOD_SOURCE_DIR) / "scenarios")) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  return files;
}

TEST(Resolve, EveryShippedScenarioIsValidAndReadsBackToItself) {
  ASSERT_GE(shipped_scenarios().size(), 5u);
  for (const fs::path& file : shipped_scenarios()) {
    const Scenario first = read(file);
    const WrittenFile resolved("resolved.yaml", first.resolved_text);
    for (const JobSpec& job : first.jobs) {
      if (job.trace) resolved.add(job.trace->file, job.trace->text);
    }
    const Scenario second = read(resolved.path());

    EXPECT_EQ(second.resolved_text, first.resolved_text) << file;
    EXPECT_EQ(second.hash, first.hash) << file;
    EXPECT_EQ(second.site, first.site) << file;
    EXPECT_EQ(second.chips, first.chips) << file;
    EXPECT_EQ(second.pods, first.pods) << file;
    EXPECT_EQ(second.failures, first.failures) << file;
    EXPECT_EQ(second.scheduler, first.scheduler) << file;
    EXPECT_EQ(second.jobs.size(), first.jobs.size()) << file;
  }
}

TEST(Resolve, NeedsNoCatalog) {
  const Scenario first = read(fs::path(GIGAPOD_SOURCE_DIR) / "scenarios/quickstart.yaml");

  const Scenario second = read_text(first.resolved_text, Catalog{});

  EXPECT_EQ(second.hash, first.hash);
  EXPECT_EQ(second.jobs[0].plan, first.jobs[0].plan);
  EXPECT_EQ(second.fleets[0].plan, first.fleets[0].plan);
  EXPECT_EQ(second.fleets[0].demand, first.fleets[0].demand);
}

const char* const kSmall =
    "name: small\n"
    "site: {base: one_ironwood_pod}\n"
    "jobs:\n"
    "  - {name: a, model: llama3.1-8b, pod_type: ironwood, slice: 4x4x8, global_batch: 128, tokens: 1e9}\n";

TEST(Resolve, MakesEveryDefaultExplicit) {
  const Scenario scenario = read_text(kSmall);

  EXPECT_EQ(scenario.jobs[0].plan.parallelism.fsdp, 128);
  EXPECT_EQ(scenario.scheduler.name, "priority_backfill");
  EXPECT_EQ(scenario.placement.name, "best_fit");
  EXPECT_EQ(scenario.failures, published_failure_classes());
  for (const char* line : {"seed: 1\n", "horizon: 24 h\n", "  pue: 1.09\n", "    checkpoint_interval: auto\n",
                           "      fsdp: 128\n", "      dcn_data: 1\n", "    peak_bf16: 2307 TFLOP/s\n",
                           "    tokens: 1000000000\n", "    precision: bf16\n", "  name: best_fit\n"}) {
    EXPECT_NE(scenario.resolved_text.find(line), std::string::npos) << line << scenario.resolved_text;
  }
}

TEST(Resolve, PutsSlicesOnTheDataCentreNetworkWithoutParallelism) {
  const Scenario scenario = read_text(
      "name: small\n"
      "site: {base: eight_trillium_pods}\n"
      "jobs:\n"
      "  - {name: a, model: llama3.1-8b, pod_type: trillium, slice: 16x16, slices: 4, global_batch: 1024,\n"
      "     tokens: 1e9}\n");

  EXPECT_EQ(scenario.jobs[0].plan.parallelism.fsdp, 256);
  EXPECT_EQ(scenario.jobs[0].plan.parallelism.dcn_data, 4);
}

TEST(Resolve, HashesContentNotSpelling) {
  const std::string spelled = std::string("# a comment\nseed: 1\nhorizon: 24 h\n") + kSmall;

  EXPECT_EQ(read_text(spelled).hash, read_text(kSmall).hash);
  EXPECT_NE(read_text(std::string("seed: 2\n") + kSmall).hash, read_text(kSmall).hash);
  EXPECT_EQ(read_text(kSmall).hash.size(), 32u);
}

TEST(Resolve, TakesASeedFromOutside) {
  const WrittenFile file("scenario.yaml", kSmall);
  Diagnostics warnings;

  const Scenario scenario = read_scenario(file.path(), shipped_catalog(), warnings, 77);

  EXPECT_EQ(scenario.seed, 77u);
  EXPECT_NE(scenario.resolved_text.find("seed: 77\n"), std::string::npos);
}

TEST(Resolve, LetsAScenarioChangeHardwareAndModels) {
  const Scenario scenario = read_text(
      "name: small\n"
      "hardware:\n"
      "  chips:\n"
      "    - {base: v7, name: v7-fast, hbm_bandwidth: 9 TB/s}\n"
      "  pods:\n"
      "    - {base: ironwood, chip: v7-fast, name: fast}\n"
      "models:\n"
      "  - {base: llama3.1-8b, name: tiny, layers: 2}\n"
      "site:\n"
      "  base: one_ironwood_pod\n"
      "  pods: [{type: fast}]\n"
      "jobs:\n"
      "  - {name: a, model: tiny, pod_type: fast, slice: 4x4x4, global_batch: 128, tokens: 1e9}\n");

  EXPECT_EQ(scenario.chips.at("v7-fast").hbm_bandwidth, 9_TBps);
  EXPECT_EQ(scenario.pods.at("fast").chip, "v7-fast");
  EXPECT_EQ(scenario.jobs[0].plan.model.layers, 2);
  EXPECT_EQ(scenario.jobs[0].plan.model.hidden, 4096);
  EXPECT_EQ(read_text(scenario.resolved_text).hash, scenario.hash);
}

TEST(Resolve, KeepsTenantsSignalsSizesAndStreamsOfJobs) {
  const WrittenFile file(
      "scenario.yaml",
      "name: small\n"
      "site: {base: one_ironwood_pod}\n"
      "tenants:\n"
      "  - {name: a, weight: 2, quota: 0.5, priority: 3, pod_quotas: {ironwood: 0.25}}\n"
      "signal: {unit: g/kWh, period: 2 h, times: [0 s, 1 h], values: [300, 20.5]}\n"
      "jobs:\n"
      "  - {name: drawn, tenant: a, model: llama3.1-8b, pod_type: ironwood, slice: 4x4x4, global_batch: 64,\n"
      "     arrivals: {name: burst, mean_interval: 10 min, variation: 4}, deadline: 1 day,\n"
      "     draw: {slices: [1, 2], slice_weights: [3, 1], duration_median: 2 h, duration_sigma: 0.5}}\n"
      "  - {name: moldable, model: llama3.1-8b, pod_type: ironwood, slice: 4x4x4, global_batch: 64, duration: 1 h,\n"
      "     moldable_slices: [2], moldable_shapes: [4x4x8]}\n"
      "  - {name: elastic, model: llama3.1-8b, pod_type: ironwood, slice: 4x4x4, global_batch: 64, tokens: 1e9,\n"
      "     min_slices: 1, max_slices: 3}\n"
      "  - {name: batch, kind: batch_inference, model: llama3.1-8b, pod_type: ironwood, slice: 2x2x1, slices: 2,\n"
      "     duration: 1 h}\n"
      "  - {name: traced, model: llama3.1-8b, pod_type: ironwood, slice: 4x4x4, global_batch: 64,\n"
      "     trace: {file: in/jobs.csv}}\n");
  file.add("in/jobs.csv", "submit_seconds,duration_seconds,chips\n0,600,65\n");
  Diagnostics warnings;

  const Scenario first = read_scenario(file.path(), shipped_catalog(), warnings);
  const WrittenFile resolved("resolved.yaml", first.resolved_text);
  resolved.add("jobs.csv", first.jobs[4].trace->text);
  const Scenario second = read_scenario(resolved.path(), shipped_catalog(), warnings);

  EXPECT_EQ(second.resolved_text, first.resolved_text);
  EXPECT_EQ(second.hash, first.hash);
  EXPECT_EQ(first.jobs[0].count, 0);
  EXPECT_EQ(second.jobs[4].trace->jobs[0].slices, 2);
  resolved.add("jobs.csv", "submit_seconds,duration_seconds,chips\n0,601,65\n");
  EXPECT_NE(read_scenario(resolved.path(), shipped_catalog(), warnings).hash, first.hash);
}

TEST(Resolve, WarnsOfAnIdleSite) {
  const WrittenFile file("idle.yaml", "name: idle\nsite: {base: one_ironwood_pod}\n");
  Diagnostics warnings;

  (void)read_scenario(file.path(), shipped_catalog(), warnings);

  EXPECT_EQ(warnings.text(), file.path().string() +
                                 ":1:1: warning: the scenario has no jobs and no fleets\n"
                                 "  name: idle\n  ^\n  the site stays idle\n");
}

}  // namespace
}  // namespace gigapod
