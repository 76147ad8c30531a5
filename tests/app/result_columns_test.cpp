#include "analysis/run/result_groups.hpp"
#include "sim/app/answer_keys.hpp"
#include "sim/record/database.hpp"
#include "sim/record/metric_definitions.hpp"
#include "tests/app/defined_names.hpp"
#include "tests/definition_rules.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace gigapod::test {
namespace {

namespace fs = std::filesystem;

const Placeholders kScalingBuckets = {{"<bucket>",
                                       {"useful_compute", "hbm", "ici", "dcn", "bubble", "stragglers", "overhead",
                                        "padding", "critical_batch", "failures"}}};

/// Of COMMAND/FILE in a folder with the results of the command.
std::string faults_of_file(const fs::path& folder, const std::string& name, const Placeholders& placeholders = {}) {
  const fs::path file = folder / fs::path(name).filename();
  return fs::exists(file) ? faults_of("columns of " + name, columns_of(file), placeholders)
                          : fmt::format("{}: not written\n", name);
}

std::set<std::string> texts_of(const fs::path& database, const std::string& query) {
  Database source = Database::open_to_read(database);
  Statement rows = source.prepare(query);
  std::set<std::string> texts;
  while (rows.next()) texts.insert(rows.text(0));
  return texts;
}

/// Every table of the database has a group with its columns.
std::string faults_of_tables(const fs::path& database, const std::string& group) {
  std::string faults;
  for (const std::string& table : texts_of(database, "SELECT name FROM sqlite_master WHERE type = 'table'")) {
    faults += faults_of(fmt::format("columns of {}/{}", group, table),
                        texts_of(database, fmt::format("SELECT name FROM pragma_table_info('{}')", table)));
  }
  return faults;
}

const Placeholders kQuantiles = {{"<quantile>", {"p5", "p50", "p95"}}};

TEST(ResultColumns, AreDefinedForASweepAndItsComparison) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "study.yaml",
             "name: small\nhorizon: 1 day\nsite: {base: two_v4_pods}\njobs:\n"
             "  - {name: train, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e15}\n"
             "study:\n  seeds: 1\n  measures: [train.goodput, share.down]\n  sample: {method: one_at_a_time}\n"
             "  axes:\n    - {name: batch, key: jobs.train.global_batch, values: [1024, 2048]}\n"
             "    - {name: restart, key: jobs.train.restart_time, low: 1 min, high: 60 min}\n");
  expect_success({"sweep", "study.yaml", "-o", "out"}, scratch.path());
  expect_success({"compare", "out", "out", "--output", "compare"}, scratch.path());
  Placeholders all = {{"<axis>", {"batch", "restart"}}, {"<measure>", {"train.goodput", "share.down"}}};

  std::string faults;
  for (const char* file : {"results.csv", "runs.csv", "failures.csv"}) {
    faults += faults_of_file(scratch.path() / "out", std::string("sweep/") + file, all);
  }
  all["<axis>"] = {"batch"};  // the others are what is ranked
  faults += faults_of_file(scratch.path() / "out", "sweep/sensitivity.csv", all);
  faults += faults_of_tables(scratch.path() / "out/results.sqlite", "sweep/results.sqlite");
  faults += faults_of_file(scratch.path() / "compare", "compare/compare.csv");

  EXPECT_EQ(faults, "");
}

TEST(ResultColumns, AreDefinedForAScalingStudy) {
  const ScratchFolder scratch;
  std::string text = file_text(shipped_scenario("scaling"));
  const std::size_t begin = text.find("chips: [64");
  write_text(scratch.path() / "few.yaml", text.replace(begin, text.find(']', begin) - begin, "chips: [64, 9216"));
  expect_success({"scale", "few.yaml", "--plans", "0", "--seeds", "1", "--output", "s"}, scratch.path());

  EXPECT_EQ(faults_of_file(scratch.path() / "s", "scale/scaling.csv", kScalingBuckets) +
                faults_of_file(scratch.path() / "s", "scale/ends.csv") +
                faults_of_file(scratch.path() / "s", "scale/sensitivity.csv"),
            "");
}

TEST(ResultColumns, AreDefinedForAPlanAndWhatItCosts) {
  const ScratchFolder scratch;
  expect_success({"plan", "--model", "llama3.1-8b", "--chip", "v5p", "--chips", "64", "--tokens", "1T", "--remat",
                  "full", "--context", "1", "--quiet", "-o", "plan"},
                 scratch.path());
  expect_success({"cost", "--model", "llama3.1-8b", "--chip", "v5e", "--tokens", "10B", "--deadline", "30days",
                  "--quiet", "-o", "cost"},
                 scratch.path());
  expect_success({"cost", "serving", "--model", "llama3.1-8b", "--chip", "v6e", "--rate", "2", "--requests", "100",
                  "--quiet", "-o", "serving"},
                 scratch.path());
  const Placeholders causes = {
      {"<cause>", {"compute", "hbm", "ici", "dcn", "bubble", "straggler", "overhead", "failures"}}};

  EXPECT_EQ(faults_of_file(scratch.path() / "plan", "plan/plan.csv", causes) +
                faults_of_file(scratch.path() / "cost", "cost/cost.csv", kQuantiles) +
                faults_of_file(scratch.path() / "serving", "cost/serving_cost.csv", kQuantiles),
            "");
}

TEST(ResultColumns, AreDefinedForServingAndValidation) {
  const ScratchFolder scratch;
  const std::vector<std::string> serve = {"serve",   "--model",    "llama3.1-8b", "--chip",  "v6e",
                                          "--slice", "2x2",        "--arrivals",  "poisson", "--rate",
                                          "2",       "--duration", "1min",        "--output"};
  const auto with = [&](const std::vector<std::string>& more) {
    std::vector<std::string> all = serve;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  expect_success(with({"one"}), scratch.path());
  expect_success(with({"search", "--search"}), scratch.path());
  write_text(scratch.path() / "mine.csv",
             "system,op,size_bytes,chips,topology,metric,value,unit,kind\n"
             "TPU v6e,all_reduce,1e9,4,2x2,achieved bandwidth,100,GB/s,measured\n");
  expect_success({"validate", "--csv", "mine.csv", "--output", "validate"}, scratch.path());

  EXPECT_EQ(faults_of_file(scratch.path() / "one", "serve/requests.csv") +
                faults_of_file(scratch.path() / "search", "serve/frontier.csv") +
                faults_of_file(scratch.path() / "validate", "validate/validation.csv"),
            "");
}

/// Columns of a file that are times, names of halls or classes stand for the placeholder of its group.
Placeholders placeholders_of(const fs::path& file) {
  const std::set<std::string> named = {"time_seconds", "label"};
  std::vector<std::string> others;
  for (const std::string& column : columns_of(file)) {
    if (!named.contains(column)) others.push_back(column);
  }
  const std::string name = file.stem().string();
  if (name == "report_halls") {
    EXPECT_TRUE(std::all_of(others.begin(), others.end(), [](const auto& hall) { return hall.starts_with("hall"); }));
    return {{"<hall>", others}};
  }
  if (name.starts_with("report_regions")) return {{"<region>", others}};
  if (name.starts_with("report_heat")) {
    EXPECT_TRUE(std::all_of(others.begin(), others.end(), [](const std::string& time) {
      return time.find_first_not_of("0123456789.") == std::string::npos;
    }));
    return {{"<seconds>", others}};
  }
  if (name == "report_scaling") return kScalingBuckets;
  return {{"<class>", {"ici_cable", "machine", "silent_data_corruption", "software_crash"}},
          {"<bucket>",
           {"busy_useful", "recompute", "communication_exposed", "bubble", "checkpoint", "restart_lost",
            "power_capped", "down", "idle_fragmented", "idle_power_held", "idle_free"}}};
}

TEST(ResultColumns, SayWhatTheyAreInTheUnitOfTheirName) {
  EXPECT_EQ(definition_faults(comparison_groups()) + definition_faults(chart_file_groups()) +
                definition_faults(app::answer_key_groups()),
            "");
}

class ChartColumns : public testing::TestWithParam<const char*> {};

TEST_P(ChartColumns, AreDefinedForAReportAndItsTables) {
  const ScratchFolder scratch;
  expect_success({"run", shipped_scenario(GetParam()), "--output", "run", "--quiet"}, scratch.path());
  expect_success({"report", "run", "--csv", "csv"}, scratch.path());

  std::string faults;
  for (const auto& entry : fs::directory_iterator(scratch.path() / "csv")) {
    const fs::path& file = entry.path();
    if (file.filename().string().starts_with("report_")) {
      faults += faults_of_file(scratch.path() / "csv", "report/" + file.filename().string(), placeholders_of(file));
      continue;
    }
    for (const std::string& column : columns_of(file)) {
      if (find_column(file.stem().string(), column) == nullptr) faults += file.filename().string() + ": " + column;
    }
  }

  EXPECT_EQ(faults, "");
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ChartColumns, testing::Values("quickstart", "serve_or_train"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace gigapod::test
