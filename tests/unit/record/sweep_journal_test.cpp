#include "sim/record/sweep_journal.hpp"

#include "sim/base/diagnostics.hpp"
#include "tests/unit/record/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>

namespace gigapod {
namespace {

const SweepIdentity kSmall = {"small", "5ce0"};

/// A journal of three runs.
struct WrittenJournal {
  TemporaryFolder root;
  std::filesystem::path file = root / "journal.txt";

  WrittenJournal() {
    SweepJournal journal(file, kSmall);
    journal.add("a", 1, {0.1, 1e300});
    journal.add("a", 2, {-0.0});
    journal.add("b", 1, {});
  }
  [[nodiscard]] std::string refusal(const SweepIdentity& sweep = kSmall) const {
    std::string text = message_of<InvalidInput>([&] { const SweepJournal journal(file, sweep); });
    return text.rfind(file.string(), 0) == 0 ? text.substr(file.string().size()) : text;
  }
};

TEST(SweepJournal, KeepsRunsWithEveryBit) {
  const WrittenJournal written;
  const SweepJournal journal(written.file, kSmall);

  ASSERT_NE(journal.find("a", 1), nullptr);
  EXPECT_EQ(*journal.find("a", 1), (std::vector<double>{0.1, 1e300}));
  EXPECT_TRUE(std::signbit((*journal.find("a", 2))[0]));
  EXPECT_TRUE(journal.find("b", 1)->empty());
  EXPECT_EQ(journal.find("b", 2), nullptr);
}

TEST(SweepJournal, CutAnywhereKeepsEveryWholeLineAndGoesOn) {
  const WrittenJournal written;
  const std::string whole = file_text(written.file);
  for (std::size_t end = 0; end <= whole.size(); ++end) {
    write_text(written.file, whole.substr(0, end));
    const auto lines = std::count(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    SweepJournal journal(written.file, kSmall);
    EXPECT_EQ(journal.find("a", 1) != nullptr, lines >= 2) << end;
    EXPECT_EQ(journal.find("a", 2) != nullptr, lines >= 3) << end;
    EXPECT_EQ(journal.find("b", 1) != nullptr, lines >= 4) << end;
    if (lines < 2) journal.add("a", 1, {0.1, 1e300});
    if (lines < 3) journal.add("a", 2, {-0.0});
    if (lines < 4) journal.add("b", 1, {});
    EXPECT_EQ(file_text(written.file), whole);
  }
}

TEST(SweepJournal, StartsAnewWhateverTheFileHolds) {
  const WrittenJournal written;
  write_text(written.file, "hello\n");

  { const SweepJournal journal(written.file, kSmall, JournalStart::kAnew); }

  const SweepJournal journal(written.file, kSmall);
  EXPECT_EQ(journal.find("a", 1), nullptr);
  EXPECT_EQ(file_text(written.file).rfind("gigapod-sweep 1 5ce0 small #", 0), 0u);
}

TEST(SweepJournal, EveryDamagedByteIsFound) {
  const WrittenJournal written;
  const std::string whole = file_text(written.file);
  for (std::size_t i = 0; i + 1 < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    write_text(written.file, damaged);
    EXPECT_NE(written.refusal(), "") << i;
    EXPECT_EQ(file_text(written.file), damaged);
  }
}

TEST(SweepJournal, SaysWhatIsWrongAndWhatToDo) {
  const WrittenJournal written;
  const std::string whole = file_text(written.file);
  const char* const restart = "  give another folder, or --force to start anew in this one\n";

  EXPECT_EQ(written.refusal({"large", "5ce0"}),
            fmt::format(":1:1: error: the folder holds the sweep 'small', not 'large'\n{}", restart));

  EXPECT_EQ(written.refusal({"small", "5ce1"}),
            fmt::format(":1:1: error: the folder holds the sweep 'small' of another scenario: more has changed than "
                        "the study\n{}",
                        restart));
  EXPECT_EQ(file_text(written.file), whole);

  std::string damaged = whole;
  damaged[damaged.find("a 2") + 2] = '3';
  write_text(written.file, damaged);
  EXPECT_EQ(written.refusal(),
            ":3:1: error: the record of a run is damaged\n  delete the line to simulate that run again\n");

  write_text(written.file, "hello\n");
  EXPECT_EQ(written.refusal(), fmt::format(":1:1: error: this is no journal of a sweep\n{}", restart));
  write_text(written.file, "gigapod-sweep 0 small #33d0c6e5f0a3a1a5\n");
  EXPECT_EQ(written.refusal(),
            fmt::format(":1:1: error: the journal was written by another version of gigapod\n{}", restart));
  write_text(written.file, "gigapod-sweep 1 5ce0 small #33d0c6e5f0a3a1a5\n");
  EXPECT_EQ(written.refusal(), fmt::format(":1:1: error: the first line of the journal is damaged\n{}", restart));
}

TEST(SweepJournal, OneProcessAtATimeHasIt) {
  const WrittenJournal written;
  const SweepJournal journal(written.file, kSmall);

  const pid_t child = ::fork();
  if (child == 0)
    ::_exit(written.refusal() == fmt::format("error: another process is at work on '{}'\n", written.file.string())
                ? 0
                : 1);
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(SweepJournal, AFullDiskLeavesTheRunsBefore) {
  const WrittenJournal written;
  const std::string whole = file_text(written.file);

  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{whole.size() + 10, whole.size() + 10};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    SweepJournal journal(written.file, kSmall);
    const std::string text = message_of<RunFailed>([&] { journal.add("c", 1, {1.0}); });
    ::_exit(text.rfind(fmt::format("cannot write '{}': no space left on device\n", written.file.string()), 0) == 0
                ? 0
                : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(file_text(written.file), whole);
}

}  // namespace
}  // namespace gigapod
