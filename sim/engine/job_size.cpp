#include "sim/engine/job_size.hpp"

#include "sim/base/check.hpp"
#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/model/checkpoint/checkpoint.hpp"
#include "sim/model/failure/failure_class.hpp"
#include "sim/model/power/chip_power.hpp"
#include "sim/model/power/clock_levels.hpp"
#include "sim/model/power/step_power.hpp"
#include "sim/model/serving/replica.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace gigapod {
namespace {

/// The classes that a near copy of the job survives, or those that none survives.
std::vector<FailureClass> classes_by_survival(const JobSpec& spec, const Scenario& scenario,
                                              const CheckpointTier* tier) {
  std::vector<FailureClass> classes;
  for (const FailureClass& failure : scenario.failures) {
    const auto holds = [&](const CheckpointTier& near) { return survives(near, failure); };
    const bool any = std::any_of(spec.checkpoint_tiers.begin(), spec.checkpoint_tiers.end(), holds);
    if (tier != nullptr ? holds(*tier) : !any) classes.push_back(failure);
  }
  return classes;
}

Seconds optimum(const JobSpec& spec, Seconds pause, Hertz rate, Seconds shortest) {
  if (rate <= Hertz(0.0)) return max(shortest, kIntervalWithoutFailures);
  const Seconds mtbf = 1.0 / rate;
  const bool is_young = spec.checkpoint_rule == CheckpointRule::kYoung;
  return max(shortest, is_young ? young_interval(pause, mtbf) : best_checkpoint_interval(pause, mtbf));
}

void plan_near_copies(const JobSpec& spec, const Scenario& scenario, const ChipSpec& chip, JobSize& size,
                      const std::function<Hertz(const std::vector<FailureClass>&)>& rate) {
  for (const CheckpointTier& tier : spec.checkpoint_tiers) {
    const TierTimes times = tier_times(tier, size.checkpoint_bytes, static_cast<double>(size.chips), chip);
    const Seconds shortest = max(size.step.total, shortest_interval(times));
    const Hertz survived = rate(classes_by_survival(spec, scenario, &tier));
    const Seconds interval = tier.interval > Seconds(0.0) ? max(tier.interval, shortest_interval(times))
                                                          : optimum(spec, times.pause, survived, shortest);
    size.near.push_back({tier, interval, times});
    size.copy_share += times.pause / interval;
  }
}

/// Assumed: what an inference job writes down of its progress, beside its answers.
constexpr Bytes kProgress{1e6};

void plan_checkpoints(const JobSpec& spec, Bytes bytes, const Scenario& scenario, double site_chips, JobSize& size) {
  const PodSpec& pod = scenario.pods.at(spec.pod_type);
  const ChipSpec& chip = scenario.chips.at(pod.chip);
  const auto chips = static_cast<double>(size.chips);
  const auto rate = [&](const std::vector<FailureClass>& classes) {
    return interruption_rate(classes, pod, chip, static_cast<int>(size.chips), scenario.site,
                             spec.can(Reaction::kReroute));
  };
  size.checkpoint_bytes = bytes;
  size.copy_pause =
      chip.pcie_bandwidth.value() > 0.0 ? size.checkpoint_bytes / chips / chip.pcie_bandwidth : Seconds(0.0);
  const Seconds write = size.checkpoint_bytes / scenario.site.storage.write_bandwidth;
  size.pause = spec.checkpoints_async ? size.copy_pause : write;
  size.shortest = max(kShortestAutoInterval, write / (kStorageShare * chips / site_chips));
  size.interval = spec.checkpoint_interval > Seconds(0.0)
                      ? spec.checkpoint_interval
                      : optimum(spec, size.pause, rate(classes_by_survival(spec, scenario, nullptr)), size.shortest);
  plan_near_copies(spec, scenario, chip, size, rate);
}

/// The job at every clock down to the lowest of its chip; `at_clock` works out its step on a chip.
void plan_clocks(const ChipSpec& chip, const std::function<StepTime(const ChipSpec&)>& at_clock, JobSize& size) {
  for (const double clock : clock_levels(chip)) {
    const StepTime step = clock == 1.0 ? size.step : at_clock(chip_at_clock(chip, clock));
    if (step.total <= Seconds(0.0)) return;  // targets can't be held at this clock
    size.clocks.push_back({clock, step.total, step_power_with_host(chip, step, clock)});
  }
}

/// A trainer: one optimizer step is a step.
void plan_training(const JobSpec& spec, const Scenario& scenario, double site_chips, JobSize& size) {
  const PodSpec& pod = scenario.pods.at(spec.pod_type);
  const ChipSpec& chip = scenario.chips.at(pod.chip);
  const SliceChoice& choice = size.choice;
  const TrainingPlan plan = plan_at(spec, choice);
  const bool is_twisted = spec.is_twisted && choice.slice == spec.slice;
  const StepMachine machine{chip, slice_topology(choice.slice, pod, is_twisted), choice.slices,
                            slice_dcn_bandwidth(pod, chip, choice.slice.chips(), scenario.site.dcn),
                            scenario.site.dcn.latency};
  size.step = training_step(plan, machine);
  const auto at_clock = [&](const ChipSpec& slower) {
    StepMachine slow = machine;
    slow.chip = slower;
    return training_step(plan, slow);
  };
  plan_clocks(chip, at_clock, size);
  size.tokens_per_step = static_cast<double>(plan.global_batch) * plan.sequence_length;
  plan_checkpoints(spec, checkpoint_size(plan), scenario, site_chips, size);
}

/// Inference: a step is the time in which every replica answers as many requests as it works on together. Blocks that
/// hold several replicas are filled with them. Replicas are taken at the load that holds their targets.
void plan_inference(const JobSpec& spec, const Scenario& scenario, double site_chips, JobSize& size) {
  const PodSpec& pod = scenario.pods.at(spec.pod_type);
  const ChipSpec& chip = scenario.chips.at(pod.chip);
  const ReplicaCapacity replica = replica_capacity(*spec.inference, chip, slice_topology(size.choice.slice, pod));
  GIGAPOD_CHECK(replica.requests_per_second > 0.0, "a valid serving plan serves requests");
  const double in_block = std::floor(static_cast<double>(chips_per_block(pod)) / size.choice.slice.chips());
  const double replicas = size.choice.slices * std::max(1.0, in_block);
  const double requests = replicas * replica.batch;
  size.chips = static_cast<std::int64_t>(replicas) * size.choice.slice.chips();
  size.tokens_per_step = requests * (spec.inference->prompt_tokens + spec.inference->output_tokens);
  StepTime& step = size.step;
  step.compute = step.total = Seconds(replica.batch / replica.requests_per_second);
  step.model_flops = step.hardware_flops = replica.flops_per_request * requests;
  step.mfu = step.hfu =
      step.model_flops / step.total / chip.peak_bf16 / static_cast<double>(std::max<std::int64_t>(1, size.chips));
  step.tokens_per_second = size.tokens_per_step / step.total.value();
  step.activity = replica.activity;
  step.warnings = replica.warnings;
  const auto at_clock = [&](const ChipSpec& slower) {
    StepTime slow = step;
    const ReplicaCapacity capacity =
        replica_capacity(*spec.inference, slower, slice_topology(size.choice.slice, pod));
    slow.total =
        capacity.requests_per_second > 0.0 ? Seconds(replica.batch / capacity.requests_per_second) : Seconds(0.0);
    slow.activity = capacity.activity;
    return slow;
  };
  plan_clocks(chip, at_clock, size);
  plan_checkpoints(spec, kProgress, scenario, site_chips, size);
}

JobSize work_out(const JobSpec& spec, const SliceChoice& choice, const Scenario& scenario, double site_chips) {
  const PodSpec& pod = scenario.pods.at(spec.pod_type);
  const ChipSpec& chip = scenario.chips.at(pod.chip);
  JobSize size;
  size.choice = choice;
  size.chips = std::int64_t{choice.slices} * choice.slice.chips();
  size.blocks_per_slice = blocks_of(choice.slice, pod);
  size.held_chips = static_cast<double>(choice.slices) * size.blocks_per_slice * chips_per_block(pod);
  spec.is_inference() ? plan_inference(spec, scenario, site_chips, size)
                      : plan_training(spec, scenario, site_chips, size);
  size.running_power = step_power_with_host(chip, size.step);
  size.phase_power = relative_power(chip, size.step);
  size.idle_power = chip_power_with_host(chip, Activity{});
  return size;
}

}  // namespace

TrainingPlan plan_at(const JobSpec& spec, const SliceChoice& choice) {
  if (choice == SliceChoice{spec.slice, spec.plan.parallelism.slices()}) return spec.plan;
  const auto plan = resized_plan(spec.plan, choice);
  GIGAPOD_CHECK(plan.has_value(), "a job has only sizes on which its plan is whole");
  return *plan;
}

JobSizes::JobSizes(const Scenario& scenario, std::int64_t site_chips)
    : scenario_(&scenario), site_chips_(static_cast<double>(site_chips)) {}

const JobSize& JobSizes::size(const JobSpec& spec, const SliceChoice& choice) {
  std::unique_ptr<JobSize>& known = sizes_[{&spec, choice}];
  if (!known) known = std::make_unique<JobSize>(work_out(spec, choice, *scenario_, site_chips_));
  return *known;
}

}  // namespace gigapod
