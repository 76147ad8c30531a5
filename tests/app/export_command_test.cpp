// `gigapod export`: every format holds what the run holds, and nothing is overwritten or half written.
#include "tests/app/program_after.hpp"
#include "tests/trace_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sys/resource.h>
#include <unistd.h>

namespace gigapod::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

const char* const kScenario =
    "name: small\nhorizon: 5 days\nsite: {base: two_v4_pods}\n"
    "jobs:\n"
    "  - {name: train, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 2e11}\n"
    "  - {name: wide, model: llama3.1-8b, pod_type: v4, slice: 16x16x16, slices: 2, global_batch: 8192, tokens: "
    "1e15}\n";

/// A run `good`.
class ExportCommand : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = new ScratchFolder;
    write_text(folder() / "small.yaml", kScenario);
    ASSERT_EQ(run({"run", "small.yaml", "-q", "-o", "good"}).exit_code, 0);
    ASSERT_EQ(run({"export", "good", "--format", "json", "-o", "good.json"}).exit_code, 0);
  }
  static void TearDownTestSuite() { delete scratch_; }
  static const fs::path& folder() { return scratch_->path(); }
  static ProgramResult run(const std::vector<std::string>& arguments) { return run_program(arguments, folder()); }
  static json tables() { return json::parse(file_text(folder() / "good.json"))["tables"]; }

 private:
  static inline ScratchFolder* scratch_ = nullptr;
};

TEST_F(ExportCommand, JsonHoldsTheFiguresOfTheSummary) {
  const json summary = json::parse(file_text(folder() / "good/summary.json"));

  const json figures = tables()["figures"];

  EXPECT_GT(figures.size(), 50u);
  for (const json& figure : figures) {
    const std::string name = figure["name"];
    EXPECT_EQ(figure["value"].get<double>(), summary.at(name).get<double>()) << name;
  }
  EXPECT_EQ(run({"export", "good", "--format", "json"}).output, file_text(folder() / "good.json"));
}

TEST_F(ExportCommand, CsvHoldsARowForEachOfTheJson) {
  const ProgramResult result = run({"export", "good", "-o", "csv"});

  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.output, "csv\n");
  const json all = tables();
  for (const auto& [name, rows] : all.items()) {
    const std::string text = file_text(folder() / "csv" / (name + ".csv"));
    EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), rows.size() + 1) << name;
  }
}

TEST_F(ExportCommand, SqliteIsTheCheckedDatabase) {
  ASSERT_EQ(run({"export", "good", "--format", "sqlite", "-o", "good.sqlite"}).exit_code, 0);

  EXPECT_EQ(file_text(folder() / "good.sqlite"), file_text(folder() / "good/run.sqlite"));
}

TEST_F(ExportCommand, ATraceHasTheTimesOfTheRun) {
  ASSERT_EQ(run({"export", "good", "--format", "perfetto", "-o", "life.json"}).exit_code, 0);
  const std::string trace = file_text(folder() / "life.json");

  EXPECT_EQ(trace_faults(trace), "");
  const json all = tables();
  for (const json& job : all["workloads"]) {
    const std::string name = job["name"];
    const json life = events_on(trace, "jobs and fleets", name).at(0);
    EXPECT_EQ(life["name"], name + " (" + job["state"].get<std::string>() + ")");
    EXPECT_NEAR(life["ts"].get<double>(), job["submit_ns"].get<double>() / 1e3, kTraceStep);
    const double end = job["end_ns"].is_null() ? 5 * 86400e6 : job["end_ns"].get<double>() / 1e3;
    EXPECT_NEAR(life["ts"].get<double>() + life["dur"].get<double>(), end, kTraceStep);
  }
  std::map<std::string, double> stays;
  for (const json& stay : all["occupancy"]) {
    stays[stay["pod"]] += (stay["end_ns"].get<double>() - stay["begin_ns"].get<double>()) / 1e3;
  }
  ASSERT_EQ(stays.size(), 2u);
  for (const auto& [pod, microseconds] : stays) {
    double sum = 0.0;
    for (const char* lane : {"lane 1", "lane 2"}) {
      for (const json& span : events_on(trace, "pod " + pod, lane)) sum += span["dur"].get<double>();
    }
    EXPECT_NEAR(sum, microseconds, 1.0) << pod;
  }
}

TEST_F(ExportCommand, WhatExistsIsKept) {
  write_text(folder() / "kept.json", "mine");
  fs::create_directories(folder() / "kept");

  const ProgramResult file = run({"export", "good", "--format", "json", "-o", "kept.json"});
  const ProgramResult csv = run({"export", "good", "-o", "kept"});
  const ProgramResult both = run({"export", "good", "--format", "perfetto", "-o", "kept", "--force"});

  EXPECT_EQ(file.exit_code, 3);
  EXPECT_EQ(file.errors, "error: file 'kept.json' exists; choose another or give --force\n");
  EXPECT_EQ(file_text(folder() / "kept.json"), "mine");
  EXPECT_EQ(csv.exit_code, 3);
  EXPECT_EQ(csv.errors, "error: folder 'kept' exists; choose another or give --force\n");
  EXPECT_EQ(both.errors, "error: 'kept' is a folder; name a file\n");
  EXPECT_EQ(run({"export", "good", "--format", "json", "-o", "kept.json", "--force"}).exit_code, 0);
  EXPECT_EQ(file_text(folder() / "kept.json"), file_text(folder() / "good.json"));
}

TEST_F(ExportCommand, UsageIsChecked) {
  const ProgramResult format = run({"export", "good", "--format", "xml"});
  EXPECT_EQ(format.exit_code, 2);
  EXPECT_THAT(format.errors, HasSubstr("--format: xml not in {csv,json,sqlite,perfetto}"));
  EXPECT_EQ(run({"export"}).exit_code, 2);
  EXPECT_EQ(run({"export", "good"}).errors, "error: --format csv needs --output, a folder\n");
  EXPECT_EQ(run({"export", "good", "--format", "sqlite"}).errors, "error: --format sqlite needs --output, a file\n");
}

/// A copy of the run, to be spoilt, that every format then refuses with these words.
class SpoiltExport : public ExportCommand {
 protected:
  void SetUp() override { fs::copy(folder() / "good", bad(), fs::copy_options::recursive); }
  void TearDown() override { fs::remove_all(bad()); }
  static fs::path bad() { return folder() / "bad"; }
  static void expect_refused(const std::string& words) {
    for (const std::string format : {"csv", "json", "sqlite", "perfetto"}) {
      const ProgramResult result = run({"export", "bad", "--format", format, "-o", "never"});
      EXPECT_EQ(result.exit_code, 3);
      EXPECT_EQ(result.output, "");
      EXPECT_EQ(result.errors, "error: run directory 'bad'" + words + "\n");
      EXPECT_FALSE(fs::exists(folder() / "never"));
    }
  }
};

TEST_F(SpoiltExport, ATruncatedDatabase) {
  fs::resize_file(bad() / "run.sqlite", fs::file_size(bad() / "run.sqlite") / 2);
  expect_refused(": run.sqlite is damaged (database disk image is malformed)");
}

TEST_F(SpoiltExport, AnAlteredFingerprint) {
  write_text(bad() / "fingerprint.txt", std::string(32, '0') + "\n");
  expect_refused(": run.sqlite was altered or damaged: its results do not match fingerprint.txt");
}

TEST_F(SpoiltExport, AnOlderSchema) {
  json manifest = json::parse(file_text(bad() / "manifest.json"));
  const int version = manifest["schema_version"];
  manifest["schema_version"] = version - 1;
  write_text(bad() / "manifest.json", manifest.dump());
  expect_refused(": written by gigapod " + manifest["version"].get<std::string>() + " with schema version " +
                 std::to_string(version - 1) + "; this program reads version " + std::to_string(version) +
                 ", so run the scenario again");
}

TEST_F(SpoiltExport, NoRunAtAll) {
  fs::remove_all(bad());
  expect_refused(" does not exist");
}

TEST_F(ExportCommand, AFullDiskLeavesNothing) {
  const auto small_files = [] {
    const rlimit limit{2'000, 2'000};
    setrlimit(RLIMIT_FSIZE, &limit);
  };

  const ProgramResult file =
      run_program_after(small_files, {"export", "good", "--format", "json", "-o", "full.json"}, folder());
  const ProgramResult csv = run_program_after(small_files, {"export", "good", "-o", "full"}, folder());

  EXPECT_EQ(file.exit_code, 1);
  EXPECT_EQ(file.errors, "error: cannot write file full.json: file too large (nothing changed)\n");
  EXPECT_EQ(csv.exit_code, 1);
  EXPECT_EQ(csv.errors, "error: cannot write folder full: events.csv: file too large (nothing changed)\n");
  for (const auto& entry : fs::directory_iterator(folder())) {
    EXPECT_THAT(entry.path().filename().string(), testing::Not(HasSubstr("full")));
  }
}

TEST_F(ExportCommand, AReadOnlyFolderIsSaidSo) {
  const auto as_nobody = [] {
    constexpr uid_t kNobody = 65534;
    if (getuid() == 0 && setuid(kNobody) != 0) _exit(125);
  };
  // The other user may look in, also one who is still in the group of this one.
  constexpr auto kLooking =
      fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec;
  fs::create_directories(folder() / "closed");
  fs::permissions(folder(), kLooking, fs::perm_options::add);
  const auto no_writing = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  fs::permissions(folder() / "closed", no_writing, fs::perm_options::remove);

  const ProgramResult result =
      run_program_after(as_nobody, {"export", "good", "--format", "sqlite", "-o", "closed/out.sqlite"}, folder());

  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.errors, "error: cannot write file closed/out.sqlite: permission denied (nothing changed)\n");
}

}  // namespace
}  // namespace gigapod::test
