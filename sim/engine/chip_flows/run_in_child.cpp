#include "sim/engine/chip_flows/run_in_child.hpp"

#include "sim/base/diagnostics.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace gigapod {
namespace {

void write_all(int descriptor, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = write(descriptor, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    written += static_cast<std::size_t>(count);
  }
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 512> buffer{};
  while (true) {
    const ssize_t count = read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

/// What the child has to say: "=" and the number in hexadecimal, or "!" and why there is none.
std::string message_of(const std::function<double()>& work) {
  try {
    return fmt::format("={:a}", work());
  } catch (const std::exception& error) {
    return fmt::format("!{}", error.what());
  }
}

}  // namespace

double run_in_child(const std::function<double()>& work) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw RunFailed(fmt::format("cannot open a pipe: {}", std::strerror(errno)));
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) {
    close(ends[0]);
    close(ends[1]);
    throw RunFailed(fmt::format("cannot start a child process: {}", std::strerror(errno)));
  }
  if (child == 0) {
    close(ends[0]);
    write_all(ends[1], message_of(work));
    _exit(0);
  }
  close(ends[1]);
  const std::string message = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (message.rfind('=', 0) == 0) return std::stod(message.substr(1));
  const std::string reason = message.empty() ? fmt::format("it ended with status {}", status) : message.substr(1);
  throw RunFailed(fmt::format("the flow simulation failed: {}", reason));
}

}  // namespace gigapod
