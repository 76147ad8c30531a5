#include "sim/record/metric_definitions.hpp"
#include "tests/app/program.hpp"
#include "tests/app/program_after.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <set>
#include <sstream>
#include <sys/resource.h>

namespace gigapod::test {
namespace {

TEST(DescribeMetrics, ShowsAllOrOneAndNamesWhatThereIsNot) {
  const ScratchFolder scratch;

  const ProgramResult all = run_program({"describe", "metrics"}, scratch.path());
  const ProgramResult one = run_program({"describe", "metrics", "joules_network"}, scratch.path());
  const ProgramResult typo = run_program({"describe", "metrics", "energy_joule"}, scratch.path());

  EXPECT_EQ(all.exit_code, 0);
  EXPECT_NE(all.output.find("\ncolumns of workloads\n"), std::string::npos);
  EXPECT_EQ(one.output,
            "figures of power\n  joules_network [J]\n      of switches and optics\n"
            "      from: constant draw x `horizon_seconds`\n");
  EXPECT_EQ(typo.exit_code, 3);
  EXPECT_EQ(typo.errors,
            "error: no metric, figure, column, file or command with results is named 'energy_joule'; did you mean "
            "'energy_joules'?\n");
}

TEST(DescribeMetrics, ShowsAFileOrAllOfACommand) {
  const ScratchFolder scratch;

  const std::string file = run_program({"describe", "metrics", "ends.csv"}, scratch.path()).output;
  const std::string command = run_program({"describe", "metrics", "scale"}, scratch.path()).output;
  const std::string word = run_program({"describe", "metrics", "mfu"}, scratch.path()).output;

  EXPECT_EQ(file.rfind("columns of scale/ends.csv\n  curve [text]\n", 0), 0U) << file;
  EXPECT_EQ(file.find("columns of", 1), std::string::npos) << "no other group";
  EXPECT_NE(command.find("columns of scale/scaling.csv\n"), std::string::npos);
  EXPECT_NE(command.find(file), std::string::npos);
  EXPECT_NE(word.find("columns of plan/plan.csv\n  mfu_fraction [share]\n"), std::string::npos);
  EXPECT_NE(word.find("figures of work\n  training_mfu [share]\n"), std::string::npos);
}

TEST(DescribeMetrics, WritesTheTablesOfADocument) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "a.md",
             "x\n<!-- metrics: measurements of machine -->\nold\n<!-- metrics: end -->\ny\n");
  write_text(scratch.path() / "b.md", "<!-- metrics: nothing -->\n");

  const ProgramResult wrong =
      run_program({"describe", "metrics", "--update", "a.md", "--update", "b.md"}, scratch.path());
  EXPECT_EQ(wrong.exit_code, 3);
  EXPECT_EQ(wrong.errors.rfind("b.md:1:1: error: there is no table 'nothing'\n", 0), 0U) << wrong.errors;
  EXPECT_NE(file_text(scratch.path() / "a.md").find("old"), std::string::npos);

  const ProgramResult right = run_program({"describe", "metrics", "--update", "a.md"}, scratch.path());
  EXPECT_EQ(right.exit_code, 0);
  EXPECT_EQ(right.output, "updated the tables of a.md\n");
  EXPECT_EQ(file_text(scratch.path() / "a.md").rfind("x\n<!-- metrics: measurements of machine -->\n| figure |", 0),
            0U);
}

TEST(DescribeMetrics, LeavesADocumentWholeThatItCannotWrite) {
  const ScratchFolder scratch;
  const std::string old =
      "x\n<!-- metrics: measurements of machine -->\nold\n<!-- metrics: end -->\n" + std::string(200'000, 'y') + "\n";
  write_text(scratch.path() / "a.md", old);
  const auto no_large_files = [] {
    const rlimit limit{100'000, 100'000};
    setrlimit(RLIMIT_FSIZE, &limit);
  };

  const ProgramResult result =
      run_program_after(no_large_files, {"describe", "metrics", "--update", "a.md"}, scratch.path());

  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.errors, "error: cannot write file a.md: file too large (nothing changed)\n");
  EXPECT_EQ(file_text(scratch.path() / "a.md"), old);
}

TEST(DescribeMetrics, RefusesADocumentThatCannotBeRead) {
  const ScratchFolder scratch;
  const ProgramResult result = run_program({"describe", "metrics", "--update", "/proc/self/mem"},
                                           scratch.path());  // its first byte is no page

  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.errors, "/proc/self/mem: error: cannot read this file\n");
}

class MetricsPage : public testing::TestWithParam<const char*> {};

TEST_P(MetricsPage, IsWhatTheProgramDefines) {
  const ScratchFolder scratch;
  const std::string page = file_text(std::string(GIGAPOD_SOURCE_DIR) + "/docs/" + GetParam());
  write_text(scratch.path() / GetParam(), page);

  EXPECT_EQ(run_program({"describe", "metrics", "--update", GetParam()}, scratch.path()).exit_code, 0);

  EXPECT_EQ(file_text(scratch.path() / GetParam()), page)
      << "definitions changed: `gigapod describe metrics --update docs/" << GetParam() << "` writes the page anew";
}

INSTANTIATE_TEST_SUITE_P(Pages, MetricsPage, testing::Values("metrics.md", "study.md"));

TEST(MetricsPages, HoldEveryGroup) {
  const ScratchFolder scratch;
  const std::string docs = std::string(GIGAPOD_SOURCE_DIR) + "/docs/";
  const std::string pages = file_text(docs + "metrics.md") + file_text(docs + "study.md");
  std::istringstream lines(run_program({"describe", "metrics"}, scratch.path()).output);

  std::string missing;
  for (std::string line; std::getline(lines, line);) {
    if (line.front() == ' ') continue;
    if (pages.find("<!-- metrics: " + line + " -->\n") == std::string::npos) missing += line + "\n";
  }

  EXPECT_EQ(missing, "");
}

/// The columns of a CSV file that have no definition.
std::string undefined_columns(const std::filesystem::path& file) {
  std::istringstream header(file_text(file).substr(0, file_text(file).find('\n')));
  std::string missing;
  for (std::string column; std::getline(header, column, ',');) {
    if (find_column(file.stem().string(), column) == nullptr)
      missing += file.filename().string() + ": " + column + "\n";
  }
  return missing;
}

/// The keys of summary.json that have no definition; those of the manifest say what was simulated.
std::string undefined_keys(const std::filesystem::path& file) {
  const std::set<std::string> identity = {"program", "version", "seed", "scenario_hash", "fingerprint", "workloads"};
  const auto summary = nlohmann::json::parse(file_text(file));
  std::string missing;
  for (const auto& [key, value] : summary.items()) {
    if (identity.contains(key)) continue;
    if (find_metric(value.is_string() ? MetricPlace::kText : MetricPlace::kFigure, key) != nullptr) continue;
    if (find_metric(MetricPlace::kMeasurement, key) == nullptr) missing += "summary.json: " + key + "\n";
  }
  for (const auto& workload : summary.value("workloads", nlohmann::json::array())) {
    for (const auto& [key, value] : workload.items()) {
      if (find_column("workloads", key) == nullptr) missing += "summary.json: workloads: " + key + "\n";
    }
  }
  return missing;
}

class FilesOfARun : public testing::TestWithParam<const char*> {};

TEST_P(FilesOfARun, HoldNothingWithoutADefinition) {
  const ScratchFolder scratch;
  const ProgramResult result = run_program({"run", shipped_scenario(GetParam()), "--output", "out"}, scratch.path());
  ASSERT_EQ(result.exit_code, 0) << result.errors;

  std::string missing = undefined_keys(scratch.path() / "out/summary.json");
  for (const auto& entry : std::filesystem::directory_iterator(scratch.path() / "out")) {
    if (entry.path().extension() == ".csv") missing += undefined_columns(entry.path());
  }

  EXPECT_EQ(missing, "");
}

INSTANTIATE_TEST_SUITE_P(Scenarios, FilesOfARun, testing::Values("quickstart", "power_swing", "serve_or_train"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace gigapod::test
