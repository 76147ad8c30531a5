// What `gigapod sweep` makes of folders that it does not know, full disks and folders that it may not write.
#include "tests/app/program_after.hpp"
#include "tests/app/sweep_run.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

namespace gigapod::test {
namespace {

TEST(SweepFolder, OverwritesNothingItDoesNotKnow) {
  const SweepRun sweep(kStudy, {"sweep", "study.yaml", "-o", "out", "--seeds", "1"});
  const std::string journal = sweep.file("out/journal.txt");
  const std::string results = sweep.file("out/results.csv");
  const auto again = [&] { return run_program({"sweep", "study.yaml", "-o", "out"}, sweep.scratch.path()); };

  std::string damaged = journal;
  damaged[damaged.size() - 3] = 'x';
  write_text(sweep.scratch.path() / "out/journal.txt", damaged);
  ProgramResult result = again();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(
      result.errors,
      "out/journal.txt:3:1: error: the record of a run is damaged\n  delete the line to simulate that run again\n");

  write_text(sweep.scratch.path() / "out/journal.txt", "gigapod-sweep 99 small\n");
  result = again();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.errors,
            "out/journal.txt:1:1: error: the journal was written by another version of gigapod\n"
            "  give another folder, or --force to start anew in this one\n");

  write_text(sweep.scratch.path() / "out/journal.txt", journal);
  std::string other = kStudy;
  other.replace(0, 11, "name: other\n");
  write_text(sweep.scratch.path() / "study.yaml", other);
  result = again();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.errors,
            "out/journal.txt:1:1: error: the folder holds the sweep 'small', not 'other'\n"
            "  give another folder, or --force to start anew in this one\n");

  write_text(sweep.scratch.path() / "out/journal.txt", journal);
  std::string longer = kStudy;
  longer.replace(longer.find("20 days"), 7, "21 days");
  write_text(sweep.scratch.path() / "study.yaml", longer);
  result = again();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.errors,
            "out/journal.txt:1:1: error: the folder holds the sweep 'small' of another scenario: more has changed "
            "than the study\n"
            "  give another folder, or --force to start anew in this one\n");
  EXPECT_EQ(sweep.file("out/journal.txt"), journal);
  EXPECT_EQ(sweep.file("out/results.csv"), results);
}

TEST(SweepFolder, AFolderThatCannotBeMadeIsAClearError) {
  const SweepRun sweep(kStudy, {"sweep", "study.yaml", "-o", "study.yaml/out"});

  EXPECT_EQ(sweep.result.exit_code, 1);
  EXPECT_EQ(sweep.result.errors, "error: cannot make folder 'study.yaml/out': not a directory\n");
}

/// A disk with room for the journal but for no run; ends with 125 where none can be mounted.
void mount_small_disk() {
  if (unshare(CLONE_NEWNS | (geteuid() == 0 ? 0 : CLONE_NEWUSER)) != 0) _exit(125);
  mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  if (mount("tmpfs", "small", "tmpfs", 0, "size=60k") != 0) _exit(125);
}

TEST(SweepFolder, AFullDiskStopsTheSweepAtTheFirstRun) {
  const ScratchFolder scratch;
  write_text(scratch.path() / "study.yaml", kStudy);
  std::filesystem::create_directory(scratch.path() / "small");

  const ProgramResult result =
      run_program_after(mount_small_disk, {"sweep", "study.yaml", "-o", "small/out", "-j", "1"}, scratch.path());

  if (result.exit_code == 125) GTEST_SKIP() << "a small file system can't be mounted here";
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(result.errors,
            "error: cannot write run directory small/out/.runs/0: run.sqlite: no space left on device (run "
            "not kept)\n"
            "  the runs before it are kept; the same command goes on from there\n");
}

/// Enough for runs and the journal, not for the page.
void limit_files() {
  const rlimit limit{600'000, 600'000};
  setrlimit(RLIMIT_FSIZE, &limit);
}

TEST(SweepFolder, AFullDiskKeepsWhatIsDoneAndTheOldResults) {
  const SweepRun sweep(kStudy, {"sweep", "study.yaml", "-o", "out", "--seeds", "1"});
  const std::string results = sweep.file("out/results.csv");

  const ProgramResult result =
      run_program_after(limit_files, {"sweep", "study.yaml", "-o", "out", "--seeds", "2"}, sweep.scratch.path());

  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.errors, "error: cannot write folder out: report.html: file too large (nothing changed)\n");
  EXPECT_EQ(sweep.file("out/results.csv"), results);
  EXPECT_EQ(lines_of(sweep.file("out/journal.txt")), 5u);
}

TEST(SweepFolder, AReadOnlyFolderIsSaidSoBeforeAnythingRuns) {
  const SweepRun sweep(kStudy, {"sweep", "study.yaml", "-o", "out", "--seeds", "1"});
  namespace fs = std::filesystem;
  const auto writing = fs::perms::owner_write;
  let_others_look(sweep.scratch.path());
  fs::permissions(sweep.scratch.path() / "out", writing, fs::perm_options::remove);
  fs::permissions(sweep.scratch.path() / "out/journal.txt", writing, fs::perm_options::remove);

  const ProgramResult result =
      run_program_after(become_nobody, {"sweep", "study.yaml", "-o", "out", "--seeds", "2"}, sweep.scratch.path());
  fs::permissions(sweep.scratch.path() / "out", writing, fs::perm_options::add);

  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.errors, "error: cannot write 'out/journal.txt': permission denied\n");
  EXPECT_EQ(lines_of(sweep.file("out/runs.csv")), 3u);
}

}  // namespace
}  // namespace gigapod::test
