#include "analysis/export/run_tables.hpp"

#include "analysis/csv_table.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/record/run_writer.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>

namespace gigapod {
namespace {

constexpr double kAwkward = 0.1 + 0.2;

/// A run with text that has to be quoted, numbers that need every digit, and a job without an end.
std::filesystem::path written_run(const TemporaryFolder& root) {
  RunWriter writer(root / "run", false);
  writer.set_manifest({42, "small, \"quoted\"", "00ff"});
  WorkloadRecord work;
  work.name = "job, \"one\"";
  work.kind = "training";
  work.chips = 9007199254740993;  // no double has this value
  work.submit = Seconds(1.25);
  work.tokens = kAwkward;
  writer.add(work);
  writer.add(EventRecord{Seconds(2.5), "start", "job, \"one\"", "", 1e-300, "two\nlines"});
  writer.add(EventRecord{Seconds(3.0), "start", "job, \"one\"", "", -1e300, ""});
  writer.add_metric("power_watts", "b", Seconds(0), 1.0);
  writer.add_metric("power_watts", "a", Seconds(0), kAwkward);
  writer.add_metric("power_watts", "a", Seconds(60), 2.0);
  writer.add_figure("horizon_seconds", 3600);
  writer.commit({});
  return root / "run";
}

std::string csv_of(RunTables& tables, const std::string& name) {
  for (const auto& [file, text] : run_csv_files(tables)) {
    if (file == name + ".csv") return text;
  }
  return "no such file";
}

/// Cells of a column of a CSV text.
std::vector<std::string> column_of(const std::string& text, const std::string& name) {
  Diagnostics findings;
  const CsvTable table = read_csv("table.csv", text, findings);
  findings.throw_if_errors();
  std::vector<std::string> cells;
  for (std::size_t column = 0; column < table.header.size(); ++column) {
    if (table.header[column].text != name) continue;
    for (const auto& row : table.rows) cells.push_back(row[column].text);
  }
  return cells;
}

TEST(RunTables, ReplaceSeriesAndPointsByMetrics) {
  EXPECT_EQ(RunTables::names(),
            (std::vector<std::string>{"events", "workloads", "step_causes", "pods", "occupancy", "block_stays",
                                      "serving", "service_tenants", "figures", "texts", "metrics"}));
  EXPECT_EQ(RunTables::columns("metrics"), (std::vector<std::string>{"metric", "label", "time_seconds", "value"}));
}

TEST(RunTables, CsvReadsBackToTheSameValues) {
  const TemporaryFolder root;
  RunTables tables(written_run(root));

  const std::string workloads = csv_of(tables, "workloads");
  EXPECT_EQ(column_of(workloads, "name"), (std::vector<std::string>{"job, \"one\""}));
  EXPECT_EQ(column_of(workloads, "chips"), (std::vector<std::string>{"9007199254740993"}));
  EXPECT_EQ(column_of(workloads, "submit_ns"), (std::vector<std::string>{"1250000000"}));
  EXPECT_EQ(column_of(workloads, "end_ns"), (std::vector<std::string>{""}));
  EXPECT_EQ(std::strtod(column_of(workloads, "tokens").at(0).c_str(), nullptr), kAwkward);
  EXPECT_EQ(column_of(csv_of(tables, "events"), "detail"), (std::vector<std::string>{"two\nlines", ""}));
  EXPECT_EQ(column_of(csv_of(tables, "events"), "value"), (std::vector<std::string>{"1e-300", "-1e+300"}));
  EXPECT_EQ(column_of(csv_of(tables, "metrics"), "label"), (std::vector<std::string>{"a", "a", "b"}));
  EXPECT_EQ(column_of(csv_of(tables, "metrics"), "value"),
            (std::vector<std::string>{"0.30000000000000004", "2", "1"}));
}

TEST(RunTables, JsonHoldsTheSameValues) {
  const TemporaryFolder root;
  RunTables tables(written_run(root));

  const nlohmann::json json = nlohmann::json::parse(run_json(tables));

  EXPECT_EQ(json["manifest"]["scenario_name"], "small, \"quoted\"");
  const nlohmann::json& work = json["tables"]["workloads"][0];
  EXPECT_EQ(work["chips"].get<std::int64_t>(), 9007199254740993);
  EXPECT_EQ(work["tokens"].get<double>(), kAwkward);
  EXPECT_TRUE(work["end_ns"].is_null());
  EXPECT_EQ(json["tables"]["events"][0]["value"].get<double>(), 1e-300);
  EXPECT_EQ(json["tables"]["events"][0]["detail"], "two\nlines");
  EXPECT_EQ(json["tables"]["events"][1]["value"].get<double>(), -1e300);
  EXPECT_EQ(json["tables"]["figures"][0]["value"], 3600);
  EXPECT_EQ(json["tables"]["serving"], nlohmann::json::array());
}

TEST(RunTables, AnUnknownTableIsSaidSo) {
  try {
    (void)RunTables::columns("workload");
    FAIL();
  } catch (const InvalidInput& error) {
    EXPECT_STREQ(error.what(), "error: a run has no table 'workload'; did you mean 'workloads'?\n");
  }
}

}  // namespace
}  // namespace gigapod
