#include "sim/trace/schedule.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <queue>
#include <tuple>
#include <utility>

namespace gigapod {

namespace {

/// The tasks that want a lane, in the order in which they get it; the first has it.
using LaneQueue = std::deque<TraceTaskId>;

class Scheduler {
 public:
  explicit Scheduler(const TraceTaskGraph& graph) : graph_(graph) {
    const std::size_t count = graph.tasks.size();
    schedule_.tasks.resize(count);
    missing_.resize(count);
    wanted_lanes_.resize(count, 0);
    lanes_.resize(graph.of_node.size() * static_cast<std::size_t>(kTraceLanes));
    link_followers();
  }

  TraceSchedule run() {
    for (std::size_t task = 0; task < graph_.tasks.size(); ++task) {
      missing_[task] = static_cast<std::uint32_t>(graph_.tasks[task].dependency_count);
      if (missing_[task] == 0) ready_.push_back(static_cast<TraceTaskId>(task));
    }
    serve_ready();
    while (!ends_.empty()) {
      now_ = ends_.top().first;
      while (!ends_.empty() && ends_.top().first == now_) {
        const TraceTaskId task = ends_.top().second;
        ends_.pop();
        end(task);
      }
      serve_ready();
    }
    GIGAPOD_CHECK(done_ == graph_.tasks.size(), "a graph without cycles runs to its end");
    schedule_.total = Seconds(now_);
    find_critical_path();
    return std::move(schedule_);
  }

 private:
  void link_followers();
  void serve_ready();
  void start(TraceTaskId task, std::optional<TraceTaskId> cause);
  void end(TraceTaskId task);
  void find_critical_path();
  TaskTimes& times(TraceTaskId task) { return schedule_.tasks[task]; }

  template <class Action>
  void for_each_lane(TraceTaskId task, Action action) {
    const TraceTask& work = graph_.tasks[task];
    for (const std::uint32_t rank : graph_.ranks_of(work)) {
      for (int lane = 0; lane < kTraceLanes; ++lane) {
        if ((work.lanes >> lane & 1U) == 0) continue;
        action(lanes_[static_cast<std::size_t>(rank) * kTraceLanes + static_cast<std::size_t>(lane)]);
      }
    }
  }

  const TraceTaskGraph& graph_;
  TraceSchedule schedule_;
  std::vector<std::uint32_t> first_follower_;
  std::vector<TraceTaskId> followers_;
  std::vector<std::uint32_t> missing_;       ///< dependencies that have not ended
  std::vector<std::uint32_t> wanted_lanes_;  ///< lanes that others have, of tasks that wait for lanes
  std::vector<LaneQueue> lanes_;
  std::vector<TraceTaskId> ready_;
  std::priority_queue<std::pair<double, TraceTaskId>, std::vector<std::pair<double, TraceTaskId>>, std::greater<>>
      ends_;
  double now_ = 0.0;
  std::size_t done_ = 0;
};

void Scheduler::link_followers() {
  first_follower_.assign(graph_.tasks.size() + 1, 0);
  for (const TraceTaskId dependency : graph_.dependencies) ++first_follower_[dependency + 1];
  for (std::size_t i = 0; i < graph_.tasks.size(); ++i) first_follower_[i + 1] += first_follower_[i];
  followers_.resize(graph_.dependencies.size());
  std::vector<std::uint32_t> next = first_follower_;
  for (std::size_t task = 0; task < graph_.tasks.size(); ++task) {
    for (const TraceTaskId dependency : graph_.dependencies_of(graph_.tasks[task])) {
      followers_[next[dependency]++] = static_cast<TraceTaskId>(task);
    }
  }
}

/// Lets the tasks that became ready at this instant queue for their lanes. Those that take no time end at once, and
/// with them further tasks may become ready, before anything queues.
void Scheduler::serve_ready() {
  std::vector<TraceTaskId> queueing;
  while (!ready_.empty()) {
    const TraceTaskId task = ready_.back();
    ready_.pop_back();
    const TraceTask& work = graph_.tasks[task];
    if (work.time.value() > 0.0 && work.lanes != 0) {
      queueing.push_back(task);
      continue;
    }
    times(task).start = Seconds(now_);
    end(task);
  }
  std::sort(queueing.begin(), queueing.end(), [this](TraceTaskId a, TraceTaskId b) {
    const TraceNodeRef& first = graph_.tasks[a].node;
    const TraceNodeRef& second = graph_.tasks[b].node;
    return std::tie(first.node, first.trace, a) < std::tie(second.node, second.trace, b);
  });
  for (const TraceTaskId task : queueing) {
    for_each_lane(task, [&](LaneQueue& lane) {
      if (!lane.empty()) ++wanted_lanes_[task];
      lane.push_back(task);
    });
    if (wanted_lanes_[task] == 0) start(task, times(task).cause);
  }
}

void Scheduler::start(TraceTaskId task, std::optional<TraceTaskId> cause) {
  times(task).start = Seconds(now_);
  times(task).cause = cause;
  ends_.emplace(now_ + graph_.tasks[task].time.value(), task);
}

void Scheduler::end(TraceTaskId task) {
  ++done_;
  times(task).end = Seconds(now_);
  const TraceTask& work = graph_.tasks[task];
  const bool had_lanes = work.time.value() > 0.0 && work.lanes != 0;
  if (had_lanes) {
    for_each_lane(task, [&](LaneQueue& lane) {
      lane.pop_front();
      if (!lane.empty() && --wanted_lanes_[lane.front()] == 0) start(lane.front(), task);
    });
  }
  for (std::uint32_t i = first_follower_[task]; i < first_follower_[task + 1]; ++i) {
    const TraceTaskId follower = followers_[i];
    if (--missing_[follower] > 0) continue;
    times(follower).cause = task;  // the last of its dependencies
    ready_.push_back(follower);
  }
}

void Scheduler::find_critical_path() {
  std::optional<TraceTaskId> last;
  for (std::size_t task = 0; task < graph_.tasks.size(); ++task) {
    if (!last || schedule_.tasks[task].end > times(*last).end) last = static_cast<TraceTaskId>(task);
  }
  while (last) {
    schedule_.critical_path.push_back(*last);
    last = times(*last).cause;
  }
  std::reverse(schedule_.critical_path.begin(), schedule_.critical_path.end());
}

}  // namespace

TraceSchedule schedule_of(const TraceTaskGraph& graph) { return Scheduler(graph).run(); }

}  // namespace gigapod
