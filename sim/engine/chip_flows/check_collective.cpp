// The model, its proof and its limits: docs/models/chip_flows.md.
#include "sim/engine/chip_flows/check_collective.hpp"

#include "sim/base/check.hpp"
#include "sim/engine/chip_flows/all_to_all_flows.hpp"
#include "sim/engine/chip_flows/flow_graph.hpp"
#include "sim/engine/chip_flows/gather_flows.hpp"
#include "sim/engine/chip_flows/gather_plan.hpp"
#include "sim/engine/chip_flows/play_flows.hpp"

#include <fmt/format.h>

#include <limits>

namespace gigapod {
namespace {

/// How a gather is played: any schedule of an all-gather, run backwards over the opposite links, is one of a
/// reduce-scatter and takes as long, so both may use whichever SimGrid finds faster.
struct GatherChoice {
  int chunks = 1;
  bool is_backwards = false;
  Seconds time{0.0};  ///< of one pass on the folded slice
};

FlowGraph gather_graph(const SliceLinks& links, Bytes full_size, LinkRate link, GatherChoice choice) {
  const GatherSettings settings{full_size, link.hop_latency, choice.chunks};
  return choice.is_backwards ? reduce_scatter_flows(links, settings) : all_gather_flows(links, settings);
}

/// The fastest choice. Parts that keep step need no chunks; others wait for each other at the start of every axis,
/// less the finer they are cut, but pay the latency of more steps.
GatherChoice best_choice(Bytes full_size, const SliceTopology& slice, LinkRate link, std::optional<int> chunks) {
  const SliceLinks links(slice, Fold::kSymmetric);
  std::vector<int> counts{1};
  if (!are_alike(links, gather_parts(links))) counts = {1, 2, 4, 8, 16, 32};
  if (chunks) counts = {*chunks};
  GatherChoice best;
  Seconds least(std::numeric_limits<double>::infinity());
  for (const int count : counts) {
    for (const bool is_backwards : {false, true}) {
      const Seconds time = play_flows(gather_graph(links, full_size, link, {count, is_backwards}), link.one_way);
      if (time >= least) continue;
      least = time;
      best = {count, is_backwards, time};
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

void add(std::vector<Bytes>& sum, const std::vector<Bytes>& bytes) {
  sum.resize(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) sum[i] += bytes[i];
}

/// Plays the all-to-all; returns the bytes over each link.
std::vector<Bytes> play_all_to_all(const SliceLinks& links, Bytes full_size, LinkRate link, FlowCheck& check) {
  const FlowGraph graph = all_to_all_flows(links, full_size, link.hop_latency);
  check.flows = graph.flows.size();
  check.time = link.launch + play_flows(graph, link.one_way);
  return link_bytes(graph);
}

/// Plays a gather or scatter, or one after the other for an all-reduce; returns the bytes over each link.
std::vector<Bytes> play_gather(Collective kind, const SliceLinks& links, Bytes full_size, LinkRate link,
                               GatherChoice choice, FlowCheck& check) {
  const FlowGraph graph = gather_graph(links, full_size, link, choice);
  const bool is_whole = links.chips_per_representative() == 1;
  const double passes = kind == Collective::kAllReduce ? 2.0 : 1.0;
  check.chunks = choice.chunks;
  check.flows = graph.flows.size();
  check.time = passes * (link.launch + (is_whole ? play_flows(graph, link.one_way) : choice.time));
  std::vector<Bytes> bytes(static_cast<std::size_t>(links.count()));
  const GatherSettings settings{full_size, link.hop_latency, choice.chunks};
  if (kind != Collective::kReduceScatter) add(bytes, link_bytes(all_gather_flows(links, settings)));
  if (kind != Collective::kAllGather) add(bytes, link_bytes(reduce_scatter_flows(links, settings)));
  return bytes;
}

}  // namespace

std::string flow_check_fault(Collective kind, const SliceTopology& slice) {
  // A mesh can't be folded; beyond these SimGrid takes minutes.
  constexpr double kMostPairs = 100'000;
  constexpr std::size_t kMostRepresentatives = 1024;
  if (slice.is_switched) return "chips behind switches have no links of their own; flows check tori and meshes only";
  const SliceLinks links(slice, Fold::kSymmetric);
  const std::size_t representatives = links.representatives().size();
  const bool is_too_large = kind == Collective::kAllToAll
                                ? static_cast<double>(representatives) * links.chips() > kMostPairs
                                : representatives > kMostRepresentatives;
  if (!is_too_large) return {};
  return fmt::format("{} chips that no symmetry folds are too many to check with flows", representatives);
}

FlowCheck check_collective(Collective kind, Bytes full_size, const SliceTopology& slice, LinkRate link, Fold fold,
                           std::optional<int> chunks) {
  const SliceLinks links(slice, fold);
  FlowCheck check;
  check.chips = links.chips();
  check.chips_per_representative = links.chips_per_representative();
  if (links.chips() < 2 || full_size.value() <= 0.0) return check;
  const std::vector<Bytes> bytes =
      kind == Collective::kAllToAll
          ? play_all_to_all(links, full_size, link, check)
          : play_gather(kind, links, full_size, link, best_choice(full_size, slice, link, chunks), check);
  check.classes = classes_of(links, bytes, link.one_way, check.time);
  return check;
}

}  // namespace gigapod
