#include "sim/model/step/communication.hpp"

#include <algorithm>

namespace gigapod {

namespace {

constexpr double kWeightBytes = 2.0;  // weights and gradients travel as bf16
constexpr double kActivationBytes = 2.0;

}  // namespace

double group_collective(Collective kind, double bytes, const ParallelGroup& group, const StepMachine& machine,
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

LayerCommunication layer_communication(const TrainingPlan& plan, const StepMachine& machine,
                                       const AxisMapping& mapping, const LayerKind& kind, double tokens,
                                       const StepConstants& constants) {
  const TransformerSpec& model = plan.model;
  const Parallelism& p = plan.parallelism;
  const auto time = [&](Collective which, double bytes, const ParallelGroup& group) {
    return group_collective(which, bytes, group, machine, constants);
  };
  LayerCommunication cost;
  const double matrices = model.mlp == MlpKind::kGated ? 3.0 : 2.0;
  const double expert_weights =
      kind.is_moe ? matrices * model.hidden * static_cast<double>(model.expert_ffn) * model.experts : 0.0;
  const double dense =
      attention_weights(model) +
      (kind.is_moe ? matrices * model.hidden * static_cast<double>(model.expert_ffn) * model.shared_experts
                   : dense_mlp_weights(model));
  const ParallelGroup& sharers = plan.shards_optimizer ? mapping.fsdp : mapping.weights;
  double gather = 0.0;
  if (p.fsdp > 1 || !plan.shards_optimizer) {
    gather = time(Collective::kAllGather, kWeightBytes * dense / p.tensor, sharers);
    gather += time(Collective::kAllGather, kWeightBytes * expert_weights / p.tensor / p.expert, mapping.fsdp);
  }
  cost.gather_forward = gather;
  cost.gather_backward = gather;
  cost.reduce = gather;
  if (p.dcn_fsdp > 1) {
    const double bytes = kWeightBytes * (dense + expert_weights);
    cost.dcn_gather =
        3.0 * dcn_collective_time(Collective::kAllGather, Bytes(bytes), p.dcn_fsdp,
                                  constants.dcn_efficiency * machine.dcn_bandwidth_per_slice, machine.dcn_latency)
                  .value();
  }
  const double activations = kActivationBytes * tokens * model.hidden;
  const double blocks = model.parallel_block ? 1.0 : 2.0;
  const double tensor = time(Collective::kAllGather, activations, mapping.tensor);
  const bool repeats = plan.remat == Remat::kFull || plan.remat == Remat::kOffload;
  cost.tensor_forward = 2.0 * blocks * tensor;
  // Backward: gradients out and in, the gathered input once more for the weight gradients, and with a repeated
  // forward pass the reduction of the attention block.
  cost.tensor_backward = (3.0 * blocks + (repeats ? blocks - 1.0 : 0.0)) * tensor;
  if (kind.is_moe && p.expert > 1) {
    const double sent = activations * model.experts_per_token * model.capacity_factor / p.tensor;
    const double exchange = 2.0 * time(Collective::kAllToAll, sent, mapping.expert);
    cost.expert_forward = exchange;
    cost.expert_backward = exchange * (repeats ? 2.0 : 1.0);
  }
  if (p.context > 1) {
    const double key_value = kActivationBytes * tokens * p.context * 2.0 *
                             std::max(1.0, static_cast<double>(model.kv_heads) / p.tensor) * model.head_dim;
    const double ring = time(Collective::kAllGather, key_value, mapping.context);
    cost.context_forward = ring;
    cost.context_backward = 2.0 * ring * (repeats ? 1.5 : 1.0);
  }
  return cost;
}

}  // namespace gigapod
