#include "sim/model/step/communication.hpp"

#include <algorithm>

namespace gigapod {

double group_collective(const Collective& kind, double bytes, const ParallelGroup& group, const StepMachine& machine,
                        const StepConstants& constants) {
  if (group.members < 2 || bytes <= 0.0) return 0.0;
  const ChipSpec& chip = machine.chip;
  const Seconds launch(constants.launch_seconds);
  const BytesPerSecond link = chip.ici_efficiency * chip.ici_link_bandwidth;
  if (machine.slice.is_switched) {
    const SwitchedRate rate{link * chip.ici_links,
                            chip.ici_efficiency * chip.host_nic_bandwidth / chip.chips_per_host, chip.ici_hop_latency,
                            launch};
    return switched_collective_time(kind, Bytes(bytes), group.members, group.members_per_domain, rate).value();
  }
  const bool twisted = machine.slice.is_twisted && group.axis_count == 3 && group.members == machine.slice.chips();
  return collective_time(kind, Bytes(bytes), group.torus(), {link, chip.ici_hop_latency, launch}, twisted).value();
}

namespace {

/// Weights of one layer before any split, and those of its routed experts.
struct LayerWeights {
  double dense = 0.0;
  double routed = 0.0;
};

LayerWeights layer_weights(const TransformerSpec& model, const LayerKind& kind) {
  const double expert = expert_weights(model);
  if (!kind.is_moe) return {attention_weights(model) + dense_mlp_weights(model), 0.0};
  return {attention_weights(model) + expert * model.shared_experts, expert * model.experts};
}

/// Times of weights and gradients that cross the slice (`weights`) and the DCN (`dcn_weights`).
void add_weights(LayerTraffic& traffic, const TrainingPlan& plan, const StepMachine& machine,
                 const AxisMapping& mapping, const LayerWeights& weights, const StepConstants& constants) {
  const Parallelism& p = plan.parallelism;
  const ParallelGroup& sharers = plan.shards_optimizer ? mapping.fsdp : mapping.weights;
  const auto gather = [&](double bytes) {
    return group_collective(Collective::kAllGather, bytes * weights.dense / p.tensor, sharers, machine, constants) +
           group_collective(Collective::kAllGather, bytes * weights.routed / p.tensor / p.expert, mapping.fsdp,
                            machine, constants);
  };
  if (p.fsdp > 1 || !plan.shards_optimizer) {
    const double once = gather(weight_bytes(plan));
    traffic.forward.weights = once;
    traffic.backward.weights = once + gather(plan.gradient_transfer_bytes);
  }
  if (p.dcn_fsdp < 2) return;
  const auto over_dcn = [&](double bytes) {
    const Bytes all(bytes * (weights.dense + weights.routed));
    return dcn_collective_time(Collective::kAllGather, all, p.dcn_fsdp,
                               constants.dcn_efficiency * machine.dcn_bandwidth_per_slice, machine.dcn_latency)
        .value();
  };
  traffic.forward.dcn_weights = over_dcn(weight_bytes(plan));
  traffic.backward.dcn_weights = traffic.forward.dcn_weights + over_dcn(plan.dcn_gradient_bytes);
}

}  // namespace

double weight_bytes(const TrainingPlan& plan) {
  // Programs that multiply in a narrow format quantize the shards before they gather them.
  switch (plan.precision) {
    case Precision::kBf16: return plan.weight_transfer_bytes;
    case Precision::kInt8:
    case Precision::kFp8: return std::min(1.0, plan.weight_transfer_bytes);
    case Precision::kFp4: return std::min(0.5, plan.weight_transfer_bytes);
  }
  return plan.weight_transfer_bytes;
}

LayerTraffic layer_traffic(const TrainingPlan& plan, const StepMachine& machine, const AxisMapping& mapping,
                           const LayerKind& kind, double tokens, const StepConstants& constants) {
  const TransformerSpec& model = plan.model;
  const Parallelism& p = plan.parallelism;
  const bool repeats = repeats_products(plan.remat);
  LayerTraffic traffic;
  add_weights(traffic, plan, machine, mapping, layer_weights(model, kind), constants);
  const double activations = kActivationBytes * tokens * model.hidden;
  const double blocks = model.parallel_block ? 1.0 : 2.0;
  const double tensor = group_collective(Collective::kAllGather, activations, mapping.tensor, machine, constants);
  traffic.forward.tensor = 2.0 * blocks * tensor;
  // Backward: gradients out and in, the gathered input once more for the weight gradients, and with a repeated
  // forward pass the reduction of the attention block.
  traffic.backward.tensor = (3.0 * blocks + (repeats ? blocks - 1.0 : 0.0)) * tensor;
  if (kind.is_moe && p.expert > 1) {
    const double sent =
        activations * model.experts_per_token * model.capacity_factor * plan.expert_imbalance / p.tensor;
    const double exchange = 2.0 * group_collective(Collective::kAllToAll, sent, mapping.expert, machine, constants);
    traffic.forward.expert = exchange;
    traffic.backward.expert = exchange * (repeats ? 2.0 : 1.0);
  }
  if (p.context > 1) {
    const double key_value = kActivationBytes * tokens * p.context * 2.0 *
                             std::max(1.0, static_cast<double>(model.kv_heads) / p.tensor) * model.head_dim;
    const double ring = group_collective(Collective::kAllGather, key_value, mapping.context, machine, constants);
    traffic.forward.context = ring;
    traffic.backward.context = 2.0 * ring * (repeats ? 1.5 : 1.0);
  }
  return traffic;
}

}  // namespace gigapod
