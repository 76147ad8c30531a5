#include "sim/serving/replica_usage.hpp"

#include "sim/model/power/chip_power.hpp"
#include "sim/serving/kv_layout.hpp"

#include <algorithm>

namespace gigapod {
namespace {

Activity mean_activity(const StepSums& sums, const ReplicaSetup& setup) {
  const StepCost cost(setup.plan, setup.chip, setup.slice);
  const double chip_seconds = sums.seconds * setup.slice.chips();
  const double bytes = sums.weights + sums.work.seen * cost.model().kv_per_token_layer.value();
  const auto share = [](double part) { return std::min(1.0, part); };
  Activity activity;
  activity.mxu = share(cost.flops(sums.work) / (chip_seconds * peak_rate(setup.chip, setup.plan.precision).value()));
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
