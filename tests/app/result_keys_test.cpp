#include "tests/app/defined_names.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gigapod::test {
namespace {

namespace fs = std::filesystem;

/// Every value of an answer by its path: `rows[].chips`.
void add_paths(const nlohmann::json& value, const std::string& path, std::set<std::string>& paths) {
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) add_paths(member, path.empty() ? key : path + "." + key, paths);
  } else if (value.is_array()) {
    for (const auto& element : value) add_paths(element, path + "[]", paths);
  } else {
    paths.insert(path);
  }
}

/// Of files with the same keys. What is null in one and an object in another is the object.
std::set<std::string> paths_of(const std::vector<fs::path>& files) {
  std::set<std::string> paths;
  for (const fs::path& file : files) add_paths(nlohmann::json::parse(file_text(file)), "", paths);
  std::erase_if(paths, [&](const std::string& path) {
    const auto below = paths.lower_bound(path + ".");
    return below != paths.end() && below->starts_with(path + ".");
  });
  return paths;
}

/// Of COMMAND/FILE in a folder whose CSV files have the columns that some keys stand for.
std::string faults_of_json(const fs::path& folder, const std::string& name, const std::set<std::string>& absent = {},
                           Placeholders columns = {}) {
  for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
    if (file.path().extension() != ".csv") continue;
    const std::set<std::string> names = columns_of(file);
    columns[fmt::format("<{} column>", file.path().stem().string())] = {names.begin(), names.end()};
  }
  std::set<std::string> paths = paths_of({folder / fs::path(name).filename()});
  paths.insert(absent.begin(), absent.end());
  return faults_of("keys of " + name, paths, columns);
}

TEST(ResultKeys, AreDefinedForScalingPlansAndCosts) {
  const ScratchFolder scratch;
  std::string text = file_text(shipped_scenario("scaling"));
  const std::size_t begin = text.find("chips: [64");
  text.replace(begin, text.find(']', begin) - begin, "chips: [64, 9216, 1000000");
  write_text(scratch.path() / "few.yaml", text);
  expect_success({"scale", "few.yaml", "--plans", "0", "--seeds", "1", "--output", "s"}, scratch.path());
  expect_success({"plan", "--model", "llama3.1-8b", "--chip", "v5p", "--chips", "64", "--tokens", "1T", "--remat",
                  "full", "--context", "1", "--quiet", "-o", "plan"},
                 scratch.path());
  expect_success({"cost", "--model", "llama3.1-8b", "--chip", "v5e", "--tokens", "10B", "--deadline", "30days",
                  "--quiet", "-o", "cost"},
                 scratch.path());
  expect_success({"cost", "serving", "--model", "llama3.1-8b", "--chip", "v6e", "--rate", "2", "--requests", "100",
                  "--quiet", "-o", "serving"},
                 scratch.path());

  EXPECT_EQ(
      faults_of_json(scratch.path() / "s", "scale/scaling.json", {"curves[].end.curve", "curves[].points[].curve"}) +
          faults_of_json(scratch.path() / "plan", "plan/plan.json",
                         {"top[].list", "front[].list", "shortfalls[].limit", "shortfalls[].text"}) +
          faults_of_json(scratch.path() / "cost", "cost/cost.json") +
          faults_of_json(scratch.path() / "serving", "cost/serving_cost.json"),
      "");
}

/// Of the JSON answer of a command. Placeholders that differ in what they have say so in `absent`.
std::string faults_of_answer(const std::vector<std::string>& arguments, const std::string& group,
                             const Placeholders& placeholders, const std::vector<std::string>& absent = {}) {
  const ScratchFolder scratch;
  const ProgramResult result = run_program(arguments, scratch.path());
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  std::set<std::string> paths(absent.begin(), absent.end());
  add_paths(nlohmann::json::parse(result.output), "", paths);
  return faults_of("keys of " + group, paths, placeholders);
}

TEST(ResultKeys, AreDefinedForGoodputAndPower) {
  const std::vector<std::string> job = {"--model", "llama3.1-405b",  "--slice", "8x16x16", "--seq",
                                        "8192",    "--global-batch", "4096",    "--json"};
  std::vector<std::string> fit = {"power", "fit", "--chip", "v7", "--power", "1.2GW"};
  std::vector<std::string> swing = {"power", "swing", "--chip", "v7", "--remat", "full", "--ramp-up", "50 MW/s"};
  fit.insert(fit.end(), job.begin(), job.end());
  swing.insert(swing.end(), job.begin(), job.end());

  EXPECT_EQ(faults_of_answer({"goodput", "--pod", "v4", "--draws", "30", "--json"}, "goodput",
                             {{"<wiring>", {"placed", "exact", "without_ocs"}}},
                             {"rows[].exact.interval_half_width_fraction"}),
            "");
  EXPECT_EQ(faults_of_answer(fit, "power/fit", {{"<case>", {"nameplate", "oversubscribed", "by_draw"}}}), "");
  EXPECT_EQ(faults_of_answer(swing, "power/swing",
                             {{"<part>", {"mxu", "hbm", "ici", "busy"}},
                              {"<waveform>", {"load", "staggered", "smoothed"}},
                              {"<checks>", {"limits", "smoothed_limits"}},
                              {"<change>", {"start", "stop"}}}),
            "");
}

TEST(ResultKeys, AreDefinedForASweep) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "study.yaml",
             "name: small\nhorizon: 1 day\nsite: {base: two_v4_pods}\njobs:\n"
             "  - {name: train, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e15}\n"
             "study:\n  seeds: 2\n  target: 0.5\n  measures: [train.goodput, share.down]\n"
             "  sample: {method: one_at_a_time}\n"
             "  axes:\n    - {name: batch, key: jobs.train.global_batch, values: [1024, 2048]}\n"
             "    - {name: restart, key: jobs.train.restart_time, low: 1 min, high: 60 min}\n");
  expect_success({"sweep", "study.yaml", "-o", "out"}, scratch.path());

  EXPECT_EQ(
      faults_of_json(scratch.path() / "out", "sweep/study.json",
                     {"failures[].values.batch", "failures[].values.restart", "failures[].seed", "failures[].reason"},
                     {{"<axis>", {"batch", "restart"}},
                      {"<listed axis>", {"batch"}},
                      {"<ranged axis>", {"restart"}},
                      {"<measure>", {"train.goodput", "share.down"}},
                      {"<index>", {"effect_at_low", "effect_at_high"}}}),
      "");
}

TEST(ResultKeys, AreDefinedForAComparison) {
  const ScratchFolder scratch;
  const auto write = [&](const char* file, const char* jobs) {
    write_text(scratch.path() / file,
               std::string("name: small\nhorizon: 1 day\nsite: {base: two_v4_pods}\njobs:\n  - {name: train, model: "
                           "llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e15}\n") +
                   jobs);
  };
  write("one.yaml", "");
  write("two.yaml",
        "  - {name: more, model: llama3.1-8b, pod_type: v4, slice: 8x8x8, global_batch: 512, tokens: 1e15}\n");
  for (const std::string name : {"one", "two"}) {
    for (const std::string seed : {"1", "2", "3"}) {
      expect_success({"run", name + ".yaml", "--seed", seed, "--output", name + "/" + seed, "--quiet"},
                     scratch.path());
    }
  }

  const ProgramResult result =
      run_program({"compare", "one", "two", "--tolerance", "1%", "--output", "compare"}, scratch.path());

  EXPECT_EQ(result.exit_code, 4) << result.errors;
  EXPECT_EQ(faults_of_json(scratch.path() / "compare", "compare/compare.json"), "");
}

TEST(ResultKeys, AreDefinedForServing) {
  const ScratchFolder scratch;
  const auto serve = [&](const std::string& folder, const std::vector<std::string>& more) {
    std::vector<std::string> all = {"serve", "--model", "llama3.1-8b", "--chip", "v6e", "--output", folder};
    all.insert(all.end(), more.begin(), more.end());
    expect_success(all, scratch.path());
  };
  write_text(scratch.path() / "trace.csv",
             "timestamp,prompt_tokens,output_tokens,tenant\n0,100,10,school\n1,200,20,bank\n2,100,10,school\n");
  const std::vector<std::string> poisson = {"--arrivals", "poisson", "--rate", "2", "--duration", "1min"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), poisson.begin(), poisson.end());
    return more;
  };
  serve("tenants", {"--slice", "2x2", "--trace", "trace.csv"});
  serve("drafts", with({"--slice", "2x2", "--draft-model", "gptj-6b"}));
  serve("scales", with({"--slice", "2x2", "--autoscaler", "target_utilization", "--most-replicas", "3"}));
  serve("search", with({"--search", "--tpot", "1s"}));
  const Placeholders parts = {{"<length>", {"prompt", "output"}},
                              {"<latency>", {"ttft", "tpot", "end_to_end", "queueing"}}};
  std::vector<fs::path> summaries;
  for (const char* name : {"tenants", "drafts", "scales"})
    summaries.push_back(scratch.path() / name / "summary.json");
  Placeholders setup;
  const auto summary = nlohmann::json::parse(file_text(summaries[0]));
  const auto found = nlohmann::json::parse(file_text(scratch.path() / "search/search.json"))["found"][0];
  for (const auto& [key, value] : summary.items()) {
    if (found.contains(key)) setup["<setup key>"].push_back(key);
  }

  EXPECT_EQ(faults_of("keys of serve/summary.json", paths_of(summaries), parts), "");
  EXPECT_EQ(faults_of_json(scratch.path() / "search", "serve/search.json",
                           {"left_out[].chip", "left_out[].slice", "left_out[].layout", "left_out[].reason"}, setup),
            "");
}

}  // namespace
}  // namespace gigapod::test
