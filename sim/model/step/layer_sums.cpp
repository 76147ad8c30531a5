#include "sim/model/step/layer_sums.hpp"

#include "sim/model/step/communication.hpp"

#include <algorithm>

namespace gigapod {

namespace {

/// Compute of one layer in one direction, by what may run beside it.
struct DirectionSeconds {
  double all = 0.0;
  double products = 0.0;  ///< beside which tensor parallelism sends its activations
  double attention = 0.0;
};
struct PhaseSeconds {
  DirectionSeconds forward;
  DirectionSeconds backward;
};

double add_time(LayerSums& sums, const OperatorTime& time, double count) {
  sums.mxu += count * time.mxu;
  sums.hbm += count * std::max(0.0, time.hbm - time.mxu);
  sums.flops += count * time.flops;
  sums.bytes += count * time.bytes;
  return time.seconds();
}

void add_seconds(DirectionSeconds& direction, OperatorClass operators, double seconds) {
  direction.all += seconds;
  if (operators == OperatorClass::kAttention) direction.attention += seconds;
  if (operators == OperatorClass::kProjections || operators == OperatorClass::kOutput ||
      operators == OperatorClass::kMlp || operators == OperatorClass::kExperts) {
    direction.products += seconds;
  }
}

PhaseSeconds add_table(LayerSums& sums, const OperatorTable& table, double count) {
  PhaseSeconds seconds;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const OperatorPhases& phases = table[i];
    const auto operators = static_cast<OperatorClass>(i);
    add_seconds(seconds.forward, operators, add_time(sums, phases.forward, count));
    add_seconds(seconds.backward, operators,
                add_time(sums, phases.recompute, count) + add_time(sums, phases.backward, count));
    sums.remat += count * phases.recompute.mxu;
  }
  sums.backward += count * seconds.backward.all;
  return seconds;
}

void add_traffic(LayerSums& sums, Traffic kind, const Overlap& overlap, double count) {
  Overlap& sum = sums.traffic[static_cast<std::size_t>(kind)];
  sum.exposed += count * overlap.exposed;
  sum.hidden += count * overlap.hidden;
}

/// Transfers of one direction claim the compute beside them in the order in which the layer needs them: activations
/// beside their own products, keys and values beside attention, tokens of experts beside the other half of the batch,
/// weights and gradients of the next and last layer beside what is left. The DCN is a network of its own.
void add_direction(LayerSums& sums, const DirectionTraffic& traffic, const DirectionSeconds& compute, double count,
                   const StepConstants& c) {
  ComputeCover ici(compute.all);
  add_traffic(sums, Traffic::kTensor, ici.hide(traffic.tensor, compute.products, c.interference), count);
  add_traffic(sums, Traffic::kContext, ici.hide(traffic.context, compute.attention, c.interference), count);
  add_traffic(sums, Traffic::kExpert, ici.hide(traffic.expert, compute.all, c.expert_interference), count);
  add_traffic(sums, Traffic::kWeights, ici.hide(traffic.weights, compute.all, c.interference), count);
  ComputeCover dcn(compute.all);
  add_traffic(sums, Traffic::kDcnWeights, dcn.hide(traffic.dcn_weights, compute.all, c.interference), count);
}

void add_host_transfers(LayerSums& sums, const TrainingPlan& plan, const ChipSpec& chip, const LayerKind& kind,
                        double tokens, const PhaseSeconds& time) {
  const double bytes = tokens * offloaded_bytes_per_token(plan, kind);
  if (bytes <= 0.0 || chip.pcie_bandwidth.value() <= 0.0) return;
  const double host = bytes / chip.pcie_bandwidth.value();
  sums.hbm += kind.count * (std::max(0.0, host - time.forward.all) + std::max(0.0, host - time.backward.all));
}

}  // namespace

LayerSums layer_sums(const TrainingPlan& plan, const StepMachine& machine, const AxisMapping& mapping, double tokens,
                     const StepConstants& constants) {
  LayerSums sums;
  for (const LayerKind& kind : layer_kinds(plan.model)) {
    if (kind.count == 0) continue;
    const PhaseSeconds time =
        add_table(sums, layer_operators(plan, machine.chip, kind, tokens, constants), kind.count);
    add_host_transfers(sums, plan, machine.chip, kind, tokens, time);
    const LayerTraffic traffic = layer_traffic(plan, machine, mapping, kind, tokens, constants);
    add_direction(sums, traffic.forward, time.forward, kind.count, constants);
    add_direction(sums, traffic.backward, time.backward, kind.count, constants);
  }
  const PhaseSeconds outer = add_table(sums, outer_operators(plan, machine.chip, tokens, constants), 1.0);
  sums.outer = outer.forward.all + outer.backward.all;
  return sums;
}

}  // namespace gigapod
