#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// What became of one task.
struct ChildAnswer {
  std::size_t task = 0;
  std::string answer;
  std::string fault;           ///< why there is no answer; empty when there is one
  std::size_t peak_bytes = 0;  ///< most resident memory of its process
};

/// Works tasks out in child processes, each in one of its own, at most `jobs` at once. `next` names the task to
/// start; when it has none it is asked again after each end, and the call returns once nothing runs. `work` may
/// return any bytes; what it throws, or the death of its process, is the fault of the answer that `on_end` gets.
/// Children end with this process, however it ends, and when `next` or `on_end` throws.
void run_children(int jobs, const std::function<std::optional<std::size_t>()>& next,
                  const std::function<std::string(std::size_t)>& work,
                  const std::function<void(const ChildAnswer&)>& on_end);

/// Answers of the tasks 0 … count - 1 in that order. When one has a fault, no further ones are started and RunFailed
/// is thrown with the fault of the first of them.
[[nodiscard]] std::vector<std::string> run_in_children(std::size_t count, int jobs,
                                                       const std::function<std::string(std::size_t)>& work);

}  // namespace gigapod
