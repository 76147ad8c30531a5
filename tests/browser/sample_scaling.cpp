#include "analysis/scaling/curve_end.hpp"
#include "tests/browser/sample_run.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

ScalePoint scale_point(std::int64_t chips, bool is_weak) {
  ScalePoint point;
  point.requested_chips = chips;
  point.chips = chips;
  point.slice =
      chips >= 9216 ? Shape{{16, 24, 24}} : Shape{{4, 4, static_cast<int>(std::max<std::int64_t>(4, chips / 16))}};
  point.slices = static_cast<int>(std::max<std::int64_t>(1, chips / 9216));
  point.global_batch = is_weak ? static_cast<int>(std::max<std::int64_t>(8, chips / 8)) : 2048;
  const double spread = std::log2(static_cast<double>(chips) / 64.0);
  const double work = is_weak ? 20.0 : 20.0 * 16384.0 / static_cast<double>(chips);
  point.is_feasible = is_weak ? chips >= 256 : chips <= 262'144;
  point.step.compute = Seconds(work);
  point.step.hbm = Seconds(0.06 * work + 0.1);
  point.step.ici = Seconds(0.05 * work + 0.08 * spread);
  point.step.dcn = Seconds(chips > 9216 ? 0.12 * (spread - 6) : 0.0);
  point.step.straggler = Seconds(0.003 * work * spread);
  point.step.overhead = Seconds(0.02);
  point.step.total = point.step.compute + point.step.hbm + point.step.ici + point.step.dcn + point.step.straggler +
                     point.step.overhead;
  point.step.mfu = 0.6 * work / point.step.total.value();
  point.tokens_per_second = point.global_batch * 8192.0 / point.step.total.value();
  point.goodput = 1.0 / (1.0 + 1.6e-6 * static_cast<double>(chips));
  point.simulated_goodput = {point.goodput * 1.01, 0.02 * (1.0 - point.goodput), 30};
  point.token_efficiency = 1.0 / (1.0 + point.global_batch / 100'000.0);
  point.useful_tokens_per_second = point.tokens_per_second * point.goodput * point.token_efficiency;
  point.power = Watts(1040.0 * static_cast<double>(chips));
  if (!point.is_feasible) {
    point.limit = is_weak ? ScalingLimit::kHbm : ScalingLimit::kBatch;
    point.fault = is_weak ? "the plan needs 41.2 GB more than the 192 GB of HBM"
                          : "2,048 sequences for 29,127 data-parallel ranks";
  } else if (chips >= 131'072) {
    point.limit = is_weak ? ScalingLimit::kFailures : ScalingLimit::kDcn;
    point.limit_reason =
        is_weak ? "restarts and lost work take 10.1% of the time" : "exposed DCN time is 11% of the step";
  }
  if (!point.is_feasible) point.step = StepTime{};
  return point;
}

}  // namespace

ScalingStudy sample_scaling() {
  ScalingStudy study;
  study.scenario = "scaling";
  study.job = "frontier";
  study.model = "llama3.1-405b";
  study.pod_type = "ironwood";
  study.chip = "v7";
  study.grid_power = Watts(1.1e9);
  study.pue = 1.09;
  study.power_chips = 1'010'000.0;
  study.critical_batch = {8.2e8, "as given", "critical batch: a law used outside its range"};
  study.warnings = {study.critical_batch.warning};
  study.seeds = 30;
  study.moved_sizes = {{100, 64, false}, {1'000'000, 995'328, false}};
  study.weak = {"weak", "0.125 sequences per chip", {}, {}};
  study.strong = {"strong", "2,048 sequences per step", {}, {}};
  study.best = {"best", "slices, layout and remat chosen at each size", {}, {}};
  for (std::int64_t chips = 64; chips <= 1'048'576; chips *= 2) {
    study.weak.points.push_back(scale_point(chips, true));
    study.strong.points.push_back(scale_point(chips, false));
    study.best.points.push_back(scale_point(chips, chips >= 4096));
    study.best.points.back().useful_tokens_per_second *= 1.1;
  }
  for (ScaleCurve* curve : {&study.weak, &study.strong, &study.best}) {
    curve->end = curve_end(*curve, study.power_chips, study.grid_power);
  }
  study.sensitivities = {
      {"failure_rate", "weak", "failure rate", 180'000.0, false, 310'000.0, false, 91'000.0, false},
      {"dcn_bandwidth", "strong", "DCN bandwidth", 22'000.0, false, 12'000.0, false, 41'000.0, false},
      {"power_envelope", "weak", "power envelope", 180'000.0, false, 140'000.0, false, 1'048'576.0, true},
      {"hbm_capacity", "strong", "HBM capacity", 22'000.0, false, 22'000.0, false, 22'000.0, false}};
  return study;
}

}  // namespace gigapod
