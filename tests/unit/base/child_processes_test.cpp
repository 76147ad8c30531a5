#include "sim/base/child_processes.hpp"

#include "sim/base/diagnostics.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

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
            "the process was ended by signal 9 (Killed)");
}

TEST(ChildProcesses, ReportsAProcessThatEndsByItself) {
  EXPECT_EQ(failure_of([](std::size_t) -> std::string { _exit(7); }), "the process ended with code 7");
}

TEST(ChildProcesses, AFaultOfOneTaskLeavesTheOthersAlone) {
  std::vector<ChildAnswer> answers(6);
  std::size_t started = 0;
  run_children(
      2, [&] { return started < 6 ? std::optional(started++) : std::nullopt; },
      [](std::size_t task) {
        if (task == 1) throw std::runtime_error("no");
        if (task == 3) raise(SIGSEGV);
        return std::to_string(task);
      },
      [&](const ChildAnswer& answer) { answers[answer.task] = answer; });

  EXPECT_EQ(answers[5].answer, "5");
  EXPECT_EQ(answers[1].fault, "no");
  EXPECT_EQ(answers[3].fault, "the process was ended by signal 11 (Segmentation fault)");
  EXPECT_GT(answers[5].peak_bytes, 100'000u);
}

TEST(ChildProcesses, ATaskMayDependOnAnAnswer) {
  std::optional<std::size_t> next = 3;
  std::vector<std::size_t> order;
  run_children(
      4, [&] { return std::exchange(next, std::nullopt); }, [](std::size_t) { return std::string(); },
      [&](const ChildAnswer& answer) {
        order.push_back(answer.task);
        if (answer.task > 0) next = answer.task - 1;
      });

  EXPECT_EQ(order, (std::vector<std::size_t>{3, 2, 1, 0}));
}

TEST(ChildProcesses, AnExceptionComesAfterAllAnswersThatAreThere) {
  std::size_t started = 0;
  std::size_t answered = 0;
  const auto next = [&]() -> std::optional<std::size_t> {
    if (started < 3) return started++;
    sleep(1);  // all three have ended
    return std::nullopt;
  };
  const auto on_end = [&](const ChildAnswer&) {
    if (++answered == 1) throw RunFailed("full");
  };

  EXPECT_THROW(run_children(
                   4, next, [](std::size_t) { return std::string(); }, on_end),
               RunFailed);
  EXPECT_EQ(answered, 3u);
}

TEST(ChildProcesses, AnExceptionEndsTheChildrenUnderWay) {
  std::size_t started = 0;
  const auto work = [](std::size_t task) {
    if (task == 1) pause();
    return std::string();
  };

  EXPECT_THROW(
      run_children(
          2, [&] { return std::optional(started++); }, work, [](const ChildAnswer&) { throw RunFailed("full"); }),
      RunFailed);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);  // no child is left
}

}  // namespace
}  // namespace gigapod
