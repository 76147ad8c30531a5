#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gigapod::test {

struct ProgramResult {
  int exit_code = 0;
  std::string output;  ///< standard output
  std::string errors;  ///< standard error
};

/// Runs the built gigapod program in `folder` with these arguments and waits for it.
[[nodiscard]] ProgramResult run_program(const std::vector<std::string>& arguments,
                                        const std::filesystem::path& folder);

/// Runs a command line in `folder` as a shell does and waits for it.
[[nodiscard]] ProgramResult run_shell(const std::string& command, const std::filesystem::path& folder);

/// An empty folder that goes away with the object.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

[[nodiscard]] std::string file_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);
/// The path of a shipped scenario.
[[nodiscard]] std::string shipped_scenario(const std::string& name);

}  // namespace gigapod::test
