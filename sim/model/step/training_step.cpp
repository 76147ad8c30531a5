#include "sim/model/step/training_step.hpp"

#include "sim/model/step/communication.hpp"
#include "sim/model/step/evaluate_step.hpp"
#include "sim/model/step/operators.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {

namespace {

/// Seconds of one chip summed over the layers of a step.
struct Sums {
  double mxu = 0.0;
  double hbm = 0.0;  ///< beyond mxu
  double remat = 0.0;
  double flops = 0.0;
  double bytes = 0.0;
  double ici = 0.0;
  double ici_hidden = 0.0;
  double dcn = 0.0;
  double dcn_hidden = 0.0;
  double backward = 0.0;
};

double add_time(Sums& sums, const OperatorTime& time, double count) {
  sums.mxu += count * time.mxu;
  sums.hbm += count * std::max(0.0, time.hbm - time.mxu);
  sums.flops += count * time.flops;
  sums.bytes += count * time.bytes;
  return time.seconds();
}

struct PhaseSeconds {
  double forward = 0.0;
  double backward = 0.0;
};

PhaseSeconds add_table(Sums& sums, const OperatorTable& table, double count) {
  PhaseSeconds seconds;
  for (const OperatorPhases& phases : table) {
    seconds.forward += add_time(sums, phases.forward, count);
    seconds.backward += add_time(sums, phases.recompute, count);
    seconds.backward += add_time(sums, phases.backward, count);
    sums.remat += count * phases.recompute.mxu;
  }
  return seconds;
}

void add_exchange(Sums& sums, double communication, double cover, double overlap, double count) {
  const double hidden = overlap * std::min(communication, cover);
  sums.ici += count * (communication - hidden);
  sums.ici_hidden += count * hidden;
}

void add_layers(Sums& sums, const TrainingPlan& plan, const StepMachine& machine, const AxisMapping& mapping,
                double tokens, const StepConstants& c) {
  for (const LayerKind& kind : layer_kinds(plan.model)) {
    if (kind.count == 0) continue;
    const double n = kind.count;
    const PhaseSeconds time = add_table(sums, layer_operators(plan, machine.chip, kind, tokens, c), n);
    const LayerCommunication k = layer_communication(plan, machine, mapping, kind, tokens, c);
    if (plan.remat == Remat::kOffload) {
      const double host = tokens * offloaded_bytes_per_token(plan, kind) / machine.chip.pcie_bandwidth.value();
      sums.hbm += n * (std::max(0.0, host - time.forward) + std::max(0.0, host - time.backward));
    }
    add_exchange(sums, k.gather_forward, time.forward, c.weight_overlap, n);
    add_exchange(sums, k.gather_backward, time.backward, c.weight_overlap, n);
    add_exchange(sums, k.reduce, time.backward, c.weight_overlap, n);
    add_exchange(sums, k.tensor_forward, time.forward, c.tensor_overlap, n);
    add_exchange(sums, k.tensor_backward, time.backward, c.tensor_overlap, n);
    add_exchange(sums, k.expert_forward, time.forward, c.expert_overlap, n);
    add_exchange(sums, k.expert_backward, time.backward, c.expert_overlap, n);
    add_exchange(sums, k.context_forward, time.forward, c.weight_overlap, n);
    add_exchange(sums, k.context_backward, time.backward, c.weight_overlap, n);
    const double hidden = c.dcn_overlap * std::min(k.dcn_gather, time.forward + time.backward);
    sums.dcn += n * (k.dcn_gather - hidden);
    sums.dcn_hidden += n * hidden;
    sums.backward += n * time.backward;
  }
}

}  // namespace

StepTime evaluate_step(const TrainingPlan& plan, const StepMachine& machine, const StepConstants& c) {
  const Parallelism& p = plan.parallelism;
  const ChipSpec& chip = machine.chip;
  const double chips = static_cast<double>(machine.slice.chips()) * machine.slices;
  const double tokens = tokens_per_pass(plan);
  const double passes = static_cast<double>(plan.gradient_accumulation) * p.microbatches;
  const double stages = static_cast<double>(p.pipeline) * p.dcn_pipeline;
  const AxisMapping mapping = map_axes(p, machine.slice);

  Sums sums;
  add_layers(sums, plan, machine, mapping, tokens, c);
  add_table(sums, outer_operators(plan, chip, tokens, c), 1.0);
  const double scale = passes / stages;
  StepTime step;
  step.compute = Seconds(sums.mxu * scale);
  step.remat_compute = Seconds(sums.remat * scale);
  double hbm = sums.hbm * scale;
  double ici = sums.ici * scale;
  double ici_hidden = sums.ici_hidden * scale;
  double dcn = sums.dcn * scale;

  const double parameters = parameter_count(plan.model) / stages / p.tensor;
  const double sharded = parameters / (static_cast<double>(p.fsdp) * p.expert * p.context * p.dcn_fsdp);
  const double states = plan.parameter_bytes + plan.optimizer_bytes;
  const double updated = sharded / (plan.shards_optimizer ? p.data : 1);
  const double update_bytes = updated * (2.0 * states + plan.gradient_bytes);
  hbm += update_bytes / (chip.hbm_efficiency * chip.hbm_bandwidth).value();
  // Once per step: gradients of replicas inside the slice, then between slices.
  const double replica_bytes = 2.0 * (plan.shards_optimizer ? parameters / p.fsdp : sharded);
  const ParallelGroup& replicas = plan.shards_optimizer ? mapping.gradients : mapping.data;
  const double once = group_collective(Collective::kAllReduce, replica_bytes, replicas, machine, c);
  const double last_backward = sums.backward / stages;
  const double once_hidden = c.replica_overlap * std::min(once, last_backward);
  ici += once - once_hidden;
  ici_hidden += once_hidden;
  if (p.dcn_data > 1 && machine.dcn_bandwidth_per_slice.value() > 0.0) {
    const double slice_bytes = 2.0 * parameter_count(plan.model) / p.dcn_pipeline / p.dcn_fsdp;
    const double exchange =
        dcn_collective_time(Collective::kAllReduce, Bytes(slice_bytes), p.dcn_data,
                            c.dcn_efficiency * machine.dcn_bandwidth_per_slice, machine.dcn_latency)
            .value();
    const double hidden = c.dcn_overlap * std::min(exchange, last_backward);
    dcn += exchange - hidden;
    step.dcn_hidden = Seconds(hidden);
    step.dcn_bytes_per_slice = Bytes(2.0 * slice_bytes * (1.0 - 1.0 / p.dcn_data));
  }
  if (p.dcn_fsdp > 1) {
    step.dcn_bytes_per_slice +=
        Bytes(3.0 * 2.0 * parameter_count(plan.model) / p.dcn_pipeline * (1.0 - 1.0 / p.dcn_fsdp) * passes);
  }
  step.hbm = Seconds(hbm);
  step.ici = Seconds(ici);
  step.ici_hidden = Seconds(ici_hidden);
  step.dcn = Seconds(dcn);
  const double per_stage = sums.mxu * scale + sums.hbm * scale + sums.ici * scale;
  step.bubble = Seconds(per_stage * (stages - 1.0) / (static_cast<double>(p.microbatches) * p.pipeline_interleave));
  step.overhead = Seconds(c.overhead_seconds);
  const Seconds steady = step.compute + step.hbm + step.ici + step.dcn + step.bubble;
  double harmonic = 0.0;
  for (int i = 2; i <= machine.slices; ++i) harmonic += 1.0 / i;
  step.straggler = steady * (c.slice_jitter * harmonic);
  step.total = steady + step.straggler + step.overhead;

  const double all_tokens = static_cast<double>(plan.global_batch) * plan.sequence_length;
  step.model_flops = all_tokens * training_flops_per_token(plan.model, plan.sequence_length, false);
  step.hardware_flops = Flops(sums.flops * scale * chips);
  const Flops available = chips * chip.peak_bf16 * step.total;
  step.mfu = step.model_flops / available;
  step.hfu = step.hardware_flops / available;
  step.tokens_per_second = all_tokens / step.total.value();
  step.activity.mxu = std::min(1.0, sums.flops * scale / (chip.peak_bf16 * step.total).value());
  step.activity.hbm = std::min(1.0, (sums.bytes * scale + update_bytes) / (chip.hbm_bandwidth * step.total).value());
  step.activity.ici = std::min(1.0, (ici + ici_hidden) / step.total.value());
  step.memory = training_memory(plan, machine);
  return step;
}

StepTime training_step(const TrainingPlan& plan, const StepMachine& machine) {
  return evaluate_step(plan, machine, step_constants());
}

const StepConstants& step_constants() {
  static const StepConstants constants;
  return constants;
}

}  // namespace gigapod
