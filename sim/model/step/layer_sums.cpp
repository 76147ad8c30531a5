#include "sim/model/step/layer_sums.hpp"

#include "sim/model/step/communication.hpp"

#include <algorithm>

namespace gigapod {

namespace {

struct PhaseSeconds {
  double forward = 0.0;
  double backward = 0.0;
};

double add_time(LayerSums& sums, const OperatorTime& time, double count) {
  sums.mxu += count * time.mxu;
  sums.hbm += count * std::max(0.0, time.hbm - time.mxu);
  sums.flops += count * time.flops;
  sums.bytes += count * time.bytes;
  return time.seconds();
}

PhaseSeconds add_table(LayerSums& sums, const OperatorTable& table, double count) {
  PhaseSeconds seconds;
  for (const OperatorPhases& phases : table) {
    seconds.forward += add_time(sums, phases.forward, count);
    seconds.backward += add_time(sums, phases.recompute, count);
    seconds.backward += add_time(sums, phases.backward, count);
    sums.remat += count * phases.recompute.mxu;
  }
  sums.backward += count * seconds.backward;
  return seconds;
}

void add_exchange(LayerSums& sums, double communication, double cover, double overlap, double count) {
  const double hidden = overlap * std::min(communication, cover);
  sums.ici += count * (communication - hidden);
  sums.ici_hidden += count * hidden;
}

void add_communication(LayerSums& sums, const LayerCommunication& k, const PhaseSeconds& time, double count,
                       const StepConstants& c) {
  add_exchange(sums, k.gather_forward, time.forward, c.weight_overlap, count);
  add_exchange(sums, k.gather_backward + k.reduce, time.backward, c.weight_overlap, count);
  add_exchange(sums, k.tensor_forward, time.forward, c.tensor_overlap, count);
  add_exchange(sums, k.tensor_backward, time.backward, c.tensor_overlap, count);
  add_exchange(sums, k.expert_forward, time.forward, c.expert_overlap, count);
  add_exchange(sums, k.expert_backward, time.backward, c.expert_overlap, count);
  add_exchange(sums, k.context_forward, time.forward, c.weight_overlap, count);
  add_exchange(sums, k.context_backward, time.backward, c.weight_overlap, count);
  const double hidden = c.dcn_overlap * std::min(k.dcn_gather, time.forward + time.backward);
  sums.dcn += count * (k.dcn_gather - hidden);
  sums.dcn_hidden += count * hidden;
}

void add_host_transfers(LayerSums& sums, const TrainingPlan& plan, const ChipSpec& chip, const LayerKind& kind,
                        double tokens, const PhaseSeconds& time) {
  if (plan.remat != Remat::kOffload || chip.pcie_bandwidth.value() <= 0.0) return;
  const double host = tokens * offloaded_bytes_per_token(plan, kind) / chip.pcie_bandwidth.value();
  sums.hbm += kind.count * (std::max(0.0, host - time.forward) + std::max(0.0, host - time.backward));
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
    add_communication(sums, layer_communication(plan, machine, mapping, kind, tokens, constants), time, kind.count,
                      constants);
  }
  add_table(sums, outer_operators(plan, machine.chip, tokens, constants), 1.0);
  return sums;
}

}  // namespace gigapod
