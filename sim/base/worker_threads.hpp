#pragma once

#include <cstddef>
#include <functional>

namespace gigapod {

/// Threads or processes that a user's number means: 0 or less is one for each core.
[[nodiscard]] int jobs_or_cores(int jobs);

/// Does the tasks 0 … count - 1 on at most `jobs` threads, handed out in that order; `work` is called from several
/// threads at once. `on_wait` is called by the caller's thread some times a second until all are done, and once then.
/// When a task throws no further ones start, those under way are waited for and the first of the failed tasks'
/// reasons is thrown again. One thread is the caller's own where there is no `on_wait`.
void run_in_threads(std::size_t count, int jobs, const std::function<void(std::size_t)>& work,
                    const std::function<void()>& on_wait = {});

}  // namespace gigapod
