#include "sim/trace/trace_step.hpp"

#include <algorithm>
#include <optional>

namespace gigapod {

namespace {

/// What a stretch of time on a rank is spent on, the most telling first: computing hides everything else.
enum Activity {
  kComputing,
  kHostWork,
  kFirstTransfer
};
constexpr int kActivities = kFirstTransfer + kTraceTransfers;

/// A stretch begins or ends.
struct Change {
  double time = 0.0;
  int activity = 0;
  int step = 0;  ///< +1 or -1
};

std::optional<int> activity_of(const TraceNode& node) {
  switch (node.type) {
    case TraceNodeType::kCompute: return node.is_host ? kHostWork : kComputing;
    case TraceNodeType::kCollective: return kFirstTransfer + static_cast<int>(node.collective);
    case TraceNodeType::kSend: return kFirstTransfer + kSendTransfer;
    case TraceNodeType::kReceive: return kFirstTransfer + kReceiveTransfer;
    case TraceNodeType::kMemoryLoad:
    case TraceNodeType::kMemoryStore:
    case TraceNodeType::kStorage:
    case TraceNodeType::kCheckpoint: return kHostWork;
    default: return {};
  }
}

class StepSummary {
 public:
  StepSummary(std::span<const RankTrace> traces, const TraceTaskGraph& graph, const TraceSchedule& schedule)
      : traces_(traces), graph_(graph), schedule_(schedule) {}

  TraceStep summary() {
    step_.total = schedule_.total;
    step_.traces = traces_.size();
    for (std::size_t trace = 0; trace < traces_.size(); ++trace) {
      changes_.clear();
      for (std::size_t i = 0; i < traces_[trace].nodes.size(); ++i) add_node({trace, i});
      sweep();
    }
    add_critical_path();
    return std::move(step_);
  }

 private:
  void add_node(TraceNodeRef at);
  void add_stretch(const TraceNode& node, Seconds start, Seconds end);
  void sweep();
  void spend(Seconds time, const std::array<int, kActivities>& running);
  void add_critical_path();

  std::span<const RankTrace> traces_;
  const TraceTaskGraph& graph_;
  const TraceSchedule& schedule_;
  TraceStep step_;
  std::vector<Change> changes_;  // of one rank
};

void StepSummary::add_stretch(const TraceNode& node, Seconds start, Seconds end) {
  const std::optional<int> activity = activity_of(node);
  if (!activity || end <= start) return;
  const Seconds share = (end - start) / static_cast<double>(traces_.size());
  step_.types[static_cast<std::size_t>(node.type)].busy += share;
  if (*activity >= kFirstTransfer)
    step_.transfers[static_cast<std::size_t>(*activity - kFirstTransfer)].busy += share;
  changes_.push_back({start.value(), *activity, 1});
  changes_.push_back({end.value(), *activity, -1});
}

void StepSummary::add_node(TraceNodeRef at) {
  const TraceNode& node = traces_[at.trace].nodes[at.node];
  const NodeTasks& tasks = graph_.of_node[at.trace][at.node];
  ++step_.nodes;
  ++step_.types[static_cast<std::size_t>(node.type)].nodes;
  step_.operations += node.operations / static_cast<double>(traces_.size());
  const std::optional<int> activity = activity_of(node);
  if (activity && *activity >= kFirstTransfer) {
    ++step_.transfers[static_cast<std::size_t>(*activity - kFirstTransfer)].nodes;
  }
  // A receive is under way while its message is; it takes no lane of its own.
  const TraceTaskId first = node.type == TraceNodeType::kReceive ? tasks.transfer : tasks.first;
  add_stretch(node, schedule_.tasks[first].start, schedule_.tasks[first].end);
  if (tasks.last != tasks.first)
    add_stretch(node, schedule_.tasks[tasks.last].start, schedule_.tasks[tasks.last].end);
}

void StepSummary::spend(Seconds time, const std::array<int, kActivities>& running) {
  const Seconds share = time / static_cast<double>(traces_.size());
  int transfers = 0;
  for (int i = kFirstTransfer; i < kActivities; ++i) transfers += running[static_cast<std::size_t>(i)];
  if (running[kComputing] > 0) {
    step_.compute += share;
  } else if (transfers > 0) {
    step_.communication += share;
    for (int i = 0; i < kTraceTransfers; ++i) {
      const int of_kind = running[static_cast<std::size_t>(kFirstTransfer + i)];
      step_.transfers[static_cast<std::size_t>(i)].exposed += share * of_kind / transfers;
    }
  } else if (running[kHostWork] > 0) {
    step_.host += share;
  } else {
    step_.idle += share;
  }
}

void StepSummary::sweep() {
  std::sort(changes_.begin(), changes_.end(), [](const Change& a, const Change& b) { return a.time < b.time; });
  std::array<int, kActivities> running{};
  double now = 0.0;
  for (const Change& change : changes_) {
    if (change.time > now) spend(Seconds(change.time - now), running);
    now = change.time;
    running[static_cast<std::size_t>(change.activity)] += change.step;
  }
  if (schedule_.total.value() > now) spend(schedule_.total - Seconds(now), running);
}

void StepSummary::add_critical_path() {
  for (const TraceTaskId task : schedule_.critical_path) {
    const TaskTimes& times = schedule_.tasks[task];
    const TraceNodeRef at = graph_.tasks[task].node;
    if (times.end <= times.start) continue;
    if (!step_.critical_path.empty() && step_.critical_path.back().at == at) {
      step_.critical_path.back().time += times.end - times.start;
    } else {
      step_.critical_path.push_back({at, times.start, times.end - times.start});
    }
  }
}

}  // namespace

const char* transfer_name(int transfer) {
  if (transfer == kSendTransfer) return "SEND";
  if (transfer == kReceiveTransfer) return "RECV";
  return name_of(static_cast<TraceCollective>(transfer));
}

TraceStep trace_step(std::span<const RankTrace> traces, const TraceMachine& machine, const TraceTaskGraph& graph) {
  TraceStep step = StepSummary(traces, graph, schedule_of(graph)).summary();
  const Flops peak = peak_rate(machine.machine().chip, machine.precision()) * step.total;
  step.mxu_use = peak.value() > 0.0 ? step.operations / peak : 0.0;
  return step;
}

}  // namespace gigapod
