#pragma once

#include "sim/base/diagnostics.hpp"

#include <filesystem>
#include <string>

namespace gigapod {

/// The system does not take a run directory; further ones would meet the same.
class RunNotWritten : public RunFailed {
 public:
  using RunFailed::RunFailed;
};

/// A folder that appears under its name only when it is whole: it is filled as the hidden sibling
/// `.NAME.partial-PID` and renamed at the end. A lock on the hidden folder tells a running process's from one that a
/// killed process left behind; the latter is removed when the name is used again.
class RunFolder {
 public:
  /// Throws InvalidInput when `directory` exists and may not be replaced, RunFailed when the system refuses.
  RunFolder(const std::filesystem::path& directory, bool force);
  ~RunFolder();  ///< removes the hidden folder if `publish` did not succeed
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }

  /// Writes a whole file of the hidden folder; throws RunFailed when the disk does not take all of it.
  void write_file(const std::string& name, const std::string& content) const;
  /// Syncs every file to the disk and renames the folder into place, in one step also where it replaces an old one.
  void publish();
  /// Throws RunNotWritten: "cannot write run directory DIR: REASON (run not kept)", of one of its files
  /// "… DIR: FILE: REASON …".
  [[noreturn]] void fail(const std::string& reason) const;
  [[noreturn]] void fail(const std::string& file, const std::string& reason) const;

 private:
  void refuse_existing() const;
  void remove_stale_siblings() const;
  void sync(const std::filesystem::path& path) const;
  void rename_into_place();

  std::filesystem::path directory_;
  std::filesystem::path temporary_;
  bool force_ = false;
  int lock_ = -1;
  bool is_published_ = false;
};

/// True when the folder holds a manifest.json of this program.
[[nodiscard]] bool is_run_directory(const std::filesystem::path& directory);

}  // namespace gigapod
