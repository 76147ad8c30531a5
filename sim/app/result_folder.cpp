#include "sim/app/result_folder.hpp"

#include "analysis/folder_kinds.hpp"
#include "sim/base/check.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/record/system_error_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what, int error, const std::string& state = "nothing changed") {
  throw RunFailed(fmt::format("cannot write {}: {} ({})", what, system_error_text(error), state));
}

[[noreturn]] void fail(const fs::path& folder, int error, const std::string& name = {}) {
  fail(fmt::format("folder {}{}{}", folder.string(), name.empty() ? "" : ": ", name), error);
}

/// The hidden sibling that is filled in place of a file or folder.
fs::path hidden_sibling(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  const fs::path target = whole.has_filename() ? whole : whole.parent_path();
  return target.parent_path() / fmt::format(".{}.partial-{}", target.filename().string(), getpid());
}

/// Writes all of it; the system's error otherwise, 0 when there is none.
int write_whole(const fs::path& file, const std::string& content) {
  errno = 0;
  std::ofstream stream(file, std::ios::binary);
  stream << content;
  stream.close();
  if (stream) return 0;
  return errno == 0 ? ENOSPC : errno;
}

/// A hidden folder that goes away with the object.
class HiddenFolder {
 public:
  explicit HiddenFolder(const fs::path& folder) : folder_(folder), path_(hidden_sibling(folder)) {
    std::error_code error;
    fs::create_directories(path_, error);
    if (error) fail(folder_, error.value());
  }
  ~HiddenFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  HiddenFolder(const HiddenFolder&) = delete;
  HiddenFolder& operator=(const HiddenFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

  void write(const std::string& name, const std::string& content) const {
    if (const int error = write_whole(path_ / name, content); error != 0) fail(folder_, error, name);
  }

 private:
  fs::path folder_;
  fs::path path_;
};

}  // namespace

void check_output_folder(const fs::path& folder, bool may_replace) {
  std::error_code unreachable;  // writing says why
  if (!fs::exists(folder, unreachable) || may_replace) return;
  throw InvalidInput(fmt::format("error: folder '{}' exists; choose another or give --force\n", folder.string()));
}

void write_result_folder(const fs::path& folder, const ResultFiles& files) {
  const auto is_among_them = [&](std::string_view file) {
    return std::any_of(files.begin(), files.end(), [&](const auto& written) { return written.first == file; });
  };
  GIGAPOD_CHECK(find_folder_kind(is_among_them) != nullptr, "readers of run directories say what the folder is");
  const HiddenFolder hidden(folder);
  for (const auto& [name, content] : files) hidden.write(name, content);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) fail(folder, error.value());
  std::vector<std::string> done;
  for (const auto& [name, content] : files) {
    fs::rename(hidden.path() / name, folder / name, error);
    if (!error) {
      done.push_back(name);
    } else if (done.empty()) {
      fail(folder, error.value());
    } else {
      fail("file " + (folder / name).string(), error.value(), fmt::format("but {} changed", fmt::join(done, ", ")));
    }
  }
}

void check_output_file(const fs::path& file, bool may_replace) {
  std::error_code unreachable;
  if (fs::is_directory(file, unreachable))
    throw InvalidInput(fmt::format("error: '{}' is a folder; name a file\n", file.string()));
  if (!fs::exists(file, unreachable) || may_replace) return;
  throw InvalidInput(fmt::format("error: file '{}' exists; choose another or give --force\n", file.string()));
}

void write_result_file(const fs::path& file, const std::string& content) {
  const fs::path hidden = hidden_sibling(file);
  int failure = write_whole(hidden, content);
  std::error_code error;
  if (failure == 0) {
    fs::rename(hidden, file, error);
    failure = error.value();
  }
  if (failure == 0) return;
  fs::remove(hidden, error);
  fail("file " + file.string(), failure);
}

}  // namespace gigapod::app
