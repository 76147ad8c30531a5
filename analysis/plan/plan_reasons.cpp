#include "analysis/number_text.hpp"
#include "analysis/plan/plan_answer.hpp"
#include "sim/base/dimension.hpp"
#include "sim/model/pipeline_schedule.hpp"
#include "sim/model/step/operator_breakdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace gigapod {
namespace {

/// What the objective counts of a run, for people.
std::string amount_text(PlanObjective objective, double amount) {
  switch (objective) {
    case PlanObjective::kCost: return money_text(amount);
    case PlanObjective::kEnergy: return energy_text(Joules(amount));
    case PlanObjective::kTime:
    case PlanObjective::kChips: break;
  }
  return fmt::format("{:.2f} days", amount / 86400);
}

/// Objective per second of the run; chips count as time, since all but time is the same then.
double amount_per_second(const PlanAnswer& answer, const PlannedRun& run) {
  const PlanObjective objective = answer.query.objective;
  if (objective == PlanObjective::kChips) return 1.0;
  return rank_of(objective, run.value, run.chips()).amount / run.value.time.value();
}

std::string_view cause_text(std::string_view cause) {
  if (cause == "compute") return "compute";
  if (cause == "hbm") return "waiting for HBM";
  if (cause == "ici") return "exposed communication inside slices";
  if (cause == "dcn") return "exposed communication between slices";
  if (cause == "bubble") return "filling and draining the pipeline";
  if (cause == "straggler") return "waiting for the slowest chip";
  if (cause == "overhead") return "the fixed part of steps";
  return "failures and checkpoints";
}

/// A cause with how much more of the objective the runner-up spends on it.
struct Difference {
  std::string_view cause;
  double amount = 0.0;
};

std::vector<Difference> differences(const PlanAnswer& answer) {
  const PlannedRun& winner = *answer.winner();
  const PlannedRun& other = *answer.runner_up();
  const std::vector<RunPart> a = run_parts(winner);
  const std::vector<RunPart> b = run_parts(other);
  std::vector<Difference> all;
  for (std::size_t i = 0; i < a.size(); ++i) {
    all.push_back({a[i].name, b[i].time.value() * amount_per_second(answer, other) -
                                  a[i].time.value() * amount_per_second(answer, winner)});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Difference& x, const Difference& y) { return x.amount > y.amount; });
  return all;
}

/// The kind of communication of one network that the runner-up exposes most beyond the winner, over tokens.
std::string traffic_text(const PlannedRun& winner, const PlannedRun& other, bool is_dcn) {
  const auto share = [](const PlannedRun& run, std::size_t kind) {
    return run.step.traffic[kind].exposed / run.step.total;
  };
  std::size_t most = kTrafficKinds;
  double excess = 0.0;
  for (std::size_t kind = 0; kind < kTrafficKinds; ++kind) {
    if ((kind >= static_cast<std::size_t>(Traffic::kDcnWeights)) != is_dcn) continue;
    const double more =
        share(other, kind) * other.value.time.value() - share(winner, kind) * winner.value.time.value();
    if (more <= excess) continue;
    most = kind;
    excess = more;
  }
  if (most == kTrafficKinds) return "bandwidth between its chips";
  return fmt::format("bandwidth for its {} traffic, which is exposed for {} of a step against {}",
                     name_of(static_cast<Traffic>(most)), percent(share(other, most)), percent(share(winner, most)));
}

std::string fill_text(const TrainingPlan& plan) {
  const Parallelism& p = plan.parallelism;
  return fmt::format("{} for {} stages", p.microbatches * p.pipeline_interleave, pipeline_stages(p));
}

/// Work that the matrix units of a chip do a second while they are busy.
double busy_rate(const PlannedRun& run) {
  return run.step.hardware_flops.value() / run.step.compute.value() / static_cast<double>(run.chips());
}

std::string compute_text(const PlannedRun& winner, const PlannedRun& other) {
  const double its = other.step.remat_compute / other.step.total;
  const double best = winner.step.remat_compute / winner.step.total;
  if (its > best && percent(its) != percent(best)) {
    return fmt::format("memory to keep more: it repeats {} of a step's work (remat {}) against {} ({})", percent(its),
                       remat_text(other.plan), percent(best), remat_text(winner.plan));
  }
  const double longer = busy_rate(winner) / busy_rate(other) - 1.0;
  return longer < 5e-4
             ? std::string()
             : fmt::format("larger products: its matrix units take {} longer for the same work", percent(longer));
}

/// What the runner-up lacks that a cause costs it more; empty where the two do not differ in it.
std::string lack_text(std::string_view cause, const PlannedRun& winner, const PlannedRun& other) {
  const auto compared = [](const char* format, const std::string& its, const std::string& best) {
    return its == best ? std::string() : fmt::format(fmt::runtime(format), its, best);
  };
  if (cause == "compute") return compute_text(winner, other);
  if (cause == "hbm") {
    return compared("chips that share its optimizer state and activations: {} of a step waits for HBM against {}",
                    percent(other.step.hbm / other.step.total), percent(winner.step.hbm / winner.step.total));
  }
  if (cause == "ici" || cause == "dcn") return traffic_text(winner, other, cause == "dcn");
  if (cause == "bubble") {
    return compared("microbatches (times groups of layers) to fill its pipeline: {} against {}",
                    fill_text(other.plan), fill_text(winner.plan));
  }
  if (cause == "failures") {
    return compared("time between failures: its goodput is {} against {}", percent(other.goodput.goodput),
                    percent(winner.goodput.goodput));
  }
  if (cause == "straggler") return "fewer slices and chips to wait for";
  return "longer steps to spread the fixed part over";
}

/// From the cause that costs it the most of those that make a difference; empty where none does.
std::string lack_text(const std::vector<Difference>& by_amount, double least, const PlannedRun& winner,
                      const PlannedRun& other) {
  for (const Difference& d : by_amount) {
    if (d.amount < least) break;
    std::string text = lack_text(d.cause, winner, other);
    if (!text.empty()) return text;
  }
  return {};
}

void add_rivalry(const PlanAnswer& answer, std::vector<std::string>& reasons) {
  const PlannedRun& winner = *answer.winner();
  const PlannedRun& other = *answer.runner_up();
  const PlanObjective objective = answer.query.objective;
  const double mine = amount_per_second(answer, winner) * winner.value.time.value();
  const double its = amount_per_second(answer, other) * other.value.time.value();
  if (its - mine < 1e-9 * mine) {
    reasons.push_back(fmt::format("The runner-up is as good: {} on {}.", layout_text(other.plan),
                                  allocation_text(other.allocation)));
    return;
  }
  reasons.push_back(fmt::format("It takes {} ({}) less than the runner-up, {} on {}.",
                                amount_text(objective, its - mine), percent((its - mine) / its),
                                layout_text(other.plan), allocation_text(other.allocation)));
  const std::vector<Difference> all = differences(answer);
  std::string gains;
  std::string losses;
  const double least = std::max(0.05 * (its - mine), 5e-4 * mine);
  for (const Difference& d : all) {
    if (std::abs(d.amount) < least) continue;
    std::string& list = d.amount > 0.0 ? gains : losses;
    list += fmt::format("{}{} for {}", list.empty() ? "" : ", ", amount_text(objective, std::abs(d.amount)),
                        cause_text(d.cause));
  }
  if (!gains.empty()) {
    reasons.push_back(
        fmt::format("By cause it saves {}{}.", gains, losses.empty() ? "" : "; it spends more: " + losses));
  }
  const std::string lack = lack_text(all, least, winner, other);
  if (!lack.empty()) reasons.push_back(fmt::format("The runner-up lacks {}.", lack));
}

std::string_view thing_text(std::string_view name) {
  if (name == "hbm") return "HBM capacity";
  if (name == "hbm_bandwidth") return "HBM bandwidth";
  if (name == "ici") return "ICI bandwidth";
  if (name == "dcn") return "bandwidth of the hosts' network interfaces";
  return name == "failures" ? "rate of failures" : name;
}

void add_binding(const PlanAnswer& answer, std::vector<std::string>& reasons) {
  for (const PlanGain& gain : answer.gains) {
    if (!gain.is_limit || gain.gain < kBindingGain) continue;
    reasons.push_back(fmt::format("The {} binds: without it the best run takes {} less {}.", gain.name,
                                  percent(gain.gain), objective_name(answer.query.objective)));
  }
  if (const PlanGain* gain = binding(answer)) {
    reasons.push_back(fmt::format(
        "Beside compute, the {} binds: with {} and a plan searched anew the run would take {} less {}.",
        thing_text(gain->name), gain->what, percent(gain->gain),
        answer.query.objective == PlanObjective::kChips ? "time" : objective_name(answer.query.objective)));
  } else if (answer.is_complete()) {
    reasons.emplace_back("Compute binds: twice of anything else saves less than 1%.");
  }
}

}  // namespace

std::vector<std::string> plan_reasons(const PlanAnswer& answer) {
  std::vector<std::string> reasons;
  if (answer.winner() == nullptr) return reasons;
  if (answer.runner_up() != nullptr) {
    add_rivalry(answer, reasons);
  } else {
    reasons.emplace_back("No other layout keeps within the limits.");
  }
  add_binding(answer, reasons);
  return reasons;
}

}  // namespace gigapod
