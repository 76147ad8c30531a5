/// What the nodes of an execution trace cost on a machine.
///
///   COMP         max(num_ops / matrix rate, tensor_size / HBM rate); without both, duration_micros as measured; with
///                is_cpu_op the duration on the host's processor
///   MEM_*        tensor_size / PCIe bandwidth, without it duration_micros
///   COMM_COLL    the closed forms of sim/model/collective over the axes of its group; over slices, then the DCN,
///   whose
///                bandwidth all groups of a slice share
///   COMM_SEND    launch + hops x latency + comm_size x load / link; load = messages on the busiest link of the route
///   STORAGE, CHECKPOINT  duration_micros;  METADATA, BATCH  nothing
///
/// comm_size is what each rank puts in (ASTRA-sim and the converters of PyTorch traces agree on that), so the array V
/// of an ALL_GATHER or GATHER is comm_size x members, of the others comm_size. BROADCAST and REDUCE move the whole
/// array once over the links of the poorest chip, GATHER and SCATTER what ALL_GATHER and REDUCE_SCATTER do there; a
/// BARRIER is an all-reduce of eight bytes.
#include "sim/trace/trace_cost.hpp"

#include "sim/base/dimension.hpp"
#include "sim/model/step/step_constants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace gigapod {

namespace {

constexpr Bytes kBarrierSize{8.0};

const Collective& closed_form(TraceCollective kind) {
  switch (kind) {
    case TraceCollective::kAllReduce:
    case TraceCollective::kBarrier: return Collective::kAllReduce;
    case TraceCollective::kAllToAll: return Collective::kAllToAll;
    case TraceCollective::kReduceScatter:
    case TraceCollective::kReduceScatterBlock:
    case TraceCollective::kScatter:
    case TraceCollective::kReduce: return Collective::kReduceScatter;
    default: return Collective::kAllGather;
  }
}

Bytes full_size(const TraceNode& node, const TraceGroup& group) {
  if (node.collective == TraceCollective::kBarrier) return kBarrierSize;
  const bool gathers = node.collective == TraceCollective::kAllGather || node.collective == TraceCollective::kGather;
  return gathers ? node.communication_size * group.members() : node.communication_size;
}

/// A broadcast moves the whole array where an all-gather leaves out the part that is there already.
double whole_array_factor(TraceCollective kind, int members) {
  const bool is_whole = kind == TraceCollective::kBroadcast || kind == TraceCollective::kReduce;
  return is_whole && members > 1 ? members / (members - 1.0) : 1.0;
}

SwitchedRate switched_rate(const TraceMachine& machine) {
  const ChipSpec& chip = machine.machine().chip;
  const LinkRate link = link_rate(machine);
  return {link.one_way * chip.ici_links, chip.ici_efficiency * chip.host_nic_bandwidth / chip.chips_per_host,
          link.hop_latency, link.launch};
}

Seconds slice_part(const TraceNode& node, const TraceGroup& group, const TraceMachine& machine) {
  const Collective& kind = closed_form(node.collective);
  const Bytes size = full_size(node, group) * whole_array_factor(node.collective, group.chips);
  const SliceTopology& slice = machine.machine().slice;
  if (slice.is_switched) {
    return switched_collective_time(kind, size, group.chips, std::min(slice.domain, group.chips),
                                    switched_rate(machine));
  }
  return collective_time(kind, size, group.torus(), link_rate(machine), slice.is_twisted && group.chips > 1);
}

Seconds dcn_part(const TraceNode& node, const TraceGroup& group, const TraceMachine& machine) {
  const Collective& kind = closed_form(node.collective);
  // Every chip of the slice sends at once: in groups that split an array between their chips, or each its own.
  const double chips = machine.machine().slice.chips();
  const double arrays = node.collective == TraceCollective::kAllToAll ? chips : chips / group.chips;
  const Bytes size = arrays * full_size(node, group) * whole_array_factor(node.collective, group.slices);
  return dcn_collective_time(kind, size, group.slices, dcn_rate(machine), machine.machine().dcn_latency);
}

std::string dcn_fault(const TraceMachine& machine) {
  if (dcn_rate(machine).value() > 0.0) return {};
  return fmt::format("hosts of chip '{}' have no network between slices", machine.machine().chip.name);
}

NodeCost collective_cost(const TraceNode& node, const TraceGroup& group, const TraceMachine& machine) {
  NodeCost cost;
  cost.fault = group.fault;
  if (cost.fault.empty() && group.slices > 1) cost.fault = dcn_fault(machine);
  if (!cost.fault.empty()) return cost;
  const unsigned dcn = lane_bit(TraceLane::kDcn);
  if (group.chips > 1) cost.first = {slice_part(node, group, machine), group.lanes & ~dcn};
  if (group.slices > 1) cost.second = {dcn_part(node, group, machine), dcn};
  return cost;
}

NodeCost on_lane(Seconds time, TraceLane lane) { return {{time, lane_bit(lane)}, {}, {}}; }

NodeCost compute_cost(const TraceNode& node, const TraceMachine& machine) {
  if (node.is_host) return on_lane(node.duration, TraceLane::kHost);
  if (node.operations.value() <= 0.0 && node.tensor_size.value() <= 0.0) {
    return on_lane(node.duration, TraceLane::kCompute);
  }
  return on_lane(max(node.operations / matrix_rate(machine), node.tensor_size / hbm_rate(machine)),
                 TraceLane::kCompute);
}

NodeCost memory_cost(const TraceNode& node, const TraceMachine& machine) {
  const TraceLane lane = node.type == TraceNodeType::kMemoryLoad ? TraceLane::kFromHost : TraceLane::kToHost;
  if (node.tensor_size.value() <= 0.0) return on_lane(node.duration, lane);
  const ChipSpec& chip = machine.machine().chip;
  if (chip.pcie_bandwidth.value() <= 0.0) return {{}, {}, fmt::format("chip '{}' has no PCIe bandwidth", chip.name)};
  return on_lane(node.tensor_size / chip.pcie_bandwidth, lane);
}

/// Hops along an axis by the shorter way.
int distance(int from, int to, const SliceAxis& axis) {
  const int straight = std::abs(from - to);
  return axis.wraps ? std::min(straight, axis.length - straight) : straight;
}

NodeCost torus_message(Bytes size, const RankPlace& from, const RankPlace& to, bool is_symmetric,
                       const TraceMachine& machine) {
  int hops = 0;
  int load = 1;
  unsigned lanes = 0;
  for (std::size_t axis = 0; axis < machine.axes().size(); ++axis) {
    const int away = distance(from.at[axis], to.at[axis], machine.axes()[axis]);
    hops += away;
    if (away > 0) lanes |= lane_bit(TraceLane::kIci0) << axis;
    if (is_symmetric) load = std::max(load, away);
  }
  const LinkRate link = link_rate(machine);
  return {{link.launch + hops * link.hop_latency + load * (size / link.one_way), lanes}, {}, {}};
}

NodeCost switched_message(Bytes size, int from, int to, const TraceMachine& machine) {
  const int domain = std::max(1, machine.machine().slice.domain);
  const SwitchedRate rate = switched_rate(machine);
  const bool is_inside = from / domain == to / domain;
  const BytesPerSecond bandwidth = is_inside ? rate.in_domain : rate.between_domains;
  return on_lane(rate.launch + rate.hop_latency + size / bandwidth, TraceLane::kIci0);
}

}  // namespace

FlopsPerSecond matrix_rate(const TraceMachine& machine) {
  const ChipSpec& chip = machine.machine().chip;
  return chip.mxu_efficiency * peak_rate(chip, machine.precision());
}

BytesPerSecond hbm_rate(const TraceMachine& machine) {
  const ChipSpec& chip = machine.machine().chip;
  return chip.hbm_efficiency * chip.hbm_bandwidth;
}

LinkRate link_rate(const TraceMachine& machine) {
  const ChipSpec& chip = machine.machine().chip;
  return {chip.ici_efficiency * chip.ici_link_bandwidth, chip.ici_hop_latency,
          Seconds(step_constants().launch_seconds)};
}

BytesPerSecond dcn_rate(const TraceMachine& machine) {
  return step_constants().dcn_efficiency * machine.machine().dcn_bandwidth_per_slice;
}

NodeCost node_cost(const TraceNode& node, const TraceGroup& group, const TraceMachine& machine) {
  switch (node.type) {
    case TraceNodeType::kCompute: return compute_cost(node, machine);
    case TraceNodeType::kMemoryLoad:
    case TraceNodeType::kMemoryStore: return memory_cost(node, machine);
    case TraceNodeType::kCollective: return collective_cost(node, group, machine);
    case TraceNodeType::kStorage:
    case TraceNodeType::kCheckpoint: return on_lane(node.duration, TraceLane::kStorage);
    default: return {};
  }
}

NodeCost message_cost(Bytes size, int from, int to, bool is_symmetric, const TraceMachine& machine) {
  const RankPlace sender = machine.place_of(from);
  const RankPlace receiver = machine.place_of(to);
  if (sender.slice != receiver.slice) {
    if (const std::string fault = dcn_fault(machine); !fault.empty()) return {{}, {}, fault};
    const BytesPerSecond share = dcn_rate(machine) / machine.machine().slice.chips();
    return on_lane(machine.machine().dcn_latency + size / share, TraceLane::kDcn);
  }
  if (machine.machine().slice.is_switched) return switched_message(size, from, to, machine);
  return torus_message(size, sender, receiver, is_symmetric, machine);
}

std::string cost_text(const TraceNode& node, const TraceGroup& group, const TraceMachine& machine) {
  const NodeCost cost = node_cost(node, group, machine);
  const bool is_roofline = node.type == TraceNodeType::kCompute && !node.is_host &&
                           (node.operations.value() > 0.0 || node.tensor_size.value() > 0.0);
  if (is_roofline) {
    return fmt::format("max({:.4g} FLOP / {:.4g} FLOP/s, {:.4g} B / {:.4g} B/s) = {}", node.operations.value(),
                       matrix_rate(machine).value(), node.tensor_size.value(), hbm_rate(machine).value(),
                       short_text(cost.first.time));
  }
  if (node.type == TraceNodeType::kCollective) {
    return fmt::format("{} of V = {:.4g} B over {} chips x {} slices: {} + {}", name_of(node.collective),
                       full_size(node, group).value(), group.chips, group.slices, short_text(cost.first.time),
                       short_text(cost.second.time));
  }
  const bool is_memory = node.type == TraceNodeType::kMemoryLoad || node.type == TraceNodeType::kMemoryStore;
  if (is_memory && node.tensor_size.value() > 0.0) {
    return fmt::format("{:.4g} B / {:.4g} B/s = {}", node.tensor_size.value(),
                       machine.machine().chip.pcie_bandwidth.value(), short_text(cost.first.time));
  }
  return fmt::format("{} as measured", short_text(node.duration));
}

}  // namespace gigapod
