#include "sim/record/run_folder.hpp"

#include "sim/base/diagnostics.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

void make_run_directory(const fs::path& path, const std::string& content) {
  RunFolder folder(path, false);
  folder.write_file("manifest.json", R"({"program": "gigapod"})");
  folder.write_file("content.txt", content);
  folder.publish();
}

TEST(RunFolder, AppearsOnlyWhenPublished) {
  const TemporaryFolder root;
  RunFolder folder(root / "run", false);
  folder.write_file("a.txt", "text");
  EXPECT_FALSE(fs::exists(root / "run"));

  folder.publish();

  EXPECT_EQ(file_text(root / "run" / "a.txt"), "text");
  EXPECT_FALSE(fs::exists(folder.temporary()));
}

TEST(RunFolder, LeavesNothingWhenItIsNotPublished) {
  const TemporaryFolder root;
  { const RunFolder folder(root / "run", false); }

  EXPECT_TRUE(root.is_empty());
}

TEST(RunFolder, MakesParentFoldersAndAcceptsATrailingSlash) {
  const TemporaryFolder root;
  RunFolder folder(root / "a/b/run/", false);

  folder.publish();

  EXPECT_TRUE(fs::is_directory(root / "a/b/run"));
}

TEST(RunFolder, RefusesAnExistingFolder) {
  const TemporaryFolder root;
  fs::create_directory(root / "run");

  const std::string message = message_of<InvalidInput>([&] { RunFolder(root / "run", false); });

  EXPECT_EQ(message,
            fmt::format("run directory '{}' exists; choose another or give --force", (root / "run").string()));
}

TEST(RunFolder, RefusesToReplaceWhatIsNoRunDirectoryEvenByForce) {
  const TemporaryFolder root;
  fs::create_directory(root / "photos");
  write_text(root / "photos" / "cat.jpg", "meow");
  write_text(root / "file", "text");

  EXPECT_EQ(
      message_of<InvalidInput>([&] { RunFolder(root / "photos", true); }),
      fmt::format("'{}' is not a run directory; --force replaces run directories only", (root / "photos").string()));
  EXPECT_EQ(message_of<InvalidInput>([&] { RunFolder(root / "file", true); }),
            fmt::format("'{}' is not a folder; --force replaces run directories only", (root / "file").string()));
  EXPECT_EQ(file_text(root / "photos" / "cat.jpg"), "meow");
}

TEST(RunFolder, ReplacesARunDirectoryByForceOnlyWhenPublished) {
  const TemporaryFolder root;
  make_run_directory(root / "run", "old");
  {
    RunFolder folder(root / "run", true);
    folder.write_file("content.txt", "new");
    EXPECT_EQ(file_text(root / "run" / "content.txt"), "old");

    folder.publish();
  }

  EXPECT_EQ(file_text(root / "run" / "content.txt"), "new");
  EXPECT_FALSE(fs::exists(root / "run" / "manifest.json"));
  EXPECT_EQ(std::distance(fs::directory_iterator(root.path()), {}), 1);
}

TEST(RunFolder, KeepsTheOldRunWhenAForcedOneFails) {
  const TemporaryFolder root;
  make_run_directory(root / "run", "old");
  {
    RunFolder folder(root / "run", true);
    folder.write_file("content.txt", "new");
  }

  EXPECT_EQ(file_text(root / "run" / "content.txt"), "old");
}

TEST(RunFolder, ReplacesAnEmptyFolderByForce) {
  const TemporaryFolder root;
  fs::create_directory(root / "run");
  RunFolder folder(root / "run", true);
  folder.write_file("a.txt", "text");

  folder.publish();

  EXPECT_TRUE(fs::exists(root / "run" / "a.txt"));
}

TEST(RunFolder, DoesNotOverwriteARunThatAppearedMeanwhile) {
  const TemporaryFolder root;
  RunFolder folder(root / "run", false);
  fs::create_directory(root / "run");
  write_text(root / "run" / "a.txt", "theirs");

  const std::string message = message_of<RunFailed>([&] { folder.publish(); });

  EXPECT_EQ(message, fmt::format("cannot write run directory {}: another run wrote it meanwhile (run not kept)",
                                 (root / "run").string()));
  EXPECT_EQ(file_text(root / "run" / "a.txt"), "theirs");
}

TEST(RunFolder, RefusesASecondWriterOfTheSameNameInThisProcess) {
  const TemporaryFolder root;
  const RunFolder first(root / "run", false);

  EXPECT_THROW(RunFolder(root / "run", false), RunFailed);
  EXPECT_TRUE(fs::exists(first.temporary()));
}

/// Starts a child that opens the folder, and kills it in the middle.
void kill_a_writer_of(const fs::path& path) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    RunFolder folder(path, false);
    folder.write_file("half.txt", "half");
    (void)!::write(ready[1], "x", 1);
    ::pause();
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST(RunFolder, OfAKilledProcessNeverBearsTheFinalNameAndGoesWithTheNextRun) {
  const TemporaryFolder root;
  kill_a_writer_of(root / "run");
  EXPECT_FALSE(fs::exists(root / "run"));
  EXPECT_FALSE(root.is_empty());

  { const RunFolder next(root / "run", false); }

  EXPECT_TRUE(root.is_empty());
}

TEST(RunFolder, LeavesTheHiddenFoldersOfOtherNamesAndOfRunningProcessesAlone) {
  const TemporaryFolder root;
  kill_a_writer_of(root / "other");
  fs::create_directory(root / fmt::format(".run.partial-{}", ::getppid()));
  fs::create_directory(root / ".run.partial-x");

  { const RunFolder folder(root / "run", false); }

  EXPECT_EQ(std::distance(fs::directory_iterator(root.path()), {}), 3);
}

TEST(RunFolder, NeedsAName) {
  EXPECT_EQ(message_of<InvalidInput>([] { RunFolder("", false); }), "the run directory needs a name");
}

}  // namespace
}  // namespace gigapod
