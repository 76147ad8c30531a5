#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gigapod::test {

/// The layer table of docs/architecture.md, top to bottom: an include may name its own layer or one above it.
[[nodiscard]] const std::vector<std::string>& layers();
/// The place of a path's layer in that table; -1: none.
[[nodiscard]] int layer_of(const std::string& path);

struct Include {
  std::string file;
  int line = 0;
  std::string target;
  bool is_own = false;  ///< in quotes
};

/// The C++ files of every layer, sorted.
[[nodiscard]] std::vector<std::filesystem::path> source_files();
[[nodiscard]] std::vector<Include> includes_of(const std::filesystem::path& file);

}  // namespace gigapod::test
