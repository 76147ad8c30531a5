// The scaling-limit analysis: one training job grown over machine sizes, without simulating events.
//
//   weak curve     global batch = sequences per chip x chips
//   strong curve   global batch fixed
//   useful rate    tokens/s x goodput (expected_goodput.hpp), with the failure classes' rate of interruptions of the
//                  whole job and the job's checkpoint interval, else Young and Daly's optimum
//   power          of the job's own pods at the step's mean activity, network and PUE included
//
// Assumes that the job has its pods to itself and that the network between them is not shared with others; slices
// are data parallel. The plan is searched anew at each size (plan_search.hpp), the job's own plan being one
// candidate.

#include "analysis/scaling.hpp"

#include "analysis/job_goodput.hpp"
#include "analysis/number_text.hpp"
#include "analysis/plan/plan_search.hpp"
#include "analysis/scaling_limit.hpp"
#include "analysis/scaling_machine.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/model/checkpoint/checkpoint.hpp"
#include "sim/model/power/site_power.hpp"
#include "sim/model/power/step_power.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gigapod {
namespace {

std::vector<std::int64_t> default_sizes() {
  std::vector<std::int64_t> sizes;
  for (std::int64_t chips = 64; chips < 1'000'000; chips *= 2) sizes.push_back(chips);
  sizes.push_back(1'000'000);
  return sizes;
}

/// The size of the most useful tokens per chip so far.
const ScalePoint* best_size(const std::vector<ScalePoint>& points) {
  const ScalePoint* best = nullptr;
  const auto rate = [](const ScalePoint& point) {
    return point.useful_tokens_per_second / static_cast<double>(point.chips);
  };
  for (const ScalePoint& point : points) {
    if (point.is_feasible && (best == nullptr || rate(point) > rate(*best))) best = &point;
  }
  return best;
}

class Study {
 public:
  Study(const Scenario& scenario, const JobSpec& job)
      : scenario_(scenario),
        job_(job),
        pod_(scenario.pods.at(job.pod_type)),
        chip_(scenario.chips.at(pod_.chip)),
        shapes_(slice_shapes(pod_)) {}

  ScalingStudy run() {
    const ScaleSpec& spec = *scenario_.scale;
    const double job_chips = static_cast<double>(job_.slice.chips()) * job_.plan.parallelism.slices();
    const double per_chip = spec.sequences_per_chip_milli > 0 ? spec.sequences_per_chip_milli / 1000.0
                                                              : job_.plan.global_batch / job_chips;
    const std::int64_t fixed = spec.strong_batch > 0 ? spec.strong_batch : job_.plan.global_batch;
    ScalingStudy study;
    study.scenario = scenario_.name;
    study.job = job_.name;
    study.model = job_.plan.model.name;
    study.pod_type = job_.pod_type;
    study.chip = pod_.chip;
    study.grid_power = scenario_.site.power.grid_power;
    study.pue = scenario_.site.power.pue;
    const char* unit = per_chip == 1.0 ? "sequence" : "sequences";
    study.weak = {"weak", fmt::format("{:.4g} {} per chip", per_chip, unit), {}};
    study.strong = {"strong", fmt::format("{} sequences per step", grouped(fixed)), {}};
    std::int64_t previous = 0;
    for (const std::int64_t size : spec.chips.empty() ? default_sizes() : spec.chips) {
      std::vector<SliceAllocation> allocations = allocations_for(size, pod_, shapes_);
      if (allocations.empty() || allocations.front().chips() == previous) continue;
      previous = allocations.front().chips();
      add_own_shape(allocations);
      const auto batch = std::max<std::int64_t>(1, std::llround(per_chip * static_cast<double>(previous)));
      const Candidate weak = best_of(allocations, batch);
      const Candidate strong = best_of(allocations, fixed);
      study.weak.points.push_back(point_of(size, batch, weak));
      add_limits(study.weak.points, weak.search, nullptr);
      study.strong.points.push_back(point_of(size, fixed, strong));
      add_limits(study.strong.points, strong.search, &weak.search);
    }
    return study;
  }

 private:
  /// The job's own slices count among those of their size.
  void add_own_shape(std::vector<SliceAllocation>& allocations) const {
    const SliceAllocation own{job_.slice, job_.plan.parallelism.slices()};
    if (own.slices != allocations.front().slices || own.chips() != allocations.front().chips()) return;
    const auto has_axes = [&own](const SliceAllocation& allocation) { return allocation == own; };
    if (std::none_of(allocations.begin(), allocations.end(), has_axes)) allocations.push_back(own);
  }

  struct Candidate {
    SliceAllocation allocation;
    PlanSearchResult search;
  };

  /// The allocation, among those of equal size, on which the fastest plan runs.
  Candidate best_of(const std::vector<SliceAllocation>& allocations, std::int64_t batch) const {
    std::optional<Candidate> best;
    for (const SliceAllocation& allocation : allocations) {
      const StepMachine machine = machine_for(allocation, job_, scenario_);
      Candidate candidate{allocation, search_plans(job_.plan, static_cast<int>(batch), machine)};
      const auto& step = candidate.search.best;
      const bool is_faster =
          step && (!best || !best->search.best || step->step.total < best->search.best->step.total);
      if (!best || is_faster) best = std::move(candidate);
    }
    return *best;
  }

  ScalePoint point_of(std::int64_t size, std::int64_t batch, const Candidate& candidate) const {
    const auto& [allocation, search] = candidate;
    ScalePoint point;
    point.requested_chips = size;
    point.chips = allocation.chips();
    point.slice = allocation.slice;
    point.slices = allocation.slices;
    point.remat = job_.plan.remat;
    point.global_batch = static_cast<int>(batch);
    const double pods = static_cast<double>(point.chips) / pod_.shape.chips();
    point.provisioned_power = installed_power(pod_, chip_, scenario_.site.dcn) * pods * scenario_.site.power.pue;
    point.fault = search.fault;
    point.is_feasible = search.best.has_value();
    if (search.best) add_rates(point, *search.best, pods);
    return point;
  }

  /// Judges the last point by those before it.
  void add_limits(std::vector<ScalePoint>& points, const PlanSearchResult& search,
                  const PlanSearchResult* weak) const {
    const PowerSpec& power = scenario_.site.power;
    ScalePoint& point = points.back();
    std::vector<MetLimit> met = limits_met(
        point, {power.grid_power * power.oversubscription, chip_.hbm_capacity, &search, weak, best_size(points)});
    if (met.empty()) return;
    point.limit = met.front().limit;
    point.limit_reason = met.front().reason;
    point.later_limits.assign(met.begin() + 1, met.end());
  }

  void add_rates(ScalePoint& point, const PlannedStep& best, double pods) const {
    point.parallelism = best.plan.parallelism;
    point.gradient_accumulation = best.plan.gradient_accumulation;
    point.batch_padding = best.padding;
    point.step = best.step;
    point.tokens_per_second = best.step.tokens_per_second;
    point.tokens_per_second_per_chip = point.tokens_per_second / static_cast<double>(point.chips);
    const std::array<BusyChips, 1> busy = {{{point.chips, step_power(chip_, best.step)}}};
    point.power = site_power(scenario_.site, pod_group_power(pod_, chip_, {pods, busy, 0, 0}), pods);
    add_goodput(point);
    point.useful_tokens_per_second = point.tokens_per_second * point.goodput;
  }

  void add_goodput(ScalePoint& point) const {
    const FailureTerms terms{scenario_.failures,       scenario_.recovery,     job_.restart_time,
                             job_.checkpoint_interval, job_.checkpoints_async, job_.can(Reaction::kReroute)};
    const JobGoodput found =
        job_goodput(terms, scenario_.site, pod_, chip_, {point.slice, point.slices}, checkpoint_size(job_.plan));
    point.mean_time_between_interruptions = found.mean_time_between_interruptions;
    point.checkpoint_pause = found.checkpoint_pause;
    point.checkpoint_interval = found.checkpoint_interval;
    point.goodput = found.goodput;
  }

  const Scenario& scenario_;
  const JobSpec& job_;
  const PodSpec& pod_;
  const ChipSpec& chip_;
  std::vector<Shape> shapes_;
};

}  // namespace

const ScalePoint* ScaleCurve::first_limited() const {
  const auto found = std::find_if(points.begin(), points.end(),
                                  [](const ScalePoint& point) { return point.limit != ScalingLimit::kNone; });
  return found == points.end() ? nullptr : &*found;
}

ScalingStudy analyse_scaling(const Scenario& scenario) {
  if (!scenario.scale) {
    throw InvalidInput(fmt::format("{}: error: the scenario has no 'scale' section", scenario.file));
  }
  const auto job = std::find_if(scenario.jobs.begin(), scenario.jobs.end(),
                                [&](const JobSpec& candidate) { return candidate.name == scenario.scale->job; });
  if (job == scenario.jobs.end()) {
    throw InvalidInput(fmt::format("{}: error: 'scale' names job '{}', which the scenario does not have",
                                   scenario.file, scenario.scale->job));
  }
  return Study(scenario, *job).run();
}

}  // namespace gigapod
