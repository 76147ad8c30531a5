// What `gigapod report` and `gigapod compare` say of run directories that are damaged or can't be written, and that
// they leave everything as it was.
#include "tests/app/program_after.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sys/resource.h>
#include <unistd.h>

namespace gigapod::test {
namespace {

namespace fs = std::filesystem;

const char* const kScenario =
    "name: small\nhorizon: 1 h\nsite: {base: two_v4_pods}\n"
    "jobs:\n  - {name: train, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e15}\n";

/// A whole run `good` and a copy of it, `bad`, that a test spoils.
struct TwoRuns {
  ScratchFolder scratch;
  fs::path bad = scratch.path() / "bad";

  TwoRuns() {
    write_text(scratch.path() / "small.yaml", kScenario);
    EXPECT_EQ(run_program({"run", "small.yaml", "-q", "-o", "good"}, scratch.path()).exit_code, 0);
    fs::copy(scratch.path() / "good", bad, fs::copy_options::recursive);
    let_others_look(scratch.path());
  }

  /// Both commands refuse the spoilt run with these words and leave its report as it was.
  void expect_refused(const std::string& words) const {
    const std::string report = file_text(bad / "report.html");
    const ProgramResult shown = run_program({"report", "bad"}, scratch.path());
    EXPECT_EQ(shown.exit_code, 3);
    EXPECT_EQ(shown.output, "");
    EXPECT_EQ(shown.errors, "error: " + words + "\n");
    const ProgramResult compared = run_program({"compare", "good", "bad", "-o", "out"}, scratch.path());
    EXPECT_EQ(compared.exit_code, 3);
    EXPECT_EQ(compared.errors, "error: " + words + "\n");
    EXPECT_FALSE(fs::exists(scratch.path() / "out"));
    EXPECT_EQ(file_text(bad / "report.html"), report);
  }
};

TEST(DamagedRun, ATruncatedDatabaseIsRefused) {
  const TwoRuns runs;
  fs::resize_file(runs.bad / "run.sqlite", fs::file_size(runs.bad / "run.sqlite") / 2);

  runs.expect_refused("run directory 'bad': run.sqlite is damaged (database disk image is malformed)");
}

TEST(DamagedRun, AnEmptyDatabaseIsRefused) {
  const TwoRuns runs;
  fs::resize_file(runs.bad / "run.sqlite", 0);

  runs.expect_refused("run directory 'bad': run.sqlite is damaged (not written by gigapod)");
}

TEST(DamagedRun, AnOlderSchemaIsRefused) {
  const TwoRuns runs;
  auto manifest = nlohmann::json::parse(file_text(runs.bad / "manifest.json"));
  const int version = manifest["schema_version"];
  manifest["schema_version"] = version - 1;
  write_text(runs.bad / "manifest.json", manifest.dump());

  runs.expect_refused("run directory 'bad': written by gigapod " + manifest["version"].get<std::string>() +
                      " with schema version " + std::to_string(version - 1) + "; this program reads version " +
                      std::to_string(version) + ", so run the scenario again");
}

TEST(DamagedRun, MissingFilesAreRefused) {
  for (const std::string name : {"run.sqlite", "fingerprint.txt", "resolved.yaml", "scaling.json"}) {
    const TwoRuns runs;
    fs::remove(runs.bad / name);
    runs.expect_refused("run directory 'bad': " + name + " is missing");
  }
}

TEST(DamagedRun, AnAlteredFingerprintIsRefused) {
  const TwoRuns runs;
  write_text(runs.bad / "fingerprint.txt", std::string(32, '0') + "\n");

  runs.expect_refused(
      "run directory 'bad': run.sqlite was altered or damaged: its results do not match fingerprint.txt");
}

TEST(DamagedRun, OtherFilesThatChangedAreRefused) {
  for (const std::string name : {"resolved.yaml", "assumptions.csv", "scaling.json"}) {
    const TwoRuns runs;
    fs::resize_file(runs.bad / name, fs::file_size(runs.bad / name) - 1);
    runs.expect_refused("run directory 'bad': " + name + " was altered or damaged: it does not match manifest.json");
  }
}

TEST(DamagedRun, AFullDiskLeavesTheOldReport) {
  const TwoRuns runs;
  const std::string report = file_text(runs.bad / "report.html");
  const auto small_files = [] {
    const rlimit limit{100'000, 100'000};
    setrlimit(RLIMIT_FSIZE, &limit);
  };

  const ProgramResult shown = run_program_after(small_files, {"report", "bad"}, runs.scratch.path());
  EXPECT_EQ(shown.exit_code, 1);
  EXPECT_EQ(shown.errors, "error: cannot write report bad/report.html: file too large\n");
  EXPECT_EQ(file_text(runs.bad / "report.html"), report);
  EXPECT_FALSE(fs::exists(runs.bad / "report.html.partial"));

  const ProgramResult compared =
      run_program_after(small_files, {"compare", "good", "bad", "-o", "out"}, runs.scratch.path());
  EXPECT_EQ(compared.exit_code, 1);
  EXPECT_EQ(compared.errors, "error: cannot write folder out: report.html: file too large (nothing changed)\n");
  EXPECT_FALSE(fs::exists(runs.scratch.path() / "out"));
}

TEST(DamagedRun, AReadOnlyFolderIsSaidSo) {
  const TwoRuns runs;
  const auto no_writing = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  fs::permissions(runs.bad, no_writing, fs::perm_options::remove);
  fs::permissions(runs.scratch.path(), no_writing, fs::perm_options::remove);

  const ProgramResult shown = run_program_after(become_nobody, {"report", "bad"}, runs.scratch.path());
  const ProgramResult compared =
      run_program_after(become_nobody, {"compare", "good", "bad", "-o", "out"}, runs.scratch.path());
  fs::permissions(runs.scratch.path(), fs::perms::owner_all, fs::perm_options::add);
  fs::permissions(runs.bad, fs::perms::owner_all, fs::perm_options::add);

  EXPECT_EQ(shown.exit_code, 1);
  EXPECT_EQ(shown.errors, "error: cannot write report bad/report.html: permission denied\n");
  EXPECT_EQ(compared.exit_code, 1);
  EXPECT_EQ(compared.errors, "error: cannot write folder out: permission denied (nothing changed)\n");
}

}  // namespace
}  // namespace gigapod::test
