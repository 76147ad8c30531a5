#pragma once

#include <filesystem>
#include <string>

namespace gigapod::app {

/// Refuses a folder that exists, unless it may be replaced.
void check_output_folder(const std::filesystem::path& folder, bool may_replace);

/// A folder of results.
class OutputFolder {
 public:
  /// Makes the folder; refuses one that exists, unless it may be replaced.
  OutputFolder(std::filesystem::path folder, bool may_replace);
  /// Writes a file of it. Throws RunFailed when the disk refuses.
  void write(const std::string& name, const std::string& content) const;
  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace gigapod::app
