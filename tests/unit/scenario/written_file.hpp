#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace gigapod {

/// A file in a folder of its own that goes away with the object.
class WrittenFile {
 public:
  WrittenFile(const std::string& name, const std::string& text) {
    std::string pattern = (std::filesystem::temp_directory_path() / "gigapod-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    add(name, text);
    path_ = folder_ / name;
  }
  ~WrittenFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  WrittenFile(const WrittenFile&) = delete;
  WrittenFile& operator=(const WrittenFile&) = delete;

  /// Another file in the same folder.
  void add(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  std::filesystem::path path_;
};

}  // namespace gigapod
