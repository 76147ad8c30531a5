#include "sim/app/trace_text.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace gigapod::app {
namespace {

constexpr std::size_t kLongestShown = 10;
constexpr std::size_t kLongestWritten = 100;

struct TimePart {
  const char* name;
  Seconds time;
  const char* meaning;
};

std::vector<TimePart> parts_of(const TraceStep& step) {
  return {{"compute", step.compute, "the chip computes"},
          {"communication", step.communication, "transfers that no computing hides"},
          {"host", step.host, "host, PCIe or storage, and nothing else"},
          {"idle", step.idle, "nothing: a rank waits for others"}};
}

double share_of(Seconds time, const TraceStep& step) {
  return step.total.value() > 0.0 ? 100.0 * (time / step.total) : 0.0;
}

/// Nodes of the critical path, the longest first.
std::vector<CriticalNode> longest_nodes(const TraceStep& step, std::size_t count) {
  std::vector<CriticalNode> nodes = step.critical_path;
  std::stable_sort(nodes.begin(), nodes.end(), [](const auto& a, const auto& b) { return b.time < a.time; });
  nodes.resize(std::min(nodes.size(), count));
  return nodes;
}

const TraceNode& node_at(const TraceAnswer& answer, const CriticalNode& critical) {
  return answer.traces[critical.at.trace].nodes[critical.at.node];
}

std::string head_text(const TraceAnswer& answer) {
  const StepMachine& machine = answer.machine.machine();
  const RankTrace& first = answer.traces.front();
  const std::string traces =
      answer.traces.size() > 1 ? fmt::format("{} to {}", first.file, answer.traces.back().file) : first.file;
  const int ranks = answer.machine.ranks();
  const std::string standing = answer.traces.size() > 1 || ranks == 1
                                   ? fmt::format("{} ranks", ranks)
                                   : fmt::format("{} ranks, one trace standing for all", ranks);
  return fmt::format("{} ({} nodes) on {} x {} of {} (pod {}): {}\n", traces, answer.step.nodes, machine.slices,
                     answer.shape, machine.chip.name, answer.pod, standing);
}

std::string parts_text(const TraceStep& step) {
  std::string text = fmt::format("\nTime of a step: {}\n", short_text(step.total));
  for (const TimePart& part : parts_of(step)) {
    text += fmt::format("  {:<14} {:>12} {:>6.1f}%  {}\n", part.name, short_text(part.time),
                        share_of(part.time, step), part.meaning);
  }
  return text + fmt::format("  matrix units at {:.1f}% of their peak\n", 100.0 * step.mxu_use);
}

std::string shares_text(const TraceStep& step) {
  std::string text = "\nNodes                   count         busy\n";
  for (int type = 1; type < kTraceNodeTypes; ++type) {
    const TraceShare& share = step.types[static_cast<std::size_t>(type)];
    if (share.nodes == 0) continue;
    text += fmt::format("  {:<20} {:>6} {:>12}\n", name_of(static_cast<TraceNodeType>(type)), share.nodes,
                        short_text(share.busy));
  }
  std::string transfers;
  for (int kind = 0; kind < kTraceTransfers; ++kind) {
    const TraceShare& share = step.transfers[static_cast<std::size_t>(kind)];
    if (share.nodes == 0) continue;
    transfers += fmt::format("  {:<20} {:>6} {:>12} {:>12} {:>12}\n", transfer_name(kind), share.nodes,
                             short_text(share.busy), short_text(share.exposed), short_text(share.hidden()));
  }
  if (transfers.empty()) return text;
  return text + "\nCommunication           count         busy      exposed       hidden\n" + transfers;
}

std::string critical_text(const TraceAnswer& answer) {
  const TraceStep& step = answer.step;
  const std::vector<CriticalNode> nodes = longest_nodes(step, kLongestShown);
  std::string text = fmt::format("\nCritical path: {} nodes; the longest\n", step.critical_path.size());
  for (const CriticalNode& critical : nodes) {
    const TraceNode& node = node_at(answer, critical);
    const std::string rank = answer.traces.size() > 1 ? fmt::format(", rank {}", critical.at.trace) : "";
    text += fmt::format("  {:>12} {:>6.1f}%  at {:>10}  {} {}{}\n", short_text(critical.time),
                        share_of(critical.time, step), short_text(critical.start), name_of(node.type), label_of(node),
                        rank);
  }
  return text;
}

std::string explanation(const TraceAnswer& answer) {
  const TraceMachine& machine = answer.machine;
  const LinkRate link = link_rate(machine);
  std::string text = "\nRates that nodes are timed with (docs/models/trace.md)\n";
  text +=
      fmt::format("  matrix products {:.4g} FLOP/s, HBM {:.4g} B/s, PCIe {:.4g} B/s\n", matrix_rate(machine).value(),
                  hbm_rate(machine).value(), machine.machine().chip.pcie_bandwidth.value());
  text += fmt::format("  link {:.4g} B/s one way, hop {}, start of a transfer {}\n", link.one_way.value(),
                      short_text(link.hop_latency), short_text(link.launch));
  if (machine.machine().slices > 1) {
    text += fmt::format("  DCN {:.4g} B/s a slice one way, latency {}\n", dcn_rate(machine).value(),
                        short_text(machine.machine().dcn_latency));
  }
  text += "The longest nodes of the critical path\n";
  for (const CriticalNode& critical : longest_nodes(answer.step, kLongestShown)) {
    const TraceNode& node = node_at(answer, critical);
    const bool is_message = node.type == TraceNodeType::kSend;
    const bool is_collective = node.type == TraceNodeType::kCollective;
    const TraceGroup group = is_collective ? machine.group_of(node, std::nullopt) : TraceGroup{};
    text += fmt::format("  {}: {}\n", label_of(node),
                        is_message ? fmt::format("{:.4g} B to rank {} = {}", node.communication_size.value(),
                                                 node.destination.value_or(0), short_text(critical.time))
                                   : cost_text(node, group, machine));
  }
  return text;
}

nlohmann::json shares_json(const TraceStep& step, nlohmann::json& transfers) {
  nlohmann::json types = nlohmann::json::array();
  for (int type = 1; type < kTraceNodeTypes; ++type) {
    const TraceShare& share = step.types[static_cast<std::size_t>(type)];
    if (share.nodes == 0) continue;
    types.push_back({{"name", name_of(static_cast<TraceNodeType>(type))},
                     {"nodes", share.nodes},
                     {"busy_seconds", share.busy.value()}});
  }
  for (int kind = 0; kind < kTraceTransfers; ++kind) {
    const TraceShare& share = step.transfers[static_cast<std::size_t>(kind)];
    if (share.nodes == 0) continue;
    transfers.push_back({{"name", transfer_name(kind)},
                         {"nodes", share.nodes},
                         {"busy_seconds", share.busy.value()},
                         {"exposed_seconds", share.exposed.value()},
                         {"hidden_seconds", share.hidden().value()}});
  }
  return types;
}

nlohmann::json critical_json(const TraceAnswer& answer) {
  nlohmann::json nodes = nlohmann::json::array();
  for (const CriticalNode& critical : longest_nodes(answer.step, kLongestWritten)) {
    const TraceNode& node = node_at(answer, critical);
    nodes.push_back({{"trace", critical.at.trace},
                     {"id", node.id},
                     {"name", node.name},
                     {"type", name_of(node.type)},
                     {"start_seconds", critical.start.value()},
                     {"seconds", critical.time.value()}});
  }
  return nodes;
}

}  // namespace

std::string trace_text(const TraceAnswer& answer, bool explains) {
  std::string text = head_text(answer) + parts_text(answer.step) + shares_text(answer.step) + critical_text(answer);
  return explains ? text + explanation(answer) : text;
}

std::string trace_json(const TraceAnswer& answer) {
  const TraceStep& step = answer.step;
  const StepMachine& machine = answer.machine.machine();
  nlohmann::json parts;
  for (const TimePart& part : parts_of(step)) parts[fmt::format("{}_seconds", part.name)] = part.time.value();
  nlohmann::json transfers = nlohmann::json::array();
  const nlohmann::json types = shares_json(step, transfers);
  const nlohmann::json all = {{"chip", machine.chip.name},
                              {"pod", answer.pod},
                              {"slice", answer.shape},
                              {"slices", machine.slices},
                              {"ranks", answer.machine.ranks()},
                              {"traces", step.traces},
                              {"version", answer.traces.front().version},
                              {"nodes", step.nodes},
                              {"step_seconds", step.total.value()},
                              {"parts", parts},
                              {"mxu_use", step.mxu_use},
                              {"node_types", types},
                              {"communication", transfers},
                              {"critical_path_nodes", step.critical_path.size()},
                              {"critical_path_longest", critical_json(answer)}};
  return all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace gigapod::app
