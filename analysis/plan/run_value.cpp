#include "analysis/plan/run_value.hpp"

#include "sim/fabric/site_layout.hpp"
#include "sim/model/checkpoint/checkpoint.hpp"
#include "sim/model/power/step_power.hpp"

namespace gigapod {

bool is_better(const RunValue& a, const RunValue& b) {
  const bool is_as_good = a.time <= b.time && a.energy <= b.energy && a.cost <= b.cost;
  return is_as_good && (a.time < b.time || a.energy < b.energy || a.cost < b.cost);
}

Watts network_power(const PodSpec& pod, const DcnSpec& dcn) {
  return pod.ocs_power * pod.ocs_count + pod.network_power + dcn.power_per_pod;
}

RunSite::RunSite(const PlanQuery& query, const PlanAllocation& allocation)
    : machine_(machine_for(allocation.slices, allocation.is_twisted, query.pod, query.chip, query.site.dcn)),
      goodput_(job_goodput(query.failures, query.site, query.pod, query.chip, allocation.slices,
                           checkpoint_size(query.start))),
      chips_(allocation.chips()),
      tokens_(query.tokens),
      pue_(query.site.power.pue) {
  const double chips = static_cast<double>(chips_);
  const double pods = chips / query.pod.shape.chips();
  beside_chips_ =
      query.chip.host_power / query.chip.chips_per_host * chips + network_power(query.pod, query.site.dcn) * pods;
  provisioned_ = installed_power(query.pod, query.chip, query.site.dcn) * pods * pue_;
  if (query.price) price_ = *query.price * chips;
}

Watts RunSite::at_meter(Watts of_a_chip) const {
  return (of_a_chip * static_cast<double>(chips_) + beside_chips_) * pue_;
}

Watts RunSite::power(const StepTime& step) const { return at_meter(step_power(machine_.chip, step)); }

RunValue RunSite::value_of(Seconds time, Watts power) const { return {time, power * time, price_ * time}; }

RunValue RunSite::value(const StepTime& step) const {
  return value_of(Seconds(tokens_ / (step.tokens_per_second * goodput_.goodput)), power(step));
}

RunValue RunSite::least_value(const TrainingPlan& plan, const StepBound& bound) const {
  const StepBound::Least least = bound.least(plan);
  const double steps = tokens_ / (static_cast<double>(plan.global_batch) * plan.sequence_length);
  return value_of(least.total * (steps / goodput_.goodput), at_meter(bound.least_energy(least) / least.total));
}

}  // namespace gigapod
