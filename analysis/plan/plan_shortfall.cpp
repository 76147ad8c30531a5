#include "analysis/plan/plan_shortfall.hpp"

#include "analysis/number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>

namespace gigapod {
namespace {

std::string run_text(const PlannedRun& run) {
  return fmt::format("{} as {}: {}", counted(run.chips(), "chip"), allocation_text(run.allocation),
                     layout_text(run.plan));
}

PlanShortfall no_slices(const PlanQuery& query) {
  const std::string what = query.slices > 0 ? counted(query.slices, "slice") : "slices";
  return {"slices", fmt::format("no {} of pod '{}'{} come to {} to {} chips", what, query.pod.name,
                                query.slice ? fmt::format(" of {}", to_text(*query.slice)) : std::string(),
                                grouped(query.least_chips), grouped(query.most_chips))};
}

/// The block whose layouts ask for the fewest sequences.
PlanShortfall no_sequences(const PlanQuery& query, const std::vector<BlockResult>& blocks) {
  int least = 0;
  for (const BlockResult& block : blocks) {
    if (block.least_ranks > 0 && (least == 0 || block.least_ranks < least)) least = block.least_ranks;
  }
  if (least == 0) return {"slices", "no degrees of parallelism divide the chips as asked for"};
  return {"batch",
          fmt::format("every layout has more data-parallel ranks than the {} of a step: {} at least, {} more",
                      counted(query.most_batch, "sequence"), grouped(least),
                      counted(least - query.most_batch, "sequence"))};
}

/// The plan that lacks the least memory, with the exact amount.
std::optional<PlanShortfall> no_memory(const PlanAnswer& answer, const std::vector<PlanAllocation>& allocations,
                                       const std::vector<BlockResult>& blocks) {
  std::optional<PlanShortfall> nearest;
  Bytes least(std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (!blocks[i].nearest) continue;
    const TrainingPlan plan = plan_of(*blocks[i].nearest, answer.query.start);
    const StepMachine machine = RunSite(answer.query, allocations[i]).machine();
    const Bytes needed = training_memory(plan, machine).total();
    if (needed >= least) continue;
    least = needed;
    const double gibibyte = 1073741824.0;
    const Bytes available = machine.chip.hbm_capacity;
    nearest = PlanShortfall{
        "memory",
        fmt::format("the plan that needs least asks for {:.1f} GiB of HBM a chip, {:.1f} GiB more than the "
                    "{:.4g} GiB of a {} ({} as {}: {}, remat {})",
                    needed.value() / gibibyte, (needed - available).value() / gibibyte, available.value() / gibibyte,
                    machine.chip.name, counted(allocations[i].chips(), "chip"), allocation_text(allocations[i]),
                    layout_text(plan), remat_text(plan))};
  }
  return nearest;
}

/// One limit of the query.
struct Limit {
  const char* name;
  double most;
  std::function<double(const PlannedRun&)> taken;
  std::function<std::string(const PlannedRun&, double missed)> text;
};

std::vector<Limit> limits_of(const PlanQuery& query) {
  const PlanLimits& limits = query.limits;
  std::vector<Limit> all;
  if (limits.deadline > Seconds(0)) {
    all.push_back({"deadline", limits.deadline.value(), [](const PlannedRun& run) { return run.value.time.value(); },
                   [&query](const PlannedRun& run, double missed) {
                     const double tokens = query.tokens * (query.limits.deadline / run.value.time);
                     return fmt::format(
                         "the fastest run takes {}, {} more than the {} given, which are enough for {} tokens",
                         duration_text(run.value.time), duration_text(Seconds(missed)),
                         duration_text(query.limits.deadline), short_count(tokens));
                   }});
  }
  if (limits.budget > Dollars(0)) {
    all.push_back({"budget", limits.budget.value(), [](const PlannedRun& run) { return run.value.cost.value(); },
                   [&query](const PlannedRun& run, double missed) {
                     return fmt::format("the cheapest run costs {}, {} more than the {} given",
                                        money_text(run.value.cost.value()), money_text(missed),
                                        money_text(query.limits.budget.value()));
                   }});
  }
  if (limits.power > Watts(0)) {
    all.push_back({"power", limits.power.value(), [](const PlannedRun& run) { return run.provisioned_power.value(); },
                   [&query](const PlannedRun& run, double missed) {
                     return fmt::format("the smallest run needs {} at full activity, {} more than the {} given",
                                        power_text(run.provisioned_power), power_text(Watts(missed)),
                                        power_text(query.limits.power));
                   }});
  }
  return all;
}

/// The run that misses one limit by the least, of those within all others.
std::vector<PlanShortfall> missed_limits(const PlanAnswer& answer) {
  const std::vector<Limit> limits = limits_of(answer.query);
  std::vector<PlanShortfall> all;
  for (const Limit& limit : limits) {
    const PlannedRun* nearest = nullptr;
    for (const PlannedRun& run : answer.front) {
      const bool keeps_others = std::all_of(limits.begin(), limits.end(), [&](const Limit& other) {
        return &other == &limit || other.taken(run) <= other.most;
      });
      if (keeps_others && (nearest == nullptr || limit.taken(run) < limit.taken(*nearest))) nearest = &run;
    }
    if (nearest == nullptr) continue;
    const std::string others = limits.size() > 1 ? " within the other limits" : "";
    all.push_back({limit.name, fmt::format("{}{} ({})", limit.text(*nearest, limit.taken(*nearest) - limit.most),
                                           others, run_text(*nearest))});
  }
  return all;
}

/// Where no run keeps all but one of the limits: each by itself.
std::vector<PlanShortfall> missed_together(const PlanAnswer& answer) {
  std::vector<PlanShortfall> all;
  for (const Limit& limit : limits_of(answer.query)) {
    const auto nearest =
        std::min_element(answer.front.begin(), answer.front.end(),
                         [&](const PlannedRun& a, const PlannedRun& b) { return limit.taken(a) < limit.taken(b); });
    const double missed = limit.taken(*nearest) - limit.most;
    if (missed <= 0.0) continue;
    all.push_back({limit.name, fmt::format("{} ({})", limit.text(*nearest, missed), run_text(*nearest))});
  }
  return all;
}

}  // namespace

std::vector<PlanShortfall> plan_shortfalls(const PlanAnswer& answer, const std::vector<PlanAllocation>& allocations,
                                           const std::vector<BlockResult>& blocks) {
  if (allocations.empty()) return {no_slices(answer.query)};
  if (answer.front.empty()) {
    if (const auto memory = no_memory(answer, allocations, blocks)) return {*memory};
    return {no_sequences(answer.query, blocks)};
  }
  std::vector<PlanShortfall> missed = missed_limits(answer);
  return missed.empty() ? missed_together(answer) : missed;
}

std::string shortfall_text(const PlanAnswer& answer) {
  std::string text = "error: no plan does what is asked for\n";
  for (const PlanShortfall& shortfall : answer.shortfalls) {
    text += fmt::format("  {}: {}\n", shortfall.limit, shortfall.text);
  }
  return text;
}

}  // namespace gigapod
