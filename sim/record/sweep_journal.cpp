#include "sim/record/sweep_journal.hpp"

#include "sim/base/diagnostics.hpp"
#include "sim/base/hash.hpp"
#include "sim/record/system_error_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <sstream>
#include <string_view>
#include <unistd.h>

namespace gigapod {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kFormat = "gigapod-sweep";
constexpr int kFormatVersion = 1;

/// The text with its checksum, as a line.
std::string sealed(const std::string& text) { return fmt::format("{} #{:016x}\n", text, hash_text(text)); }

/// The text of a sealed line without its end; nothing when it is damaged.
std::optional<std::string> unsealed(const std::string& line) {
  const auto mark = line.rfind(" #");
  if (mark == std::string::npos) return std::nullopt;
  const std::string text = line.substr(0, mark);
  if (sealed(text) != line + "\n") return std::nullopt;
  return text;
}

/// A name on one line.
std::string one_line(std::string name) {
  for (char& letter : name) {
    if (static_cast<unsigned char>(letter) < ' ') letter = ' ';
  }
  return name;
}

std::string head_of(const SweepIdentity& sweep) {
  return fmt::format("{} {} {} {}", kFormat, kFormatVersion, sweep.scenario, one_line(sweep.name));
}

std::string content_of(int descriptor) {
  std::string content;
  std::array<char, 65536> buffer{};
  for (ssize_t count = 0; (count = ::read(descriptor, buffer.data(), buffer.size())) != 0;) {
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw RunFailed(fmt::format("cannot read the journal: {}", system_error_text(errno)));
    content.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return content;
}

}  // namespace

SweepJournal::SweepJournal(fs::path file, const SweepIdentity& sweep, JournalStart start) : file_(std::move(file)) {
  descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail(errno);
  try {
    open(sweep, start);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

SweepJournal::~SweepJournal() { ::close(descriptor_); }

void SweepJournal::open(const SweepIdentity& sweep, JournalStart start) {
  lock();
  const std::string content = content_of(descriptor_);
  const std::string head = sealed(head_of(sweep));
  const bool is_torn_head = content.size() < head.size() && head.rfind(content, 0) == 0;  // killed while making it
  if (start == JournalStart::kAnew || is_torn_head) {
    cut();
    append(head, {});
  } else {
    read(content, sweep);
    if (size_ < content.size()) cut();
  }
}

/// A lock of the process, which its children do not inherit.
void SweepJournal::lock() const {
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  if (::fcntl(descriptor_, F_SETLK, &whole) == 0) return;
  if (errno == EACCES || errno == EAGAIN) {
    throw InvalidInput(fmt::format("error: another process is at work on '{}'\n", file_.string()));
  }
  fail(errno);
}

void SweepJournal::refuse(const std::string& reason, std::size_t line, const std::string& hint) const {
  throw InvalidInput(fmt::format("{}:{}:1: error: {}\n  {}\n", file_.string(), line, reason, hint));
}

void SweepJournal::fail(int error, const std::string& hint) const {
  throw RunFailed(fmt::format("cannot write '{}': {}{}", file_.string(), system_error_text(error), hint));
}

void SweepJournal::read_head(const std::string& line, const SweepIdentity& sweep) const {
  const char* const restart = "give another folder, or --force to start anew in this one";
  if (line.rfind(fmt::format("{} ", kFormat), 0) != 0) refuse("this is no journal of a sweep", 1, restart);
  if (line.rfind(fmt::format("{} {} ", kFormat, kFormatVersion), 0) != 0) {
    refuse("the journal was written by another version of gigapod", 1, restart);
  }
  const auto head = unsealed(line);
  if (!head) refuse("the first line of the journal is damaged", 1, restart);
  if (*head == head_of(sweep)) return;
  const auto end_of_scenario = head->find(' ', fmt::format("{} {} ", kFormat, kFormatVersion).size());
  const std::string name = head->substr(end_of_scenario + 1);
  if (name != one_line(sweep.name)) {
    refuse(fmt::format("the folder holds the sweep '{}', not '{}'", name, one_line(sweep.name)), 1, restart);
  }
  refuse(fmt::format("the folder holds the sweep '{}' of another scenario: more has changed than the study", name), 1,
         restart);
}

/// Reads whole lines; what follows them is the start of one that was never finished.
void SweepJournal::read(const std::string& content, const SweepIdentity& sweep) {
  size_ = content.rfind('\n') == std::string::npos ? 0 : content.rfind('\n') + 1;
  std::istringstream lines(content.substr(0, size_));
  std::string line;
  std::getline(lines, line);
  read_head(line, sweep);
  for (std::size_t number = 2; std::getline(lines, line); ++number) read_line(line, number);
}

void SweepJournal::read_line(const std::string& line, std::size_t number) {
  const auto text = unsealed(line);
  if (!text) refuse("the record of a run is damaged", number, "delete the line to simulate that run again");
  std::istringstream words(*text);
  std::string key;
  std::uint64_t seed = 0;
  words >> key >> seed;
  std::vector<double> values;
  for (std::string word; words >> word;) values.push_back(std::strtod(word.c_str(), nullptr));
  runs_[{key, seed}] = std::move(values);
}

/// To the lines that count.
void SweepJournal::cut() const {
  if (::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) fail(errno);
}

void SweepJournal::append(const std::string& line, const std::string& hint) {
  const ssize_t written = ::pwrite(descriptor_, line.data(), line.size(), static_cast<off_t>(size_));
  if (written != static_cast<ssize_t>(line.size())) {
    const int error = written < 0 ? errno : ENOSPC;
    (void)!::ftruncate(descriptor_, static_cast<off_t>(size_));
    fail(error, hint);
  }
  size_ += line.size();
}

const std::vector<double>* SweepJournal::find(const std::string& key, std::uint64_t seed) const {
  const auto found = runs_.find({key, seed});
  return found == runs_.end() ? nullptr : &found->second;
}

void SweepJournal::add(const std::string& key, std::uint64_t seed, const std::vector<double>& values) {
  std::string text = fmt::format("{} {}", key, seed);
  for (const double value : values) text += fmt::format(" {:a}", value);
  append(sealed(text), fmt::format("\n  {}", kRunsAreKept));
  runs_[{key, seed}] = values;
}

}  // namespace gigapod
