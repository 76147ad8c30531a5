#include "analysis/csv_table.hpp"
#include "analysis/run/result_groups.hpp"
#include "sim/app/answer_keys.hpp"
#include "sim/record/database.hpp"
#include "sim/record/metric_definitions.hpp"
#include "tests/app/program.hpp"
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

/// Names that the program defines in a group, as `gigapod describe metrics` prints them.
std::vector<std::string> defined_names(const std::string& group) {
  const ScratchFolder scratch;
  std::istringstream lines(run_program({"describe", "metrics", group}, scratch.path()).output);
  std::vector<std::string> names;
  bool is_own = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.front() != ' ') is_own = line == group;
    const bool is_name = line.starts_with("  ") && line[2] != ' ';
    if (is_own && is_name) names.push_back(line.substr(2, line.find(" [") - 2));
  }
  return names;
}

/// What the placeholders of a file stand for in a test's input.
using Placeholders = std::map<std::string, std::vector<std::string>>;

const Placeholders kScalingBuckets = {{"<bucket>",
                                       {"useful_compute", "hbm", "ici", "dcn", "bubble", "stragglers", "overhead",
                                        "padding", "critical_batch", "failures"}}};

/// A name with its placeholder filled in all ways; the name itself without one.
std::vector<std::string> filled_in(const std::string& name, const Placeholders& placeholders) {
  for (const auto& [placeholder, values] : placeholders) {
    const std::size_t at = name.find(placeholder);
    if (at == std::string::npos) continue;
    std::vector<std::string> all;
    for (const std::string& value : values) {
      all.push_back(name.substr(0, at) + value + name.substr(at + placeholder.size()));
    }
    return all;
  }
  return {name};
}

/// What columns and definitions have that the other doesn't.
std::string faults_of(const std::string& group, const std::set<std::string>& columns,
                      const Placeholders& placeholders = {}) {
  std::set<std::string> defined;
  for (const std::string& name : defined_names(group)) {
    for (const std::string& full : filled_in(name, placeholders)) defined.insert(full);
  }
  std::string faults;
  for (const std::string& column : columns) {
    if (!defined.contains(column)) faults += fmt::format("{}: '{}' is not defined\n", group, column);
  }
  for (const std::string& name : defined) {
    if (!columns.contains(name)) faults += fmt::format("{}: no column is '{}'\n", group, name);
  }
  return faults;
}

std::set<std::string> columns_of(const fs::path& file) {
  Diagnostics findings;
  std::set<std::string> columns;
  for (const CsvCell& cell : read_csv(file.string(), file_text(file), findings).header) columns.insert(cell.text);
  return columns;
}

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

void expect_success(const std::vector<std::string>& arguments, const fs::path& folder) {
  const ProgramResult result = run_program(arguments, folder);
  ASSERT_EQ(result.exit_code, 0) << result.errors;
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

/// Of COMMAND/FILE in a folder whose CSV files have the columns that some keys stand for.
std::string faults_of_json(const fs::path& folder, const std::string& name,
                           const std::set<std::string>& absent = {}) {
  Placeholders columns;
  for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
    if (file.path().extension() != ".csv") continue;
    const std::set<std::string> names = columns_of(file);
    columns[fmt::format("<{} column>", file.path().stem().string())] = {names.begin(), names.end()};
  }
  std::set<std::string> paths = absent;
  add_paths(nlohmann::json::parse(file_text(folder / fs::path(name).filename())), "", paths);
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

  EXPECT_EQ(
      faults_of_json(scratch.path() / "s", "scale/scaling.json", {"curves[].end.curve", "curves[].points[].curve"}) +
          faults_of_json(scratch.path() / "plan", "plan/plan.json",
                         {"top[].list", "front[].list", "shortfalls[].limit", "shortfalls[].text"}) +
          faults_of_json(scratch.path() / "cost", "cost/cost.json"),
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
