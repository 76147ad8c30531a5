#include "sim/model/step/training_step.hpp"

#include "sim/model/collective/collective.hpp"

#include <algorithm>

namespace gigapod {

StepTime training_step(const TrainingPlan& plan, const StepMachine& machine) {
  const Parallelism& p = plan.parallelism;
  const double chips = static_cast<double>(machine.slice.chips()) * machine.slices;
  const double tokens = static_cast<double>(plan.global_batch) * plan.sequence_length;
  const FlopsPerSecond rate = machine.chip.mxu_efficiency * peak_rate(machine.chip, plan.precision);
  const double repeated = plan.remat == Remat::kNone || plan.remat == Remat::kMinimal ? 0.0 : 1.0 / 3.0;
  const double parameters = parameter_count(plan.model);

  StepTime step;
  step.model_flops = tokens * training_flops_per_token(plan.model, plan.sequence_length, false);
  step.hardware_flops = step.model_flops * (1.0 + repeated);
  step.compute = step.hardware_flops / chips / rate;
  step.remat_compute = step.compute * repeated / (1.0 + repeated);
  const double states = plan.parameter_bytes + plan.optimizer_bytes;
  const double shards =
      static_cast<double>(p.tensor) * p.fsdp * p.expert * p.context * p.pipeline * p.dcn_fsdp * p.dcn_pipeline;
  step.hbm = Bytes(2.0 * states * parameters / shards) / (machine.chip.hbm_efficiency * machine.chip.hbm_bandwidth);

  const LinkRate link{machine.chip.ici_efficiency * machine.chip.ici_link_bandwidth, machine.chip.ici_hop_latency};
  const Bytes weights(2.0 * parameters / p.tensor / p.expert / (p.pipeline * p.dcn_pipeline));
  const Seconds gather =
      collective_time(Collective::kAllGather, p.fsdp > 1 ? weights : Bytes(0.0), machine.slice.axes, link);
  step.ici = max(Seconds(0.0), 3.0 * gather - 0.5 * step.compute);
  step.ici_hidden = 3.0 * gather - step.ici;

  step.dcn_bytes_per_slice = p.dcn_data > 1 ? Bytes(4.0 * parameters * (1.0 - 1.0 / p.dcn_data)) : Bytes(0.0);
  if (p.dcn_data > 1 && machine.dcn_bandwidth_per_slice.value() > 0.0) {
    const Seconds exchange = dcn_collective_time(Collective::kAllReduce, Bytes(2.0 * parameters), p.dcn_data,
                                                 machine.dcn_bandwidth_per_slice, machine.dcn_latency);
    step.dcn = exchange;
  }
  const double stages = static_cast<double>(p.pipeline) * p.dcn_pipeline;
  step.bubble = step.compute * ((stages - 1.0) / (static_cast<double>(p.microbatches) * p.pipeline_interleave));
  step.overhead = Seconds(10e-3);
  step.total = step.compute + step.hbm + step.ici + step.dcn + step.bubble + step.straggler + step.overhead;
  step.mfu = step.model_flops / (chips * machine.chip.peak_bf16 * step.total);
  step.hfu = step.hardware_flops / (chips * machine.chip.peak_bf16 * step.total);
  step.tokens_per_second = tokens / step.total.value();
  step.activity.mxu = std::min(1.0, step.hfu);
  step.activity.hbm = 0.5;
  step.activity.ici = std::min(1.0, 3.0 * gather / step.total);
  step.memory = training_memory(plan, machine);
  return step;
}

}  // namespace gigapod
