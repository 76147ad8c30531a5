// The model, its proof and its limits: docs/models/chip_flows.md.
#include "sim/engine/chip_flows/check_collective.hpp"

#include "sim/engine/chip_flows/play_flows.hpp"
#include "sim/model/collective/flow_schedule.hpp"

#include <limits>

namespace gigapod {
namespace {

/// How a pass is played: with that many chunks, as its schedule says or backwards.
struct Choice {
  int chunks = 1;
  FlowDirection direction = FlowDirection::kForwards;
  Seconds time{0.0};  ///< of one pass
};

FlowGraph directed(const FlowGraph& graph, FlowDirection direction, const SliceLinks& links) {
  return direction == FlowDirection::kForwards ? graph : backwards(graph, links);
}

/// The fastest choice. Flows that wait for nothing are the same problem in both directions.
Choice best_choice(const Collective& kind, Bytes full_size, const SliceLinks& links, LinkRate link,
                   std::optional<int> chunks) {
  Choice best;
  best.time = Seconds(std::numeric_limits<double>::infinity());
  for (const int count : chunks ? std::vector{*chunks} : kind.chunk_counts(links, full_size, link)) {
    const FlowGraph graph = kind.flows(links, {full_size, link.hop_latency, count}).graph;
    for (const FlowDirection direction : {FlowDirection::kForwards, FlowDirection::kBackwards}) {
      if (direction == FlowDirection::kBackwards && graph.order.empty()) continue;
      const Seconds time = play_flows(directed(graph, direction, links), link.one_way);
      if (time < best.time) best = {count, direction, time};
    }
  }
  return best;
}

std::vector<LinkClassUse> classes_of(const SliceLinks& links, const std::vector<Bytes>& bytes,
                                     BytesPerSecond bandwidth, Seconds time) {
  std::vector<LinkClassUse> classes;
  for (int axis = 0; axis < links.axes(); ++axis) {
    for (const int direction : {1, -1}) {
      if (links.length(axis) < 2) continue;
      LinkClassUse use{axis, direction};
      Bytes sum;
      for (int link = 0; link < links.count(); ++link) {
        if (links.axis_of(link) != axis || links.step_of(link) != direction || !links.exists(link)) continue;
        use.links += links.chips_per_representative();
        sum += bytes[static_cast<std::size_t>(link)] * links.chips_per_representative();
        use.most_bytes = max(use.most_bytes, bytes[static_cast<std::size_t>(link)]);
      }
      use.wrap_links = links.closes(axis) ? links.chips() / links.length(axis) : 0;
      use.mean_bytes = sum / use.links;
      use.mean_utilization = use.mean_bytes / (bandwidth * time);
      use.most_utilization = use.most_bytes / (bandwidth * time);
      classes.push_back(use);
    }
  }
  return classes;
}

/// Bytes over each link in all passes together.
std::vector<Bytes> bytes_of(const FlowSchedule& schedule, const SliceLinks& links) {
  std::vector<Bytes> sum(static_cast<std::size_t>(links.count()));
  for (const FlowDirection direction : schedule.passes) {
    const std::vector<Bytes> bytes = link_bytes(directed(schedule.graph, direction, links));
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += bytes[i];
  }
  return sum;
}

}  // namespace

std::string flow_check_fault(const Collective& kind, const SliceTopology& slice) {
  if (slice.is_switched) return "chips behind switches have no links of their own; flows check tori and meshes only";
  return kind.flow_fault(SliceLinks(slice, kind.fold()));
}

FlowCheck check_collective(const Collective& kind, Bytes full_size, const SliceTopology& slice, LinkRate link,
                           std::optional<Fold> fold, std::optional<int> chunks) {
  const SliceLinks links(slice, fold.value_or(kind.fold()));
  FlowCheck check;
  check.chips = links.chips();
  check.chips_per_representative = links.chips_per_representative();
  if (links.chips() < 2 || full_size.value() <= 0.0) return check;
  // The choice is the same folded or not, and folded it is found sooner.
  const SliceLinks folded(slice, kind.fold());
  const Choice choice = best_choice(kind, full_size, folded, link, chunks);
  const FlowSchedule schedule = kind.flows(links, {full_size, link.hop_latency, choice.chunks});
  const bool is_as_played = links.representatives().size() == folded.representatives().size();
  const Seconds pass =
      is_as_played ? choice.time : play_flows(directed(schedule.graph, choice.direction, links), link.one_way);
  check.chunks = choice.chunks;
  check.flows = schedule.graph.flows.size();
  check.time = static_cast<double>(schedule.passes.size()) * (link.launch + pass);
  check.classes = classes_of(links, bytes_of(schedule, links), link.one_way, check.time);
  return check;
}

}  // namespace gigapod
