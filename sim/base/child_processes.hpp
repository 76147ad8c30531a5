#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace gigapod {

/// Answers of the tasks 0 … count - 1 in that order, each worked out in a child process of its own, at most `jobs` at
/// once. `work` may return any bytes; `on_end` is told after each how many are done. When a task throws or its
/// process dies, the others under way are waited for and RunFailed is thrown with the reason of the first of them.
[[nodiscard]] std::vector<std::string> run_in_children(std::size_t count, int jobs,
                                                       const std::function<std::string(std::size_t)>& work,
                                                       const std::function<void(std::size_t)>& on_end = {});

}  // namespace gigapod
