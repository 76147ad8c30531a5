#include "sim/serving/replica_usage.hpp"

#include "sim/model/power/chip_power.hpp"
#include "sim/serving/kv_layout.hpp"

#include <algorithm>

namespace gigapod {
namespace {

/// Work of the draft: each sequence `drafted_tokens` times a step, and every prompt.
void add_draft(const StepSums& sums, const ReplicaSetup& setup, double& flops, double& bytes) {
  const ServingPlan draft = draft_plan(setup.plan, *setup.speculation);
  const StepCost cost(draft, setup.chip, setup.slice);
  const double times = setup.speculation->drafted_tokens;
  const double share = static_cast<double>(draft.model.layers) / setup.plan.model.layers;
  const double seen = times * share * sums.work.seen;
  flops += cost.flops({.decode_rows = times * sums.work.decode_rows / sums.work.rows_per_sequence,
                       .prefill_rows = sums.work.prefill_rows,
                       .prompts = sums.work.prompts,
                       .seen = seen,
                       .pairs = share * sums.work.pairs});
  bytes +=
      times * sums.decode_steps * cost.weights_read(1.0).value() + seen * cost.model().kv_per_token_layer.value();
}

Activity mean_activity(const StepSums& sums, const ReplicaSetup& setup) {
  const StepCost cost(setup.plan, setup.chip, setup.slice);
  const double chip_seconds = sums.seconds * setup.slice.chips();
  double bytes = sums.weights + sums.work.seen * cost.model().kv_per_token_layer.value();
  const auto share = [](double part) { return std::min(1.0, part); };
  double flops = cost.flops(sums.work);
  if (setup.speculation) add_draft(sums, setup, flops, bytes);
  Activity activity;
  activity.mxu = share(flops / (chip_seconds * peak_rate(setup.chip, setup.plan.precision).value()));
  activity.hbm = share(bytes / (chip_seconds * setup.chip.hbm_bandwidth.value()));
  activity.ici = share(sums.communication / sums.seconds * setup.chip.ici_efficiency);
  activity.busy = 1.0;
  return activity;
}

Joules energy(const StepSums& sums, const ReplicaSetup& setup) {
  if (sums.seconds <= 0.0) return Joules(0.0);
  const Watts power = chip_power_with_host(setup.chip, mean_activity(sums, setup));
  return power * Seconds(sums.seconds) * static_cast<double>(setup.slice.chips());
}

}  // namespace

void add_usage(const ReplicaUsage& usage, const ReplicaSetup& setup, Seconds present, ServingOutcome& outcome) {
  const Seconds idle = max(Seconds(0.0), present - Seconds(usage.prefill.seconds + usage.decode.seconds));
  outcome.seconds.prefill += Seconds(usage.prefill.seconds);
  outcome.seconds.decode += Seconds(usage.decode.seconds);
  outcome.seconds.idle += idle;
  outcome.energy.prefill += energy(usage.prefill, setup);
  outcome.energy.decode += energy(usage.decode, setup);
  outcome.energy.idle += chip_power_with_host(setup.chip, {}) * idle * static_cast<double>(setup.slice.chips());
  outcome.steps += usage.steps;
  outcome.events += usage.events;
  const auto capacity = static_cast<double>(kv_layout(setup).capacity);
  outcome.cache.peak = std::max(outcome.cache.peak, static_cast<double>(usage.peak_pages) / capacity);
  outcome.cache.mean += usage.page_seconds / capacity;
  outcome.mean_replicas += present.value();
}

}  // namespace gigapod
