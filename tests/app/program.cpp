#include "tests/app/program.hpp"

#include "tests/app/program_after.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace gigapod::test {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder() {
  std::string pattern = (fs::temp_directory_path() / "gigapod-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a scratch folder");
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string file_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write_text(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

std::string shipped_scenario(const std::string& name) {
  return std::string(GIGAPOD_SOURCE_DIR) + "/scenarios/" + name + ".yaml";
}

namespace {

/// Runs a program with `argv`, its name first; `in_child` is done in the child process before.
ProgramResult run(const char* program, const std::vector<std::string>& argv, const fs::path& folder,
                  const std::function<void()>& in_child) {
  const ScratchFolder streams;
  const fs::path output = streams.path() / "out";
  const fs::path errors = streams.path() / "err";
  const pid_t child = fork();
  if (child == 0) {
    const int out = open(output.c_str(), O_CREAT | O_WRONLY, 0600);
    const int err = open(errors.c_str(), O_CREAT | O_WRONLY, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    if (chdir(folder.c_str()) != 0) _exit(126);
    std::vector<char*> words;
    for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    if (in_child) in_child();
    execv(program, words.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, file_text(output), file_text(errors)};
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& arguments, const fs::path& folder) {
  return run_program_after({}, arguments, folder);
}

ProgramResult run_program_after(const std::function<void()>& in_child, const std::vector<std::string>& arguments,
                                const fs::path& folder) {
  std::vector<std::string> argv = {"gigapod"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return run(GIGAPOD_PROGRAM, argv, folder, in_child);
}

ProgramResult run_shell(const std::string& command, const fs::path& folder) {
  return run("/bin/sh", {"sh", "-c", command}, folder, {});
}

void let_others_look(const fs::path& folder) {
  constexpr auto kLooking =
      fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec;
  fs::permissions(folder, kLooking, fs::perm_options::add);
}

void become_nobody() {
  constexpr uid_t kNobody = 65534;
  if (getuid() == 0 && setuid(kNobody) != 0) _exit(125);
}

}  // namespace gigapod::test
