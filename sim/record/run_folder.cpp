#include "sim/record/run_folder.hpp"

#include "sim/record/system_error_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <string_view>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace gigapod {
namespace fs = std::filesystem;
namespace {

/// A file descriptor that closes itself.
class OpenFile {
 public:
  OpenFile(const fs::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] int release() {
    const int descriptor = descriptor_;
    descriptor_ = -1;
    return descriptor;
  }

 private:
  int descriptor_;
};

std::string hidden_prefix(const fs::path& directory) {
  return fmt::format(".{}.partial-", directory.filename().string());
}

/// The process whose hidden folder this is; 0: not such a name.
pid_t owner_of(std::string_view name, std::string_view prefix) {
  if (name.substr(0, prefix.size()) != prefix) return 0;
  const std::string_view digits = name.substr(prefix.size());
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), pid);
  return error == std::errc() && end == digits.data() + digits.size() && pid > 0 ? pid : 0;
}

bool is_process_alive(pid_t pid) { return ::kill(pid, 0) == 0 || errno == EPERM; }

/// Free of a lock, and its process is gone or is this one (a number used again).
bool is_stale(const fs::path& folder, pid_t owner) {
  if (owner != ::getpid() && is_process_alive(owner)) return false;
  const OpenFile file(folder, O_RDONLY | O_DIRECTORY);
  return file.get() >= 0 && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0;
}

fs::path normal_path(const fs::path& directory) {
  std::error_code ignored;
  const fs::path absolute = fs::absolute(directory);
  fs::path normal = fs::weakly_canonical(absolute, ignored);
  if (normal.empty()) normal = absolute.lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

}  // namespace

bool is_run_directory(const fs::path& directory) {
  std::ifstream file(directory / "manifest.json");
  const auto manifest = nlohmann::json::parse(file, nullptr, false);
  return manifest.is_object() && manifest.value("/program"_json_pointer, nlohmann::json()) == "gigapod";
}

RunFolder::RunFolder(const fs::path& directory, bool force) : directory_(directory), force_(force) {
  if (directory.empty()) throw InvalidInput("the run directory needs a name");
  refuse_existing();
  const fs::path target = normal_path(directory);
  temporary_ = target.parent_path() / (hidden_prefix(target) + std::to_string(::getpid()));
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  if (error) fail(system_error_text(error.value()));
  remove_stale_siblings();
  if (!fs::create_directory(temporary_, error)) {
    fail(error ? system_error_text(error.value()) : "this process is writing it already");
  }
  OpenFile handle(temporary_, O_RDONLY | O_DIRECTORY);
  if (handle.get() >= 0) ::flock(handle.get(), LOCK_EX | LOCK_NB);
  lock_ = handle.release();
}

RunFolder::~RunFolder() {
  if (!is_published_) {
    std::error_code ignored;
    fs::remove_all(temporary_, ignored);
  }
  if (lock_ >= 0) ::close(lock_);
}

void RunFolder::fail(const std::string& reason) const {
  throw RunNotWritten(fmt::format("cannot write run directory {}: {} (run not kept)", directory_.string(), reason));
}

void RunFolder::fail(const std::string& file, const std::string& reason) const { fail(file + ": " + reason); }

void RunFolder::refuse_existing() const {
  std::error_code error;
  const fs::file_status link = fs::symlink_status(directory_, error);
  if (!fs::exists(link)) return;
  const std::string name = directory_.string();
  if (!force_) {
    throw InvalidInput(fmt::format("run directory '{}' exists; choose another or give --force", name));
  }
  if (!fs::is_directory(directory_, error)) {
    throw InvalidInput(fmt::format("'{}' is not a folder; --force replaces run directories only", name));
  }
  if (!is_run_directory(directory_) && !fs::is_empty(directory_, error)) {
    throw InvalidInput(fmt::format("'{}' is not a run directory; --force replaces run directories only", name));
  }
}

void RunFolder::remove_stale_siblings() const {
  const fs::path target = normal_path(directory_);
  const std::string prefix = hidden_prefix(target);
  std::error_code error;
  std::vector<fs::path> stale;
  for (fs::directory_iterator entry(target.parent_path(), error), end; !error && entry != end;
       entry.increment(error)) {
    const pid_t owner = owner_of(entry->path().filename().string(), prefix);
    if (owner != 0 && is_stale(entry->path(), owner)) stale.push_back(entry->path());
  }
  for (const fs::path& folder : stale) fs::remove_all(folder, error);
}

void RunFolder::write_file(const std::string& name, const std::string& content) const {
  const OpenFile file(temporary_ / name, O_WRONLY | O_CREAT | O_TRUNC);
  if (file.get() < 0) fail(name, system_error_text(errno));
  std::string_view rest = content;
  while (!rest.empty()) {
    const ssize_t written = ::write(file.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail(name, system_error_text(written < 0 ? errno : ENOSPC));
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void RunFolder::sync(const fs::path& path) const {
  const OpenFile file(path, O_RDONLY);
  if (file.get() < 0) fail(path.filename().string(), system_error_text(errno));
  // Some file systems can't sync a folder (EINVAL); then there is nothing to do about it.
  if (::fsync(file.get()) != 0 && errno != EINVAL) fail(path.filename().string(), system_error_text(errno));
}

void RunFolder::publish() {
  if (force_) refuse_existing();
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(temporary_, error)) {
    if (entry.is_regular_file()) sync(entry.path());
  }
  if (error) fail(system_error_text(error.value()));
  sync(temporary_);
  rename_into_place();
  is_published_ = true;
  const OpenFile parent(temporary_.parent_path(), O_RDONLY);
  if (parent.get() >= 0) ::fsync(parent.get());
}

void RunFolder::rename_into_place() {
  const fs::path target = normal_path(directory_);
  if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) return;
  if (errno == EEXIST && !force_) fail("another run wrote it meanwhile");
  if (errno == EEXIST && ::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) {
    std::error_code ignored;
    fs::remove_all(temporary_, ignored);  // the old run, now under the hidden name
    return;
  }
  if (errno != EINVAL && errno != ENOSYS) fail(system_error_text(errno));
  // A file system without these flags: the old run steps aside first.
  const fs::path aside = temporary_.string() + "-old";
  std::error_code error;
  if (fs::exists(target)) {
    if (!force_) fail("another run wrote it meanwhile");
    fs::rename(target, aside, error);
    if (error) fail(system_error_text(error.value()));
  }
  fs::rename(temporary_, target, error);
  if (error) {
    std::error_code ignored;
    if (fs::exists(aside)) fs::rename(aside, target, ignored);
    fail(system_error_text(error.value()));
  }
  fs::remove_all(aside, error);
}

}  // namespace gigapod
