#include "analysis/plan/plan_answer.hpp"

#include "analysis/plan/plan_gains.hpp"
#include "analysis/plan/plan_shortfall.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace gigapod {
namespace {

PlannedRun run_of(const PlanQuery& query, const PlanAllocation& allocation, const RankedPlan& ranked) {
  const RunSite site(query, allocation);
  PlannedRun run;
  run.allocation = allocation;
  run.plan = plan_of(ranked.choice, query.start);
  run.step = training_step(run.plan, site.machine());
  run.value = ranked.value;
  run.goodput = site.goodput();
  run.power = site.power(run.step);
  run.provisioned_power = site.provisioned_power();
  return run;
}

/// A plan of a block.
struct Found {
  std::size_t block = 0;
  const RankedPlan* plan = nullptr;
};

/// Of equals the first.
std::vector<PlannedRun> merged_front(const PlanQuery& query, const std::vector<PlanAllocation>& allocations,
                                     const std::vector<BlockResult>& blocks) {
  std::vector<Found> all;
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    for (const RankedPlan& plan : blocks[block].front) all.push_back({block, &plan});
  }
  std::stable_sort(all.begin(), all.end(), [&](const Found& a, const Found& b) {
    return std::tuple(a.plan->value.time, allocations[a.block].chips(), a.plan->value.energy) <
           std::tuple(b.plan->value.time, allocations[b.block].chips(), b.plan->value.energy);
  });
  std::vector<PlannedRun> front;
  for (const Found& found : all) {
    const PlanAllocation& allocation = allocations[found.block];
    // No run after this one is faster, so that only those before can be better or equal.
    const bool is_beaten = std::any_of(front.begin(), front.end(), [&](const PlannedRun& run) {
      return run.chips() <= allocation.chips() && run.value.energy <= found.plan->value.energy;
    });
    if (!is_beaten) front.push_back(run_of(query, allocation, *found.plan));
  }
  return front;
}

/// Layouts differ in degrees or chips; the shape of a slice alone makes no other layout.
bool is_same_layout(const PlannedRun& run, std::int64_t chips, const PlanChoice& choice) {
  Parallelism layout = choice.parallelism;
  layout.microbatches = run.plan.parallelism.microbatches;
  layout.pipeline_interleave = run.plan.parallelism.pipeline_interleave;
  return run.chips() == chips && run.plan.parallelism == layout;
}

std::vector<PlannedRun> merged_top(const PlanQuery& query, const std::vector<PlanAllocation>& allocations,
                                   const std::vector<BlockResult>& blocks) {
  std::vector<std::pair<RunRank, Found>> all;
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    for (const RankedPlan& plan : blocks[block].top) {
      all.push_back({rank_of(query.objective, plan.value, allocations[block].chips()), {block, &plan}});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<PlannedRun> top;
  for (const auto& [rank, found] : all) {
    if (top.size() == static_cast<std::size_t>(query.top)) break;
    const PlanAllocation& allocation = allocations[found.block];
    const bool is_new = std::none_of(top.begin(), top.end(), [&, plan = found.plan](const PlannedRun& run) {
      return is_same_layout(run, allocation.chips(), plan->choice);
    });
    if (is_new) top.push_back(run_of(query, allocation, *found.plan));
  }
  return top;
}

}  // namespace

std::vector<const PlannedRun*> shown_front(const PlanAnswer& answer) {
  const double more = 1.0 + kFrontTolerance;
  std::vector<const PlannedRun*> shown;
  for (const PlannedRun& run : answer.front) {
    const bool is_near = std::any_of(shown.begin(), shown.end(), [&](const PlannedRun* other) {
      return other->chips() <= run.chips() && other->value.energy <= run.value.energy * more;
    });
    if (!is_near) shown.push_back(&run);
  }
  return shown;
}

std::vector<RunPart> run_parts(const PlannedRun& run) {
  const StepTime& step = run.step;
  const Seconds stepping = run.value.time * run.goodput.goodput;
  const auto part = [&](Seconds time) { return stepping * (time / step.total); };
  return {{"compute", part(step.compute)},   {"hbm", part(step.hbm)},
          {"ici", part(step.ici)},           {"dcn", part(step.dcn)},
          {"bubble", part(step.bubble)},     {"straggler", part(step.straggler)},
          {"overhead", part(step.overhead)}, {"failures", run.value.time - stepping}};
}

PlanAnswer plan_answer(const PlanQuery& query, const std::vector<PlanAllocation>& allocations,
                       const std::vector<BlockResult>& blocks, int jobs, SearchControl& control) {
  PlanAnswer answer;
  answer.query = query;
  answer.blocks = blocks.size();
  for (const BlockResult& block : blocks) {
    answer.blocks_done += block.is_complete ? 1 : 0;
    answer.counts += block.counts;
  }
  answer.front = merged_front(query, allocations, blocks);
  answer.top = merged_top(query, allocations, blocks);
  if (answer.top.empty()) {
    answer.shortfalls = plan_shortfalls(answer, allocations, blocks);
  } else {
    answer.gains = plan_gains(answer, jobs, control);
  }
  return answer;
}

PlanAnswer search_plan(const PlanQuery& query, const SearchOptions& options, SearchControl& control) {
  const std::vector<PlanAllocation> allocations = plan_allocations(query);
  const std::vector<BlockResult> blocks = search_blocks(query, allocations, options, control);
  return plan_answer(query, allocations, blocks, options.jobs, control);
}

const PlanGain* binding(const PlanAnswer& answer) {
  for (const PlanGain& gain : answer.gains) {
    if (!gain.is_limit && gain.name != "compute" && gain.name != "chips") {
      return gain.gain >= kBindingGain ? &gain : nullptr;
    }
  }
  return nullptr;
}

}  // namespace gigapod
