#include "sim/base/child_processes.hpp"

#include "sim/base/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace gigapod {
namespace {

struct Child {
  std::size_t task = 0;
  pid_t process = 0;
  int pipe = -1;
  std::string message;
};

void write_all(int descriptor, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = write(descriptor, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    written += static_cast<std::size_t>(count);
  }
}

/// What the child has to say: "=" and its answer, or "!" and why there is none.
std::string message_of(const std::function<std::string(std::size_t)>& work, std::size_t task) {
  try {
    return "=" + work(task);
  } catch (const std::exception& error) {
    return fmt::format("!{}", error.what());
  }
}

Child start(std::size_t task, const std::function<std::string(std::size_t)>& work) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw RunFailed(fmt::format("cannot open a pipe: {}", std::strerror(errno)));
  std::fflush(nullptr);
  const pid_t process = fork();
  if (process < 0) {
    close(ends[0]);
    close(ends[1]);
    throw RunFailed(fmt::format("cannot start a child process: {}", std::strerror(errno)));
  }
  if (process == 0) {
    close(ends[0]);
    write_all(ends[1], message_of(work, task));
    _exit(0);
  }
  close(ends[1]);
  return {task, process, ends[0], {}};
}

/// Takes what the child wrote; true at the end of its message.
bool read_some(Child& child) {
  std::array<char, 4096> buffer{};
  const ssize_t count = read(child.pipe, buffer.data(), buffer.size());
  if (count < 0 && errno == EINTR) return false;
  if (count <= 0) return true;
  child.message.append(buffer.data(), static_cast<std::size_t>(count));
  return false;
}

void wait_for_some(std::vector<Child>& running) {
  std::vector<pollfd> waits;
  for (const Child& child : running) waits.push_back({child.pipe, POLLIN, 0});
  while (poll(waits.data(), waits.size(), -1) < 0 && errno == EINTR) {
  }
  for (std::size_t i = 0; i < running.size(); ++i) {
    if (waits[i].revents == 0 || !read_some(running[i])) continue;
    close(running[i].pipe);
    running[i].pipe = -1;
  }
}

/// Waits for the process of a child whose message has ended; nothing when it answered, else why not.
std::optional<std::string> fault_of(const Child& child) {
  int status = 0;
  while (waitpid(child.process, &status, 0) < 0 && errno == EINTR) {
  }
  if (!child.message.empty() && child.message[0] == '=') return std::nullopt;
  if (!child.message.empty()) return child.message.substr(1);
  return fmt::format("the process ended with status {}", status);
}

}  // namespace

std::vector<std::string> run_in_children(std::size_t count, int jobs,
                                         const std::function<std::string(std::size_t)>& work,
                                         const std::function<void(std::size_t)>& on_end) {
  std::vector<std::string> answers(count);
  std::vector<std::pair<std::size_t, std::string>> faults;
  std::vector<Child> running;
  std::size_t next = 0;
  std::size_t done = 0;
  while (!running.empty() || (next < count && faults.empty())) {
    while (next < count && faults.empty() && running.size() < static_cast<std::size_t>(std::max(1, jobs))) {
      running.push_back(start(next++, work));
    }
    wait_for_some(running);
    for (Child& child : running) {
      if (child.pipe >= 0) continue;
      if (const auto fault = fault_of(child)) {
        faults.emplace_back(child.task, *fault);
      } else {
        answers[child.task] = child.message.substr(1);
      }
      if (on_end) on_end(++done);
    }
    std::erase_if(running, [](const Child& child) { return child.pipe < 0; });
  }
  if (!faults.empty()) throw RunFailed(std::min_element(faults.begin(), faults.end())->second);
  return answers;
}

}  // namespace gigapod
