// The scaling-limit analysis: one training job grown over machine sizes, without simulating its steps one by one.
//
//   weak curve     global batch = sequences per chip x chips
//   strong curve   global batch fixed
//   best curve     slices, layout and remat free at each size, and with a critical batch the batch too
//   useful rate    tokens/s x goodput (job_goodput.cpp) x token efficiency (critical_batch.cpp)
//   power          of the job's own pods at the step's mean activity, network and PUE included
//
// Assumes that the job has its pods to itself, with spares, and that the network between them is not shared with
// others; slices are data parallel but where the best plan says otherwise. The plan is searched anew at each size
// (plan_search.hpp, best_curve.hpp), the job's own plan being one candidate.

#include "analysis/scaling/scaling.hpp"

#include "analysis/goodput/simulated_goodput.hpp"
#include "analysis/scaling/best_curve.hpp"
#include "analysis/scaling/curve_end.hpp"
#include "analysis/scaling/end_shifts.hpp"
#include "sim/base/diagnostics.hpp"
#include "sim/base/worker_threads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gigapod {
namespace {

std::int64_t chips_of(const JobSpec& job) {
  return job.slice.chips() * static_cast<std::int64_t>(job.plan.parallelism.slices());
}

/// Draws lives of the job at every size that runs.
void simulate_goodput(const JobGrowth& growth, const ScalingOptions& options, ScalingStudy& study) {
  if (options.seeds == 0) return;
  std::vector<ScalePoint*> points;
  for (ScaleCurve* curve : {&study.weak, &study.strong, &study.best}) {
    for (ScalePoint& point : curve->points) {
      if (point.is_feasible) points.push_back(&point);
    }
  }
  run_in_threads(points.size(), options.jobs, [&](std::size_t i) {
    points[i]->simulated_goodput = simulated_goodput(growth.risks(*points[i]), options.simulated_time, options.seeds,
                                                     growth.terms().scenario.seed);
  });
}

/// What is used outside its range, each once.
void collect_warnings(ScalingStudy& study) {
  if (!study.critical_batch.warning.empty()) study.warnings.push_back(study.critical_batch.warning);
  std::set<std::string> known;
  for (const ScaleCurve* curve : study.curves()) {
    for (const ScalePoint& point : curve->points) {
      for (const std::string& warning : point.step.warnings) {
        if (known.insert(warning).second) study.warnings.push_back(warning);
      }
    }
  }
}

}  // namespace

std::vector<const ScaleCurve*> ScalingStudy::curves() const {
  std::vector<const ScaleCurve*> all;
  for (const ScaleCurve* curve : {&weak, &strong, &best}) {
    if (!curve->points.empty()) all.push_back(curve);
  }
  return all;
}

const JobSpec* largest_training_job(const Scenario& scenario) {
  const JobSpec* largest = nullptr;
  for (const JobSpec& job : scenario.jobs) {
    if (job.trace || job.is_inference()) continue;
    if (largest == nullptr || chips_of(job) > chips_of(*largest)) largest = &job;
  }
  return largest;
}

Scenario with_scale(Scenario scenario) {
  if (scenario.scale) return scenario;
  const JobSpec* job = largest_training_job(scenario);
  if (job == nullptr) {
    throw InvalidInput(
        fmt::format("{}: error: the scenario has no job that trains, and no 'scale' section\n", scenario.file));
  }
  scenario.scale = ScaleSpec{job->name, {}, 0, 0};
  return scenario;
}

std::size_t studied_job(const Scenario& scenario) {
  if (!scenario.scale) {
    throw InvalidInput(fmt::format("{}: error: the scenario has no 'scale' section\n", scenario.file));
  }
  const auto job = std::find_if(scenario.jobs.begin(), scenario.jobs.end(),
                                [&](const JobSpec& candidate) { return candidate.name == scenario.scale->job; });
  if (job == scenario.jobs.end()) {
    throw InvalidInput(fmt::format("{}: error: 'scale' names job '{}', which the scenario does not have\n",
                                   scenario.file, scenario.scale->job));
  }
  return static_cast<std::size_t>(job - scenario.jobs.begin());
}

ScalingStudy analyse_scaling(const Scenario& scenario, const ScalingOptions& options) {
  const GrowthTerms terms{scenario, studied_job(scenario), options.critical_batch};
  const JobGrowth growth(terms);
  const JobSpec& job = terms.spec();
  ScalingStudy study;
  study.scenario = scenario.name;
  study.job = job.name;
  study.model = job.plan.model.name;
  study.pod_type = job.pod_type;
  study.chip = growth.pod().chip;
  study.grid_power = scenario.site.power.grid_power;
  study.pue = scenario.site.power.pue;
  study.power_chips = growth.power_chips();
  study.critical_batch = options.critical_batch;
  study.seeds = options.seeds;
  const std::vector<std::int64_t>& asked = scenario.scale->chips;
  GrowthCurves curves = growth_curves(growth, asked.empty() ? default_sizes() : asked, options.jobs);
  study.moved_sizes = std::move(curves.moved_sizes);
  for (ScaleCurve* curve : {&curves.weak, &curves.strong}) {
    curve->end = curve_end(*curve, study.power_chips, growth.envelope());
  }
  if (options.plans > 0) {
    curves.best = best_curve(growth, curves, options.plans, options.jobs);
    curves.best.end = curve_end(curves.best, study.power_chips, growth.envelope());
  }
  if (options.has_sensitivities) study.sensitivities = end_shifts(terms, curves, options.jobs);
  study.weak = std::move(curves.weak);
  study.strong = std::move(curves.strong);
  study.best = std::move(curves.best);
  simulate_goodput(growth, options, study);
  collect_warnings(study);
  return study;
}

}  // namespace gigapod
