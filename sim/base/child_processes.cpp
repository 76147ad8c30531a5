#include "sim/base/child_processes.hpp"

#include "sim/base/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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

/// The children under way; those left when it goes away are killed.
struct Running {
  std::vector<Child> children;

  Running() = default;
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    for (const Child& child : children) {
      kill(child.process, SIGKILL);
      if (child.pipe >= 0) close(child.pipe);
      while (waitpid(child.process, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
  }
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

/// The child's part: answers into the pipe. Does not outlive its parent.
[[noreturn]] void serve(pid_t parent, int pipe, std::size_t task,
                        const std::function<std::string(std::size_t)>& work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  write_all(pipe, message_of(work, task));
  _exit(0);
}

Child start(std::size_t task, const std::function<std::string(std::size_t)>& work) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw RunFailed(fmt::format("cannot open a pipe: {}", std::strerror(errno)));
  std::fflush(nullptr);
  const pid_t parent = getpid();
  const pid_t process = fork();
  if (process < 0) {
    close(ends[0]);
    close(ends[1]);
    throw RunFailed(fmt::format("cannot start a child process: {}", std::strerror(errno)));
  }
  if (process == 0) {
    close(ends[0]);
    serve(parent, ends[1], task, work);
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

std::string fault_of(const std::string& message, int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("the process was ended by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
  }
  if (message.empty() || status != 0) return fmt::format("the process ended with code {}", WEXITSTATUS(status));
  return message[0] == '=' ? std::string() : message.substr(1);
}

/// Waits for the process of a child whose message has ended.
ChildAnswer answer_of(const Child& child) {
  int status = 0;
  rusage usage{};
  while (wait4(child.process, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  ChildAnswer answer{
      child.task, {}, fault_of(child.message, status), static_cast<std::size_t>(usage.ru_maxrss) * 1024};
  if (answer.fault.empty()) answer.answer = child.message.substr(1);
  return answer;
}

/// The answers of the children that have ended, which leave the list.
std::vector<ChildAnswer> ended(std::vector<Child>& running) {
  std::vector<ChildAnswer> answers;
  for (const Child& child : running) {
    if (child.pipe < 0) answers.push_back(answer_of(child));
  }
  std::erase_if(running, [](const Child& child) { return child.pipe < 0; });
  return answers;
}

/// All of the answers; what one of them throws comes after the last.
void hand_on(const std::vector<ChildAnswer>& answers, const std::function<void(const ChildAnswer&)>& on_end) {
  std::exception_ptr first;
  for (const ChildAnswer& answer : answers) {
    try {
      on_end(answer);
    } catch (...) {
      if (!first) first = std::current_exception();
    }
  }
  if (first) std::rethrow_exception(first);
}

}  // namespace

void run_children(int jobs, const std::function<std::optional<std::size_t>()>& next,
                  const std::function<std::string(std::size_t)>& work,
                  const std::function<void(const ChildAnswer&)>& on_end) {
  Running running;
  while (true) {
    while (running.children.size() < static_cast<std::size_t>(std::max(1, jobs))) {
      const auto task = next();
      if (!task) break;
      running.children.push_back(start(*task, work));
    }
    if (running.children.empty()) return;
    wait_for_some(running.children);
    hand_on(ended(running.children), on_end);
  }
}

std::vector<std::string> run_in_children(std::size_t count, int jobs,
                                         const std::function<std::string(std::size_t)>& work) {
  std::vector<std::string> answers(count);
  std::optional<std::pair<std::size_t, std::string>> first_fault;
  std::size_t started = 0;
  const auto next = [&]() -> std::optional<std::size_t> {
    if (started == count || first_fault) return std::nullopt;
    return started++;
  };
  run_children(jobs, next, work, [&](const ChildAnswer& answer) {
    answers[answer.task] = answer.answer;
    if (answer.fault.empty() || (first_fault && first_fault->first < answer.task)) return;
    first_fault.emplace(answer.task, answer.fault);
  });
  if (first_fault) throw RunFailed(first_fault->second);
  return answers;
}

}  // namespace gigapod
