/// One optimizer step of a training job.
///
///   total = compute + hbm + ici + dcn + bubble + straggler + overhead
///
/// compute, hbm  every operator class takes max(matrix time, HBM time); matrix time goes to `compute`, the rest to
///               `hbm`, with the optimizer update and transfers to the host that compute does not cover
///               (operators.cpp)
/// ici, dcn      what a schedule can't hide: per layer and direction transfers run beside the compute that does not
///               depend on them and slow it (compute_cover.hpp, layer_sums.cpp); once per step gradients of replicas
///               and slices beside the backward pass of the last micro batch; activations between pipeline stages
///               beside all compute, but for their way along the empty pipeline
/// bubble        (stages - 1) / (microbatches x interleave) of the time of all passes, and what the stage with the
///               most layers takes longer than the mean (pipeline_schedule.cpp)
/// straggler     the wait for the slowest slice and chip (straggler.cpp)
///
/// Range of validity: measured runs from 16 to 8,192 TPUs in 1 to 32 slices, and 32 to 16,384 GPUs, of models at
/// least 1,536 wide. docs/models/step.md has the evidence and the errors.
#include "sim/model/step/training_step.hpp"

#include "sim/model/pipeline_schedule.hpp"
#include "sim/model/step/communication.hpp"
#include "sim/model/step/compute_cover.hpp"
#include "sim/model/step/evaluate_step.hpp"
#include "sim/model/step/layer_sums.hpp"
#include "sim/model/step/straggler.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {

namespace {

constexpr int kLargestMeasuredSlices = 32;     // MaxText on 32 slices of TPU v5e
constexpr int kLargestMeasuredChips = 16384;   // Llama 3 405B on H100
constexpr int kNarrowestMeasuredModel = 1536;  // Gemma 4 2B on TPU v7

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
  shares.stages = pipeline_stages(p);
  shares.passes = static_cast<double>(plan.gradient_accumulation) * p.microbatches;
  shares.replica = parameter_count(plan.model) / shares.stages / p.tensor;
  shares.sharded = shares.replica / (static_cast<double>(p.fsdp) * p.expert * p.context * p.dcn_fsdp);
  shares.updated = shares.sharded / (plan.shards_optimizer ? p.data : 1);
  return shares;
}

void add_traffic(StepTime& step, Traffic kind, const Overlap& overlap) {
  TrafficTime& time = step.traffic[static_cast<std::size_t>(kind)];
  time.exposed += Seconds(overlap.exposed);
  time.hidden += Seconds(overlap.hidden);
}

bool is_over_dcn(std::size_t kind) { return kind >= static_cast<std::size_t>(Traffic::kDcnWeights); }

double update_bytes(const TrainingPlan& plan, const Shares& shares) {
  return shares.updated * (2.0 * (plan.parameter_bytes + plan.optimizer_bytes) + plan.gradient_bytes);
}

/// Gradients of replicas inside a slice, once a step. With sharded optimizer states (ZeRO-1) expert and context
/// groups hold copies of the dense weights, while routed experts are copied by data parallelism only.
double replica_exchange(const TrainingPlan& plan, const StepMachine& machine, const AxisMapping& mapping,
                        const Shares& shares, const StepConstants& c) {
  const auto reduce = [&](double parameters, const ParallelGroup& group) {
    return group_collective(Collective::kAllReduce, plan.gradient_transfer_bytes * parameters, group, machine, c);
  };
  if (!plan.shards_optimizer) return reduce(shares.sharded, mapping.data);
  const Parallelism& p = plan.parallelism;
  const double routed = routed_parameter_count(plan.model) / shares.stages / p.tensor / p.fsdp;
  const double dense = shares.replica / p.fsdp - routed;
  return reduce(dense, mapping.gradients) + reduce(routed / p.expert, mapping.data);
}

void add_replica_exchange(const TrainingPlan& plan, const StepMachine& machine, const AxisMapping& mapping,
                          const Shares& shares, double backward, const StepConstants& c, StepTime& step) {
  const double once = replica_exchange(plan, machine, mapping, shares, c);
  add_traffic(step, Traffic::kReplicas, ComputeCover(backward).hide(once, backward, c.replica_interference));
}

void add_dcn(const TrainingPlan& plan, const StepMachine& machine, const Shares& shares, double backward,
             const StepConstants& c, StepTime& step) {
  const Parallelism& p = plan.parallelism;
  const BytesPerSecond rate = c.dcn_efficiency * machine.dcn_bandwidth_per_slice;
  if (p.slices() < 2 || rate.value() <= 0.0) return;
  const double parameters = parameter_count(plan.model) / p.dcn_pipeline;
  const Bytes reduced(plan.dcn_gradient_bytes * parameters / p.dcn_fsdp);
  const Seconds exchange =
      dcn_collective_time(Collective::kAllReduce, reduced, p.dcn_data, rate, machine.dcn_latency);
  add_traffic(step, Traffic::kDcnGradients,
              ComputeCover(backward).hide(exchange.value(), backward, c.replica_interference));
  step.dcn_bytes_per_slice = 2.0 * (1.0 - 1.0 / p.dcn_data) * reduced;
  const Bytes sharded((2.0 * weight_bytes(plan) + plan.dcn_gradient_bytes) * parameters);
  step.dcn_bytes_per_slice += (1.0 - 1.0 / p.dcn_fsdp) * shares.passes * sharded;
  if (p.dcn_pipeline < 2) return;
  const double tokens = static_cast<double>(plan.global_batch) * plan.sequence_length / (p.dcn_data * p.dcn_fsdp);
  const Bytes sent(2.0 * kActivationBytes * tokens * plan.model.hidden * p.pipeline_interleave);
  const double compute = step.compute.value();
  add_traffic(step, Traffic::kDcnPipeline, ComputeCover(compute).hide((sent / rate).value(), compute, 0.0));
  const double microbatch_ways = 2.0 * p.microbatches * plan.gradient_accumulation * p.pipeline_interleave;
  const Seconds hop = sent / microbatch_ways / rate + machine.dcn_latency;
  const double hops = 2.0 * (p.dcn_pipeline - 1.0) * plan.gradient_accumulation;
  add_traffic(step, Traffic::kDcnPipeline, {hops * hop.value(), 0.0});
  step.dcn_bytes_per_slice += sent;
}

/// Activations between the stages of a slice: forward and gradients, once a chunk and pass beside all compute.
/// Nothing is computed yet beside the way of the first microbatch to the last stage, and of the last gradients back,
/// in every accumulation.
void add_pipeline(const TrainingPlan& plan, const StepMachine& machine, const AxisMapping& mapping, double passes,
                  const StepConstants& c, StepTime& step) {
  const Parallelism& p = plan.parallelism;
  if (p.pipeline < 2) return;
  // A gather over two chips moves half of its bytes over their one link.
  ParallelGroup pair;
  pair.axes[0] = SliceAxis{2, false};
  pair.axis_count = 1;
  pair.members = 2;
  pair.members_per_domain = std::min(2, mapping.pipeline.members_per_domain);
  const double sent = kActivationBytes * tokens_per_pass(plan) * plan.model.hidden / p.tensor;
  const double once = group_collective(Collective::kAllGather, 2.0 * sent, pair, machine, c);
  const double compute = step.compute.value();
  const double all = 2.0 * p.pipeline_interleave * passes * once;
  add_traffic(step, Traffic::kPipeline, ComputeCover(compute).hide(all, compute, 0.0));
  const double hops = 2.0 * (p.pipeline - 1.0) * p.dcn_pipeline * plan.gradient_accumulation;
  add_traffic(step, Traffic::kPipeline, {hops * once, 0.0});
}

/// Wait of the mean stage for the others, per pass: fill and drain, and what the fullest stage takes longer.
double stage_wait(const TrainingPlan& plan, const LayerSums& sums) {
  double work = sums.mxu + sums.hbm;
  for (std::size_t i = 0; i < kTrafficKinds; ++i) work += is_over_dcn(i) ? 0.0 : sums.traffic[i].exposed;
  const int stages = pipeline_stages(plan.parallelism);
  const double mean = work / stages;
  const double layers = most_layers_of_stage(plan.model.layers, stages);
  const double longest = std::max(mean, (work - sums.outer) / plan.model.layers * layers);
  return longest - mean + mean * pipeline_fill(plan.parallelism);
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
  step.activity.busy = 1.0 - step.overhead / step.total;
}

std::vector<std::string> range_warnings(const TrainingPlan& plan, const StepMachine& machine) {
  std::vector<std::string> warnings;
  if (machine.slices > kLargestMeasuredSlices) {
    warnings.emplace_back("more slices than any measured run (32): the wait for the slowest is extrapolated");
  }
  if (machine.slice.chips() * machine.slices > kLargestMeasuredChips) {
    warnings.emplace_back("more chips than any measured run (16,384): the wait for the slowest is extrapolated");
  }
  if (plan.model.hidden < kNarrowestMeasuredModel) {
    warnings.emplace_back("narrower than any measured model (1,536): small products run slower than computed");
  }
  return warnings;
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
  step.update_traffic = Bytes(updated_bytes) / chip.hbm_bandwidth;
  step.update = step.update_traffic / chip.hbm_efficiency;
  step.hbm = Seconds(sums.hbm * scale) + step.update;
  for (std::size_t i = 0; i < kTrafficKinds; ++i) {
    add_traffic(step, static_cast<Traffic>(i), {sums.traffic[i].exposed * scale, sums.traffic[i].hidden * scale});
  }
  add_pipeline(plan, machine, mapping, shares.passes, c, step);
  step.bubble = Seconds(shares.passes * stage_wait(plan, sums));
  const double last_backward = sums.backward / shares.stages;
  add_replica_exchange(plan, machine, mapping, shares, last_backward, c, step);
  add_dcn(plan, machine, shares, last_backward, c, step);
  for (std::size_t i = 0; i < kTrafficKinds; ++i) {
    (is_over_dcn(i) ? step.dcn : step.ici) += step.traffic[i].exposed;
    (is_over_dcn(i) ? step.dcn_hidden : step.ici_hidden) += step.traffic[i].hidden;
  }
  step.overhead = Seconds(c.overhead_seconds);
  const Seconds steady = step.compute + step.hbm + step.ici + step.dcn + step.bubble;
  const double chips = static_cast<double>(machine.slice.chips()) * machine.slices;
  step.straggler = steady * (machine.straggler_spread * straggler_share(chips, machine.slices, c));
  step.total = steady + step.straggler + step.overhead;
  fill_rates(plan, machine, sums, scale, updated_bytes, step);
  step.memory = training_memory(plan, machine);
  step.warnings = range_warnings(plan, machine);
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
