#include "analysis/plan/plan_gains.hpp"

#include "sim/base/worker_threads.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace gigapod {
namespace {

/// The query and its slices with more of something.
struct Relaxed {
  const char* name;
  const char* what;
  PlanQuery query;
  PlanAllocation allocation;
};

std::vector<Relaxed> relaxations(const PlanAnswer& answer) {
  PlanQuery base = answer.query;
  base.top = 1;
  base.limits = {};
  const PlanAllocation& slices = answer.winner()->allocation;
  std::vector<Relaxed> all;
  const auto add = [&](const char* name, const char* what, const std::function<void(Relaxed&)>& relax) {
    all.push_back({name, what, base, slices});
    relax(all.back());
  };
  add("hbm", "twice the HBM", [](Relaxed& r) { r.query.chip.hbm_capacity *= 2.0; });
  add("hbm_bandwidth", "twice the HBM bandwidth", [](Relaxed& r) { r.query.chip.hbm_bandwidth *= 2.0; });
  add("ici", "twice the ICI bandwidth", [](Relaxed& r) { r.query.chip.ici_link_bandwidth *= 2.0; });
  add("dcn", "twice the bandwidth of the hosts' network interfaces",
      [](Relaxed& r) { r.query.chip.host_nic_bandwidth *= 2.0; });
  add("batch", "twice the batch", [](Relaxed& r) { r.query.most_batch *= 2; });
  add("compute", "twice the peak of the matrix units", [](Relaxed& r) {
    ChipSpec& chip = r.query.chip;
    for (FlopsPerSecond* rate : {&chip.peak_bf16, &chip.peak_int8, &chip.peak_fp8, &chip.peak_fp4}) *rate *= 2.0;
  });
  if (base.objective == PlanObjective::kTime) {
    add("chips", "twice the slices", [](Relaxed& r) { r.allocation.slices.slices *= 2; });
  }
  return all;
}

double gain_of(PlanObjective objective, const RunRank& before, const RunRank& after) {
  return objective == PlanObjective::kChips ? 1.0 - after.time / before.time : 1.0 - after.amount / before.amount;
}

std::vector<PlanGain> machine_gains(const PlanAnswer& answer, int jobs, SearchControl& control) {
  const PlannedRun& winner = *answer.winner();
  const PlanObjective objective = answer.query.objective;
  const RunRank now = rank_of(objective, winner.value, winner.chips());
  const std::vector<Relaxed> all = relaxations(answer);
  std::vector<BlockResult> found(all.size());
  run_in_threads(all.size(), jobs,
                 [&](std::size_t i) { found[i] = search_block(all[i].query, all[i].allocation, control); });
  std::vector<PlanGain> gains;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (found[i].top.empty() || !found[i].is_complete) continue;
    const RunRank then = rank_of(objective, found[i].top.front().value, all[i].allocation.chips());
    gains.push_back({all[i].name, all[i].what, std::max(0.0, gain_of(objective, now, then)), false});
  }
  gains.push_back({"failures", "no failures", 1.0 - winner.goodput.goodput, false});
  std::stable_sort(gains.begin(), gains.end(), [](const PlanGain& a, const PlanGain& b) { return a.gain > b.gain; });
  return gains;
}

/// The best of the front within the other limits; the front holds the best at any limits of time, cost and chips.
std::vector<PlanGain> limit_gains(const PlanAnswer& answer) {
  const PlanLimits& limits = answer.query.limits;
  const PlannedRun& winner = *answer.winner();
  const PlanObjective objective = answer.query.objective;
  std::vector<PlanGain> gains;
  const auto add = [&](const char* name, const char* what, PlanLimits others) {
    double most = 0.0;
    for (const PlannedRun& run : answer.front) {
      const bool has_power = others.power <= Watts(0) || run.provisioned_power <= others.power;
      if (!has_power || !is_within(others, run.value)) continue;
      const RunRank then = rank_of(objective, run.value, run.chips());
      const RunRank now = rank_of(objective, winner.value, winner.chips());
      most = std::max(most, 1.0 - then.amount / now.amount);
    }
    gains.push_back({name, what, most, true});
  };
  if (limits.deadline > Seconds(0)) add("deadline", "no deadline", {Seconds(0), limits.budget, limits.power});
  if (limits.budget > Dollars(0)) add("budget", "no budget", {limits.deadline, Dollars(0), limits.power});
  if (limits.power > Watts(0)) add("power", "no limit on power", {limits.deadline, limits.budget, Watts(0)});
  std::stable_sort(gains.begin(), gains.end(), [](const PlanGain& a, const PlanGain& b) { return a.gain > b.gain; });
  return gains;
}

}  // namespace

std::vector<PlanGain> plan_gains(const PlanAnswer& answer, int jobs, SearchControl& control) {
  std::vector<PlanGain> gains;
  if (answer.is_complete()) gains = machine_gains(answer, jobs, control);
  for (PlanGain& gain : limit_gains(answer)) gains.push_back(std::move(gain));
  return gains;
}

}  // namespace gigapod
