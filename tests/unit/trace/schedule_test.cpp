#include "sim/trace/schedule.hpp"

#include "sim/trace/find_cycles.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace gigapod::test {
namespace {

constexpr unsigned kCompute = lane_bit(TraceLane::kCompute);
constexpr unsigned kAxis0 = lane_bit(TraceLane::kIci0);
constexpr unsigned kAxis1 = lane_bit(TraceLane::kIci1);

/// Tasks of a single rank unless `ranks` are named.
void add(TraceTaskGraph& graph, double time, unsigned lanes, const std::vector<TraceTaskId>& after,
         const std::vector<std::uint32_t>& ranks = {0}) {
  TraceTask task;
  task.time = Seconds(time);
  task.lanes = lanes;
  task.node = {0, graph.tasks.size()};
  task.first_rank = graph.ranks.size();
  task.rank_count = ranks.size();
  task.first_dependency = graph.dependencies.size();
  task.dependency_count = after.size();
  graph.ranks.insert(graph.ranks.end(), ranks.begin(), ranks.end());
  graph.dependencies.insert(graph.dependencies.end(), after.begin(), after.end());
  graph.tasks.push_back(task);
}

TraceTaskGraph empty_graph(std::size_t ranks = 1) {
  TraceTaskGraph graph;
  graph.of_node.resize(ranks);
  return graph;
}

TEST(Schedule, ALaneServesOneTaskAtATime) {
  TraceTaskGraph graph = empty_graph();
  add(graph, 1.0, kCompute, {});
  add(graph, 2.0, kCompute, {});
  add(graph, 4.0, kAxis0, {});

  const TraceSchedule schedule = schedule_of(graph);

  EXPECT_EQ(schedule.total, Seconds(4.0));
  EXPECT_EQ(schedule.tasks[1].start, Seconds(1.0));
  EXPECT_EQ(schedule.tasks[1].cause, 0U);
  EXPECT_EQ(schedule.critical_path, (std::vector<TraceTaskId>{2}));
}

TEST(Schedule, ATaskOfTwoLanesIsNotOvertaken) {
  TraceTaskGraph graph = empty_graph();
  add(graph, 3.0, kAxis0, {});
  add(graph, 1.0, kAxis0 | kAxis1, {});
  add(graph, 1.0, kAxis1, {});

  const TraceSchedule schedule = schedule_of(graph);

  EXPECT_EQ(schedule.tasks[1].start, Seconds(3.0));
  EXPECT_EQ(schedule.tasks[2].start, Seconds(4.0));
  EXPECT_EQ(schedule.critical_path, (std::vector<TraceTaskId>{0, 1, 2}));
}

TEST(Schedule, TheOneThatIsReadyFirstIsServedFirst) {
  TraceTaskGraph graph = empty_graph();
  add(graph, 2.0, kCompute, {});      // 0
  add(graph, 1.0, kAxis0, {});        // 1
  add(graph, 5.0, kAxis0, {0});       // 2, ready at 2
  add(graph, 2.5, kAxis1, {});        // 3
  add(graph, 1.0, kAxis0, {3});       // 4, ready at 2.5
  add(graph, 1.0, kCompute, {2, 4});  // 5

  const TraceSchedule schedule = schedule_of(graph);

  EXPECT_EQ(schedule.tasks[4].start, Seconds(7.0));
  EXPECT_EQ(schedule.total, Seconds(9.0));
}

TEST(Schedule, NodesWithoutTimePassThroughAtOnce) {
  TraceTaskGraph graph = empty_graph();
  add(graph, 1.0, kCompute, {});
  add(graph, 0.0, 0, {0});
  add(graph, 0.0, 0, {1});
  add(graph, 1.0, kCompute, {2});

  EXPECT_EQ(schedule_of(graph).total, Seconds(2.0));
}

TEST(Schedule, NothingTakesNoTime) { EXPECT_EQ(schedule_of(empty_graph()).total, Seconds(0.0)); }

/// A graph in which every task depends on some before it, on up to three ranks.
TraceTaskGraph random_graph(std::mt19937& random) {
  TraceTaskGraph graph = empty_graph(3);
  const std::size_t count = 1 + random() % 60;
  for (std::size_t task = 0; task < count; ++task) {
    std::vector<TraceTaskId> after;
    for (std::size_t i = 0; i < random() % 4 && task > 0; ++i)
      after.push_back(static_cast<TraceTaskId>(random() % task));
    std::sort(after.begin(), after.end());
    after.erase(std::unique(after.begin(), after.end()), after.end());
    std::vector<std::uint32_t> ranks = {static_cast<std::uint32_t>(random() % 3)};
    if (random() % 3 == 0) ranks = {0, 1, 2};
    add(graph, static_cast<double>(random() % 5), 1U + static_cast<unsigned>(random() % 511), after, ranks);
  }
  return graph;
}

TEST(Schedule, KeepsItsLawsOnRandomGraphs) {
  std::mt19937 random(11);
  for (int trial = 0; trial < 2000; ++trial) {
    const TraceTaskGraph graph = random_graph(random);
    const TraceSchedule schedule = schedule_of(graph);
    double sum = 0.0;
    std::vector<double> busy(3 * kTraceLanes, 0.0);
    std::vector<double> longest(graph.tasks.size(), 0.0);
    for (std::size_t i = 0; i < graph.tasks.size(); ++i) {
      const TraceTask& task = graph.tasks[i];
      for (const TraceTaskId before : graph.dependencies_of(task)) {
        ASSERT_GE(schedule.tasks[i].start, schedule.tasks[before].end);
        longest[i] = std::max(longest[i], longest[before]);
      }
      ASSERT_EQ(schedule.tasks[i].end - schedule.tasks[i].start, task.time);
      longest[i] += task.time.value();
      sum += task.time.value();
      for (const std::uint32_t rank : graph.ranks_of(task)) {
        for (int lane = 0; lane < kTraceLanes; ++lane) {
          if ((task.lanes >> lane & 1U) != 0)
            busy[rank * kTraceLanes + static_cast<std::uint32_t>(lane)] += task.time.value();
        }
      }
    }
    double on_path = 0.0;
    for (const TraceTaskId task : schedule.critical_path) {
      ASSERT_EQ(schedule.tasks[task].start, Seconds(on_path));
      on_path += graph.tasks[task].time.value();
    }
    ASSERT_EQ(schedule.total, Seconds(on_path));
    ASSERT_LE(schedule.total, Seconds(sum));
    ASSERT_GE(schedule.total, Seconds(*std::max_element(longest.begin(), longest.end())));
    ASSERT_GE(schedule.total, Seconds(*std::max_element(busy.begin(), busy.end())));
  }
}

TEST(Schedule, NoTwoTasksHaveALaneAtOnce) {
  std::mt19937 random(13);
  for (int trial = 0; trial < 300; ++trial) {
    const TraceTaskGraph graph = random_graph(random);
    const TraceSchedule schedule = schedule_of(graph);
    for (std::size_t a = 0; a < graph.tasks.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        const auto ranks_a = graph.ranks_of(graph.tasks[a]);
        const auto ranks_b = graph.ranks_of(graph.tasks[b]);
        const bool share_rank =
            std::find_first_of(ranks_a.begin(), ranks_a.end(), ranks_b.begin(), ranks_b.end()) != ranks_a.end();
        if (!share_rank || (graph.tasks[a].lanes & graph.tasks[b].lanes) == 0) continue;
        if (graph.tasks[a].time.value() == 0.0 || graph.tasks[b].time.value() == 0.0) continue;
        const bool is_apart =
            schedule.tasks[a].start >= schedule.tasks[b].end || schedule.tasks[b].start >= schedule.tasks[a].end;
        ASSERT_TRUE(is_apart) << a << " and " << b;
      }
    }
  }
}

TEST(FindCycles, GivesOneCycleForEveryKnot) {
  TraceTaskGraph graph = empty_graph();
  add(graph, 1.0, kCompute, {});
  add(graph, 1.0, kCompute, {2});
  add(graph, 1.0, kCompute, {3});
  add(graph, 1.0, kCompute, {1, 0});
  add(graph, 1.0, kCompute, {4});
  add(graph, 1.0, kCompute, {1, 4});

  EXPECT_EQ(find_cycles(graph), (std::vector<std::vector<TraceTaskId>>{{1, 2, 3}, {4}}));
}

}  // namespace
}  // namespace gigapod::test
