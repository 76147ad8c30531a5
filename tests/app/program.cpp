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

ProgramResult run_program(const std::vector<std::string>& arguments, const fs::path& folder) {
  return run_program_after({}, arguments, folder);
}

ProgramResult run_program_after(const std::function<void()>& in_child, const std::vector<std::string>& arguments,
                                const fs::path& folder) {
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
    std::vector<char*> argv = {const_cast<char*>("gigapod")};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    if (in_child) in_child();
    execv(GIGAPOD_PROGRAM, argv.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, file_text(output), file_text(errors)};
}

}  // namespace gigapod::test
