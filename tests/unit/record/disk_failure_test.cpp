#include "sim/base/diagnostics.hpp"
#include "sim/record/run_writer.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <functional>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCannotSetUp = "cannot set up";

/// Runs `action` in a child process, so that limits and mounts end with it, and returns what it returns.
std::string in_child(const std::function<std::string()>& action) {
  int channel[2];
  if (::pipe(channel) != 0) return kCannotSetUp;
  const pid_t child = ::fork();
  if (child == 0) {
    const std::string text = action();
    (void)!::write(channel[1], text.data(), text.size());
    ::_exit(0);
  }
  ::close(channel[1]);
  std::string text;
  char buffer[512];
  for (ssize_t count; (count = ::read(channel[0], buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<std::size_t>(count));
  }
  ::close(channel[0]);
  ::waitpid(child, nullptr, 0);
  return text;
}

/// Writes a run of so many events; returns the failure's message.
std::string message_of_run(const fs::path& directory, int events) {
  try {
    RunWriter writer(directory, false);
    for (int i = 0; i < events; ++i) {
      EventRecord event;
      event.time = Seconds(i);
      event.kind = "failure";
      event.detail = std::string(200, 'x');
      writer.add(event);
    }
    writer.commit({});
  } catch (const RunFailed& error) {
    return error.what();
  }
  return "the run was written";
}

/// The same of some megabytes.
std::string message_of_large_run(const fs::path& directory) { return message_of_run(directory, 50'000); }

TEST(DiskFailure, AFullDiskIsAClearErrorAndLeavesNoRun) {
  const TemporaryFolder root;
  const std::string message = in_child([&]() -> std::string {
    if (::unshare(CLONE_NEWNS | (::geteuid() == 0 ? 0 : CLONE_NEWUSER)) != 0) return kCannotSetUp;
    ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    if (::mount("tmpfs", root.path().c_str(), "tmpfs", 0, "size=512k") != 0) return kCannotSetUp;
    const std::string text = message_of_large_run(root / "run");
    return text + (root.is_empty() ? "" : " and left something behind");
  });

  if (message == kCannotSetUp) GTEST_SKIP() << "a small file system can't be mounted here";
  EXPECT_EQ(message, fmt::format("cannot write run directory {}: run.sqlite: no space left on device (run not kept)",
                                 (root / "run").string()));
}

TEST(DiskFailure, AFileOverTheProcessLimitIsAClearErrorAndLeavesNoRun) {
  const TemporaryFolder root;
  const std::string message = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{300'000, 300'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    return message_of_large_run(root / "run");
  });

  EXPECT_EQ(message, fmt::format("cannot write run directory {}: run.sqlite: file too large (run not kept)",
                                 (root / "run").string()));
  EXPECT_TRUE(root.is_empty());
}

TEST(DiskFailure, ADatabaseThatFailsOnlyAsItIsClosedSaysWhy) {
  const TemporaryFolder root;
  const std::string message = in_child([&]() -> std::string {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{8'192, 8'192};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    return message_of_run(root / "run", 10);
  });

  EXPECT_EQ(message, fmt::format("cannot write run directory {}: run.sqlite: file too large (run not kept)",
                                 (root / "run").string()));
}

TEST(DiskFailure, ATextFileThatTheDeviceRefusesIsAClearError) {
  const TemporaryFolder root;
  RunWriter writer(root / "run", false);
  fs::create_symlink("/dev/full", writer.temporary() / "resolved.yaml");

  const std::string message = message_of<RunFailed>([&] { writer.write_file("resolved.yaml", "name: x\n"); });

  EXPECT_EQ(message,
            fmt::format("cannot write run directory {}: resolved.yaml: no space left on device (run not kept)",
                        (root / "run").string()));
}

TEST(DiskFailure, AReadOnlyFolderIsAClearError) {
  const TemporaryFolder root;
  fs::create_directory(root / "locked");
  fs::permissions(root / "locked",
                  fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_exec | fs::perms::others_read);
  fs::permissions(root.path(), fs::perms::others_exec | fs::perms::others_read, fs::perm_options::add);
  const std::string message = in_child([&]() -> std::string {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) return kCannotSetUp;
    return message_of_large_run(root / "locked" / "run");
  });

  if (message == kCannotSetUp) GTEST_SKIP() << "the super-user may write anywhere";
  EXPECT_EQ(message, fmt::format("cannot write run directory {}: permission denied (run not kept)",
                                 (root / "locked" / "run").string()));
}

TEST(DiskFailure, ARunDirectoryBelowAFileIsAClearError) {
  const TemporaryFolder root;
  write_text(root / "file", "");

  const std::string message = message_of_large_run(root / "file" / "run");

  EXPECT_EQ(message, fmt::format("cannot write run directory {}: not a directory (run not kept)",
                                 (root / "file" / "run").string()));
}

}  // namespace
}  // namespace gigapod
