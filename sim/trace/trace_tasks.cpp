#include "sim/trace/trace_tasks.hpp"

#include "sim/trace/find_cycles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace gigapod {

namespace {

/// The n-th collective of one group: a node on each of its ranks.
struct Meeting {
  std::vector<TraceNodeRef> nodes;
};

class RankJoiner {
 public:
  RankJoiner(std::span<const RankTrace> traces, const TraceMachine& machine, TraceFindings& findings)
      : traces_(traces), machine_(machine), findings_(findings), is_folded_(traces.size() < ranks()) {}

  TraceTaskGraph graph();

 private:
  std::size_t ranks() const { return static_cast<std::size_t>(machine_.ranks()); }
  const TraceNode& node_at(TraceNodeRef at) const { return traces_[at.trace].nodes[at.node]; }
  std::optional<int> rank_of(TraceNodeRef at) const {
    return is_folded_ ? std::nullopt : std::optional(static_cast<int>(at.trace));
  }
  NodeTasks& tasks_of(TraceNodeRef at) { return graph_.of_node[at.trace][at.node]; }
  void error(TraceNodeRef at, std::string text, std::string hint = {}) {
    findings_.add({traces_[at.trace].file, node_at(at).offset, node_at(at).id, std::move(text), std::move(hint)});
  }

  TraceTaskId add_task(const TracePart& part, TraceNodeRef node, std::span<const TraceNodeRef> members);
  void add_node(TraceNodeRef at, std::span<const TraceNodeRef> members);
  void add_collectives();
  bool agree(const std::string& key, std::size_t turn, const Meeting& meeting);
  void add_messages();
  void add_dependencies();
  void report_cycles();
  std::string task_name(TraceTaskId task) const;

  std::span<const RankTrace> traces_;
  const TraceMachine& machine_;
  TraceFindings& findings_;
  bool is_folded_;
  TraceTaskGraph graph_;
  std::vector<std::vector<TraceNodeRef>> members_of_;  // of tasks that several ranks share; empty for others
};

TraceTaskId RankJoiner::add_task(const TracePart& part, TraceNodeRef node, std::span<const TraceNodeRef> members) {
  TraceTask task;
  task.time = part.time;
  task.lanes = part.lanes;
  task.node = node;
  task.first_rank = graph_.ranks.size();
  task.rank_count = members.size();
  for (const TraceNodeRef& member : members) graph_.ranks.push_back(static_cast<std::uint32_t>(member.trace));
  graph_.tasks.push_back(task);
  members_of_.emplace_back();
  return static_cast<TraceTaskId>(graph_.tasks.size() - 1);
}

/// Makes the tasks of a node; those that share it point at the same.
void RankJoiner::add_node(TraceNodeRef at, std::span<const TraceNodeRef> members) {
  const TraceNode& node = node_at(at);
  const TraceGroup group =
      node.type == TraceNodeType::kCollective ? machine_.group_of(node, rank_of(at)) : TraceGroup{};
  const NodeCost cost = node_cost(node, group, machine_);
  if (!cost.fault.empty()) error(at, cost.fault);
  if (!is_finite(cost.first.time + cost.second.time)) error(at, "takes no finite time on this machine");
  NodeTasks tasks;
  tasks.first = add_task(cost.first, at, members);
  tasks.last = cost.second.time.value() > 0.0 ? add_task(cost.second, at, members) : tasks.first;
  if (members.size() > 1) members_of_[tasks.first].assign(members.begin(), members.end());
  for (const TraceNodeRef& member : members) tasks_of(member) = tasks;
}

bool RankJoiner::agree(const std::string& key, std::size_t turn, const Meeting& meeting) {
  const TraceNodeRef first = meeting.nodes.front();
  const TraceNode& model = node_at(first);
  bool is_agreed = true;
  for (const TraceNodeRef& at : meeting.nodes) {
    const TraceNode& node = node_at(at);
    if (node.collective == model.collective && node.communication_size == model.communication_size) continue;
    is_agreed = false;
    error(
        at,
        fmt::format("rank {} calls {} of {:.0f} B as collective {} of its group ({}), where node {} of rank {} calls "
                    "{} of {:.0f} B",
                    at.trace, name_of(node.collective), node.communication_size.value(), turn + 1, key, model.id,
                    first.trace, name_of(model.collective), model.communication_size.value()),
        "all ranks of a group call the same collectives in the same order");
  }
  const TraceGroup group = machine_.group_of(model, rank_of(first));
  const auto members = static_cast<std::size_t>(group.members());
  if (group.fault.empty() && meeting.nodes.size() != members) {
    is_agreed = false;
    error(first,
          fmt::format("collective {} of a group ({}) is called by {} of its {} ranks", turn + 1, key,
                      meeting.nodes.size(), members),
          "all ranks of a group call the same collectives in the same order");
  }
  return is_agreed;
}

void RankJoiner::add_collectives() {
  std::map<std::string, std::vector<Meeting>> meetings;
  for (std::size_t trace = 0; trace < traces_.size(); ++trace) {
    std::map<std::string, std::size_t> turns;
    for (std::size_t i = 0; i < traces_[trace].nodes.size(); ++i) {
      const TraceNode& node = traces_[trace].nodes[i];
      if (node.type != TraceNodeType::kCollective) continue;
      const std::string key = machine_.group_key(node, static_cast<int>(trace));
      const std::size_t turn = turns[key]++;
      std::vector<Meeting>& of_group = meetings[key];
      if (of_group.size() <= turn) of_group.resize(turn + 1);
      of_group[turn].nodes.push_back({trace, i});
    }
  }
  for (const auto& [key, of_group] : meetings) {
    for (std::size_t turn = 0; turn < of_group.size(); ++turn) {
      (void)agree(key, turn, of_group[turn]);
      add_node(of_group[turn].nodes.front(), of_group[turn].nodes);
    }
  }
}

void RankJoiner::add_messages() {
  for (const TraceMessage& message : match_messages(traces_, machine_.ranks(), findings_)) {
    const TraceNode& node = node_at(message.send);
    const NodeCost cost = message_cost(node.communication_size, message.from, message.to, is_folded_, machine_);
    if (!cost.fault.empty()) error(message.send, cost.fault);
    TraceTask& send = graph_.tasks[tasks_of(message.send).first];
    send.time = cost.first.time;
    send.lanes = cost.first.lanes;
    tasks_of(message.receive).transfer = tasks_of(message.send).last;
  }
}

void RankJoiner::add_dependencies() {
  for (std::size_t id = 0; id < graph_.tasks.size(); ++id) {
    TraceTask& task = graph_.tasks[id];
    task.first_dependency = graph_.dependencies.size();
    const NodeTasks& own = tasks_of(task.node);
    if (own.first != id) {
      graph_.dependencies.push_back(own.first);  // the second part of a node follows its first
      task.dependency_count = 1;
      continue;
    }
    const std::vector<TraceNodeRef> alone = {task.node};
    for (const TraceNodeRef& member : members_of_[id].empty() ? alone : members_of_[id]) {
      for (const std::size_t before : traces_[member.trace].dependencies_of(node_at(member))) {
        graph_.dependencies.push_back(tasks_of({member.trace, before}).last);
      }
    }
    if (own.transfer != kNoTask) graph_.dependencies.push_back(own.transfer);
    const auto begin = graph_.dependencies.begin() + static_cast<std::ptrdiff_t>(task.first_dependency);
    std::sort(begin, graph_.dependencies.end());
    graph_.dependencies.erase(std::unique(begin, graph_.dependencies.end()), graph_.dependencies.end());
    task.dependency_count = graph_.dependencies.size() - task.first_dependency;
  }
}

std::string RankJoiner::task_name(TraceTaskId task) const {
  const TraceNodeRef at = graph_.tasks[task].node;
  const std::string label = label_of(node_at(at));
  return traces_.size() > 1 ? fmt::format("{} of rank {}", label, at.trace) : label;
}

void RankJoiner::report_cycles() {
  constexpr std::size_t kNamed = 20;
  for (const std::vector<TraceTaskId>& cycle : find_cycles(graph_)) {
    std::string text = fmt::format("cycle: {} waits for ", task_name(cycle.front()));
    for (std::size_t i = 1; i < cycle.size() && i < kNamed; ++i) {
      text += fmt::format("{}, which waits for ", task_name(cycle[i]));
    }
    if (cycle.size() > kNamed) text += fmt::format("… ({} more), which waits for ", cycle.size() - kNamed);
    text += cycle.size() == 1 ? std::string("itself") : task_name(cycle.front());
    error(graph_.tasks[cycle.front()].node, text, "remove one of these dependencies");
  }
}

TraceTaskGraph RankJoiner::graph() {
  for (const RankTrace& trace : traces_) graph_.of_node.emplace_back(trace.nodes.size());
  for (std::size_t trace = 0; trace < traces_.size(); ++trace) {
    for (std::size_t i = 0; i < traces_[trace].nodes.size(); ++i) {
      const TraceNodeRef at{trace, i};
      if (!is_folded_ && node_at(at).type == TraceNodeType::kCollective) continue;
      add_node(at, std::span(&at, 1));
    }
  }
  if (!is_folded_) add_collectives();
  add_messages();
  add_dependencies();
  report_cycles();
  return std::move(graph_);
}

}  // namespace

TraceTaskGraph join_ranks(std::span<const RankTrace> traces, const TraceMachine& machine, TraceFindings& findings) {
  return RankJoiner(traces, machine, findings).graph();
}

}  // namespace gigapod
