#include "sim/base/worker_threads.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace gigapod {
namespace {

TEST(WorkerThreads, DoEveryTaskOnce) {
  for (const int jobs : {0, 1, 3, 50}) {
    std::vector<std::atomic<int>> done(20);

    run_in_threads(done.size(), jobs, [&](std::size_t task) { ++done[task]; });

    for (const auto& count : done) EXPECT_EQ(count, 1);
  }
}

TEST(WorkerThreads, TellTheCallerWhenAllIsDone) {
  for (int round = 0; round < 200; ++round) {  // whichever ends first, the tasks or the caller's way to its wait
    int calls = 0;
    std::atomic<int> done{0};
    int seen = 0;

    run_in_threads(
        5, 2, [&](std::size_t) { ++done; },
        [&] {
          ++calls;
          seen = done;
        });

    ASSERT_GE(calls, 1);
    ASSERT_EQ(seen, 5);
  }
}

TEST(WorkerThreads, HaveNothingToDoWithoutTasks) {
  run_in_threads(0, 4, [](std::size_t) { FAIL(); });
}

TEST(WorkerThreads, ThrowTheReasonOfATaskAndStartNoMore) {
  std::atomic<int> done{0};
  const auto work = [&](std::size_t task) {
    if (task == 1) throw std::runtime_error("task 1");
    ++done;
  };

  EXPECT_THROW(run_in_threads(1000, 1, work), std::runtime_error);
  EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace gigapod
