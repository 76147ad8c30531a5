#include "sim/app/result_folder.hpp"

#include "sim/base/diagnostics.hpp"
#include "sim/record/system_error_text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <system_error>
#include <unistd.h>

namespace gigapod::app {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& folder, int error) {
  throw RunFailed(
      fmt::format("cannot write folder {}: {} (nothing changed)", folder.string(), system_error_text(error)));
}

/// A hidden folder that goes away with the object.
class HiddenFolder {
 public:
  explicit HiddenFolder(const fs::path& folder) : folder_(folder) {
    const fs::path whole = fs::absolute(folder).lexically_normal();
    const fs::path target = whole.has_filename() ? whole : whole.parent_path();
    path_ = target.parent_path() / fmt::format(".{}.partial-{}", target.filename().string(), getpid());
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
    errno = 0;
    std::ofstream stream(path_ / name, std::ios::binary);
    stream << content;
    stream.close();
    if (!stream) fail(folder_, errno == 0 ? ENOSPC : errno);
  }

 private:
  fs::path folder_;
  fs::path path_;
};

}  // namespace

void check_output_folder(const fs::path& folder, bool may_replace) {
  if (!fs::exists(folder) || may_replace) return;
  throw InvalidInput(fmt::format("error: folder '{}' exists; choose another or give --force\n", folder.string()));
}

void write_result_folder(const fs::path& folder, const ResultFiles& files) {
  const HiddenFolder hidden(folder);
  for (const auto& [name, content] : files) hidden.write(name, content);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) fail(folder, error.value());
  for (const auto& [name, content] : files) {
    fs::rename(hidden.path() / name, folder / name, error);
    if (error) fail(folder, error.value());
  }
}

}  // namespace gigapod::app
