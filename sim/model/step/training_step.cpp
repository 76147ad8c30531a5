/// One optimizer step of a training job.
///
///   total = compute + hbm + ici + dcn + bubble + straggler + overhead
///
/// compute, hbm  every operator class takes max(matrix time, HBM time); matrix time goes to `compute`, the rest to
///               `hbm`, with the optimizer update and transfers to the host that compute does not cover
///               (operators.cpp)
/// ici           per layer and direction what does not overlap (layer_sums.hpp), and once per step the exchange of
///               replicas inside the slice
/// dcn           all-reduce of bf16 gradients over slices at `dcn_efficiency` of the ports; weights over slices with
///               dcn_fsdp; activations with dcn_pipeline, as far as they take longer than the compute
/// bubble        (stages - 1) / (microbatches x interleave) of the time of all passes (1F1B, arXiv:2104.04473)
/// straggler     slices wait for the slowest of M; delays are exponential with mean j x step, so the mean maximum
/// grows
///               by j (1/2 + 1/3 + ... + 1/M). Inside a slice no growth is measured from 16 to 256 chips.
///
/// Range of validity: measured runs from 16 to 8,192 TPUs in 1 to 32 slices, and 32 to 16,384 GPUs.
/// docs/models/step.md has the evidence and the errors.
#include "sim/model/step/training_step.hpp"

#include "sim/model/step/communication.hpp"
#include "sim/model/step/evaluate_step.hpp"
#include "sim/model/step/layer_sums.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {

namespace {

constexpr double kExchangeBytes = 2.0;      // gradients and weights travel as bf16
constexpr int kLargestMeasuredSlices = 32;  // MaxText on 32 slices of TPU v5e

/// Parameters that one chip holds, gathers and updates.
struct Shares {
  double stages = 1.0;
  double passes = 1.0;
  double replica = 0.0;  ///< parameters of one stage over the tensor degree
  double sharded = 0.0;  ///< of which this chip holds the weights
  double updated = 0.0;  ///< of which it holds the optimizer state
};

Shares shares_of(const TrainingPlan& plan) {
  const Parallelism& p = plan.parallelism;
  Shares shares;
  shares.stages = static_cast<double>(p.pipeline) * p.dcn_pipeline;
  shares.passes = static_cast<double>(plan.gradient_accumulation) * p.microbatches;
  shares.replica = parameter_count(plan.model) / shares.stages / p.tensor;
  shares.sharded = shares.replica / (static_cast<double>(p.fsdp) * p.expert * p.context * p.dcn_fsdp);
  shares.updated = shares.sharded / (plan.shards_optimizer ? p.data : 1);
  return shares;
}

double update_bytes(const TrainingPlan& plan, const Shares& shares) {
  return shares.updated * (2.0 * (plan.parameter_bytes + plan.optimizer_bytes) + plan.gradient_bytes);
}

void add_replica_exchange(const TrainingPlan& plan, const StepMachine& machine, const AxisMapping& mapping,
                          const Shares& shares, double backward, const StepConstants& c, StepTime& step) {
  const bool sharded = plan.shards_optimizer;
  const double bytes = kExchangeBytes * (sharded ? shares.replica / plan.parallelism.fsdp : shares.sharded);
  const double once =
      group_collective(Collective::kAllReduce, bytes, sharded ? mapping.gradients : mapping.data, machine, c);
  const double hidden = c.replica_overlap * std::min(once, backward);
  step.ici += Seconds(once - hidden);
  step.ici_hidden += Seconds(hidden);
}

void add_dcn(const TrainingPlan& plan, const StepMachine& machine, const Shares& shares, double backward,
             const StepConstants& c, StepTime& step) {
  const Parallelism& p = plan.parallelism;
  const BytesPerSecond rate = c.dcn_efficiency * machine.dcn_bandwidth_per_slice;
  if (p.slices() < 2 || rate.value() <= 0.0) return;
  const Bytes stage(kExchangeBytes * parameter_count(plan.model) / p.dcn_pipeline);
  const Bytes reduced = stage / p.dcn_fsdp;
  const Seconds exchange =
      dcn_collective_time(Collective::kAllReduce, reduced, p.dcn_data, rate, machine.dcn_latency);
  const Seconds hidden = c.dcn_overlap * min(exchange, Seconds(backward));
  step.dcn += exchange - hidden;
  step.dcn_hidden += hidden;
  step.dcn_bytes_per_slice = 2.0 * (1.0 - 1.0 / p.dcn_data) * reduced;
  step.dcn_bytes_per_slice += 3.0 * (1.0 - 1.0 / p.dcn_fsdp) * shares.passes * stage;
  if (p.dcn_pipeline < 2) return;
  const double tokens = static_cast<double>(plan.global_batch) * plan.sequence_length / (p.dcn_data * p.dcn_fsdp);
  const Bytes sent(2.0 * kExchangeBytes * tokens * plan.model.hidden * p.pipeline_interleave);
  const Seconds sending = sent / rate;
  const Seconds covered = min(sending, step.compute);
  step.dcn += sending - covered;
  step.dcn_hidden += covered;
  step.dcn_bytes_per_slice += sent;
}

double straggler_share(int slices, const StepConstants& c) {
  double harmonic = 0.0;
  for (int i = 2; i <= slices; ++i) harmonic += 1.0 / i;
  return c.slice_jitter * harmonic;
}

void fill_rates(const TrainingPlan& plan, const StepMachine& machine, const LayerSums& sums, double scale,
                double updated_bytes, StepTime& step) {
  const ChipSpec& chip = machine.chip;
  const double chips = static_cast<double>(machine.slice.chips()) * machine.slices;
  const double tokens = static_cast<double>(plan.global_batch) * plan.sequence_length;
  step.model_flops = tokens * training_flops_per_token(plan.model, plan.sequence_length, false);
  step.hardware_flops = Flops(sums.flops * scale * chips);
  const Flops available = chips * chip.peak_bf16 * step.total;
  step.mfu = step.model_flops / available;
  step.hfu = step.hardware_flops / available;
  step.tokens_per_second = tokens / step.total.value();
  const double peak = (peak_rate(chip, plan.precision) * step.total).value();
  step.activity.mxu = std::min(1.0, sums.flops * scale / peak);
  step.activity.hbm = std::min(1.0, (sums.bytes * scale + updated_bytes) / (chip.hbm_bandwidth * step.total).value());
  step.activity.ici = std::min(1.0, (step.ici + step.ici_hidden) / step.total);
}

}  // namespace

StepTime evaluate_step(const TrainingPlan& plan, const StepMachine& machine, const StepConstants& c) {
  const ChipSpec& chip = machine.chip;
  const AxisMapping mapping = map_axes(plan.parallelism, machine.slice);
  const LayerSums sums = layer_sums(plan, machine, mapping, tokens_per_pass(plan), c);
  const Shares shares = shares_of(plan);
  const double scale = shares.passes / shares.stages;
  const double updated_bytes = update_bytes(plan, shares);

  StepTime step;
  step.compute = Seconds(sums.mxu * scale);
  step.remat_compute = Seconds(sums.remat * scale);
  step.hbm = Seconds(sums.hbm * scale) + Bytes(updated_bytes) / (chip.hbm_efficiency * chip.hbm_bandwidth);
  step.ici = Seconds(sums.ici * scale);
  step.ici_hidden = Seconds(sums.ici_hidden * scale);
  step.dcn = Seconds(sums.dcn * scale);
  step.dcn_hidden = Seconds(sums.dcn_hidden * scale);
  const double fill = (shares.stages - 1.0) / (plan.parallelism.microbatches * plan.parallelism.pipeline_interleave);
  step.bubble = Seconds((sums.mxu + sums.hbm + sums.ici) * scale * fill);
  const double last_backward = sums.backward / shares.stages;
  add_replica_exchange(plan, machine, mapping, shares, last_backward, c, step);
  add_dcn(plan, machine, shares, last_backward, c, step);
  step.overhead = Seconds(c.overhead_seconds);
  const Seconds steady = step.compute + step.hbm + step.ici + step.dcn + step.bubble;
  step.straggler = steady * straggler_share(machine.slices, c);
  step.total = steady + step.straggler + step.overhead;
  fill_rates(plan, machine, sums, scale, updated_bytes, step);
  step.memory = training_memory(plan, machine);
  if (machine.slices > kLargestMeasuredSlices) {
    step.warnings.emplace_back("more slices than any measured run (32): the wait for the slowest is extrapolated");
  }
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
