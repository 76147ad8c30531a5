#include "analysis/scaling/job_growth.hpp"

#include "analysis/goodput/job_goodput.hpp"
#include "analysis/number_text.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/model/checkpoint/checkpoint.hpp"
#include "sim/model/power/site_power.hpp"
#include "sim/model/power/step_power.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gigapod {

JobGrowth::JobGrowth(const GrowthTerms& terms)
    : terms_(terms),
      pod_(terms.scenario.pods.at(terms.spec().pod_type)),
      chip_(terms.scenario.chips.at(pod_.chip)),
      shapes_(slice_shapes(pod_)) {}

std::vector<SliceAllocation> JobGrowth::allocations(std::int64_t size) const {
  std::vector<SliceAllocation> all = allocations_for(size, pod_, shapes_);
  if (all.empty()) return all;
  const SliceAllocation own{terms_.spec().slice, terms_.spec().plan.parallelism.slices()};
  if (own.slices != all.front().slices || own.chips() != all.front().chips()) return all;
  if (std::find(all.begin(), all.end(), own) == all.end()) all.push_back(own);
  return all;
}

double JobGrowth::sequences_per_chip() const {
  const JobSpec& job = terms_.spec();
  const int milli = terms_.scenario.scale->sequences_per_chip_milli;
  const double job_chips = static_cast<double>(job.slice.chips()) * job.plan.parallelism.slices();
  return terms_.batch * (milli > 0 ? milli / 1000.0 : job.plan.global_batch / job_chips);
}

std::int64_t JobGrowth::fixed_batch() const {
  const std::int64_t asked = terms_.scenario.scale->strong_batch;
  const std::int64_t batch = asked > 0 ? asked : terms_.spec().plan.global_batch;
  return std::max<std::int64_t>(1, std::llround(terms_.batch * static_cast<double>(batch)));
}

PlacedPlan JobGrowth::fastest(const std::vector<SliceAllocation>& allocations, std::int64_t batch) const {
  const JobSpec& job = terms_.spec();
  std::optional<PlacedPlan> best;
  for (const SliceAllocation& allocation : allocations) {
    StepMachine machine = machine_for(allocation, job, terms_.scenario);
    machine.straggler_spread = terms_.straggler_spread;
    PlacedPlan found{{allocation, job.is_twisted && is_twistable(allocation.slice, pod_)},
                     search_plans(job.plan, static_cast<int>(batch), machine)};
    const auto& step = found.search.best;
    const bool is_faster = step && (!best || !best->search.best || step->step.total < best->search.best->step.total);
    if (!best || is_faster) best = std::move(found);
  }
  return *best;
}

ScalePoint JobGrowth::point(std::int64_t size, std::int64_t batch, const PlacedPlan& plan) const {
  const auto& [allocation, search] = plan;
  const SiteSpec& site = terms_.scenario.site;
  ScalePoint point;
  point.requested_chips = size;
  point.chips = allocation.chips();
  point.slice = allocation.slices.slice;
  point.slices = allocation.slices.slices;
  point.is_twisted = allocation.is_twisted;
  point.global_batch = static_cast<int>(batch);
  const double pods = static_cast<double>(point.chips) / pod_.shape.chips();
  point.provisioned_power = installed_power(pod_, chip_, site.dcn) * pods * meter_factor(site.power);
  point.fault = search.fault;
  if (search.best) add_rates(point, *search.best, pods);
  return point;
}

void JobGrowth::add_rates(ScalePoint& point, const PlannedStep& best, double pods) const {
  point.parallelism = best.plan.parallelism;
  point.gradient_accumulation = best.plan.gradient_accumulation;
  point.remat = {best.plan.remat, best.plan.saved_tensors, best.plan.offloaded_tensors};
  point.shards_optimizer = best.plan.shards_optimizer;
  point.batch_padding = best.padding;
  point.step = best.step;
  point.tokens_per_second = best.step.tokens_per_second;
  point.tokens_per_second_per_chip = point.tokens_per_second / static_cast<double>(point.chips);
  const std::array<BusyChips, 1> busy = {{{point.chips, step_power(chip_, best.step)}}};
  point.power = site_power(terms_.scenario.site, pod_group_power(pod_, chip_, {pods, busy, 0, 0}), pods);
  add_goodput(point);
}

void JobGrowth::add_goodput(ScalePoint& point) const {
  const JobGoodput found = job_goodput(risks(point));
  point.mean_time_between_interruptions = found.mean_time_between_interruptions;
  point.checkpoint_pause = found.checkpoint_pause;
  point.checkpoint_interval = found.checkpoint_interval;
  point.goodput = found.goodput;
  point.is_feasible = std::isnormal(found.goodput);  // else the expected time of a step overflows
  point.fault = point.is_feasible ? ""
                                  : fmt::format("interrupted every {}: no step is ever kept",
                                                duration_text(found.mean_time_between_interruptions));
  const double batch_tokens = static_cast<double>(point.global_batch) * terms_.spec().plan.sequence_length;
  point.token_efficiency = token_efficiency(terms_.critical_batch, batch_tokens);
  point.useful_tokens_per_second = point.tokens_per_second * point.goodput * point.token_efficiency;
}

Watts JobGrowth::envelope() const {
  const PowerSpec& power = terms_.scenario.site.power;
  return power.grid_power * power.oversubscription;
}

double JobGrowth::power_chips() const {
  const SiteSpec& site = terms_.scenario.site;
  const double pods = it_power_budget(site.power) / installed_power(pod_, chip_, site.dcn);
  const double chips = pods * pod_.shape.chips();
  if (site.power.tree.empty()) return chips;
  SiteSpec alone = site;
  alone.pods = {{terms_.spec().pod_type, 0, 0}};
  const SiteLayout layout = lay_out(alone, terms_.scenario.pods, terms_.scenario.chips);
  return std::min(chips, static_cast<double>(layout.chips));
}

FailureTerms JobGrowth::failure_terms() const {
  const JobSpec& job = terms_.spec();
  return {terms_.scenario.failures, terms_.scenario.recovery,    job.restart_time,    job.checkpoint_interval,
          job.checkpoints_async,    job.can(Reaction::kReroute), job.checkpoint_tiers};
}

JobRisks JobGrowth::risks(const ScalePoint& point) const {
  return job_risks(failure_terms(), terms_.scenario.site, pod_, chip_, {point.slice, point.slices},
                   checkpoint_size(terms_.spec().plan), point.step.total);
}

}  // namespace gigapod
