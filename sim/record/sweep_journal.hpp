#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gigapod {

/// What to tell a user whose sweep stops on the way.
inline constexpr const char* kRunsAreKept = "the runs before it are kept; the same command goes on from there";

/// Which sweep a journal is of.
struct SweepIdentity {
  std::string name;
  std::string scenario;  ///< hash of what its cases have in common, one word
};

/// What becomes of a journal that is there already.
enum class JournalStart {
  kGoOn,
  kAnew
};

/// The finished runs of a sweep, kept in a file that survives the death of the process at any moment: a line a run,
/// in the order in which they ended, each with a checksum. One process at a time has it.
///
/// The first line names the format and the sweep; every other holds the key of what was simulated, the seed and the
/// values in hexadecimal. A last line without its end, as a killed process leaves it, is dropped.
class SweepJournal {
 public:
  /// Opens the journal of the sweep, or makes it. Throws InvalidInput when the file is damaged, of another format, of
  /// another sweep, or in use by another process; RunFailed when the system refuses. Then the file is as it was.
  SweepJournal(std::filesystem::path file, const SweepIdentity& sweep, JournalStart start = JournalStart::kGoOn);
  ~SweepJournal();
  SweepJournal(const SweepJournal&) = delete;
  SweepJournal& operator=(const SweepJournal&) = delete;

  /// Values of a run; nullptr when it has not finished.
  [[nodiscard]] const std::vector<double>* find(const std::string& key, std::uint64_t seed) const;
  /// Adds a run. Throws RunFailed, with the file as it was, when the disk does not take it.
  void add(const std::string& key, std::uint64_t seed, const std::vector<double>& values);

 private:
  void open(const SweepIdentity& sweep, JournalStart start);
  void lock() const;
  void read(const std::string& content, const SweepIdentity& sweep);
  void read_head(const std::string& line, const SweepIdentity& sweep) const;
  void read_line(const std::string& line, std::size_t number);
  void append(const std::string& line, const std::string& hint);
  void cut() const;
  [[noreturn]] void refuse(const std::string& reason, std::size_t line, const std::string& hint) const;
  [[noreturn]] void fail(int error, const std::string& hint = {}) const;

  std::filesystem::path file_;
  int descriptor_ = -1;
  std::size_t size_ = 0;
  std::map<std::pair<std::string, std::uint64_t>, std::vector<double>> runs_;
};

}  // namespace gigapod
