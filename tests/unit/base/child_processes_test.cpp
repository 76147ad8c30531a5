#include "sim/base/child_processes.hpp"

#include "sim/base/diagnostics.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <stdexcept>

namespace gigapod {
namespace {

std::string failure_of(const std::function<std::string(std::size_t)>& work) {
  try {
    (void)run_in_children(4, 2, work);
  } catch (const RunFailed& failure) {
    return failure.what();
  }
  return "none";
}

TEST(ChildProcesses, AnswersComeInTheOrderOfTasksAtAnyNumberOfJobs) {
  const auto work = [](std::size_t task) { return std::string(task, 'x'); };

  const auto one = run_in_children(20, 1, work);
  const auto seven = run_in_children(20, 7, work);

  ASSERT_EQ(one.size(), 20u);
  EXPECT_EQ(one[19].size(), 19u);
  EXPECT_EQ(one, seven);
}

TEST(ChildProcesses, ChangesInAChildStayThere) {
  int value = 1;
  (void)run_in_children(2, 2, [&](std::size_t) {
    value = 2;
    return std::string();
  });

  EXPECT_EQ(value, 1);
}

TEST(ChildProcesses, AnswersMayBeLongerThanAPipeHolds) {
  const auto answers = run_in_children(2, 2, [](std::size_t) { return std::string(1 << 20, '\n'); });

  EXPECT_EQ(answers[1].size(), std::size_t{1} << 20);
}

TEST(ChildProcesses, ReportsTheFirstTaskThatFails) {
  EXPECT_EQ(failure_of([](std::size_t task) -> std::string {
              if (task < 2) throw std::runtime_error("task " + std::to_string(task));
              return "";
            }),
            "task 0");
}

TEST(ChildProcesses, ReportsAProcessThatDies) {
  EXPECT_EQ(failure_of([](std::size_t) -> std::string {
              raise(SIGKILL);
              return "";
            }),
            "the process ended with status 9");
}

TEST(ChildProcesses, CountsWhatIsDone) {
  std::size_t last = 0;
  (void)run_in_children(
      5, 2, [](std::size_t) { return std::string(); }, [&](std::size_t done) { last = done; });

  EXPECT_EQ(last, 5u);
}

}  // namespace
}  // namespace gigapod
