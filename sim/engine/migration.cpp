#include "sim/engine/migration.hpp"

#include "sim/base/dimension.hpp"
#include "sim/engine/what_if.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gigapod {
namespace {

std::string pods_text(const std::vector<std::vector<BlockId>>& slices, const Site& site) {
  std::set<PodId> pods;
  for (const auto& slice : slices) pods.insert(site.pod_of(slice.front()).id);
  const std::string first = site.pod(*pods.begin()).name;
  return pods.size() == 1 ? first : fmt::format("{} and {} more pods", first, pods.size() - 1);
}

/// "from pod-3 to pod-7", of the slices that move.
std::string way_text(const TrainingJob& mover, const Move& move, const Site& site) {
  std::vector<std::vector<BlockId>> from;
  std::vector<std::vector<BlockId>> to;
  for (std::size_t i = 0; i < move.to.slices.size(); ++i) {
    if (move.to.slices[i] == mover.slices()[i]) continue;
    from.push_back(mover.slices()[i]);
    to.push_back(move.to.slices[i]);
  }
  const std::string old_pods = pods_text(from, site);
  const std::string new_pods = pods_text(to, site);
  return old_pods == new_pods ? "inside " + old_pods : fmt::format("from {} to {}", old_pods, new_pods);
}

}  // namespace

Migration::Migration(const PluginChoice& choice, Jobs& jobs, const PlacementPolicy& placement, EngineContext& context)
    : policy_(Registry<Defragmentation>::make(choice.name, choice.parameters)),
      jobs_(jobs),
      placement_(placement),
      context_(context) {}

bool Migration::is_leaving(const Move& move) const { return jobs_[move.job.value]->holds_blocks(); }

bool Migration::start_moved(const Move& move) {
  TrainingJob& job = *jobs_[move.job.value];
  const JobSize& size = job.size();
  const std::vector<BlockId> blocks = all_blocks(move.to);
  const bool are_free = std::all_of(blocks.begin(), blocks.end(), [&](BlockId block) {
    const PodId pod = context_.site.pod_of(block).id;
    const auto first = context_.site.pod(pod).first_block.value;
    return context_.site.inventory().free_flags(pod)[block.value - first] != 0;
  });
  if (!are_free || !context_.tenants.allows(job.tenant(), job.spec().pod_type, size.held_chips)) return false;
  if (context_.site.power().shortage(blocks, block_draw(job, size, context_))) return false;
  context_.site.take(blocks, static_cast<std::int32_t>(job.index()), job.promised_power(size), context_.now());
  job.start(size, move.to, context_);
  return true;
}

void Migration::go_on(EngineProbe& probe) {
  for (auto plan = plans_.begin(); plan != plans_.end();) {
    auto& moves = plan->second.moves;
    std::erase_if(moves, [&](const Move& move) { return !is_leaving(move) && start_moved(move); });
    if (std::any_of(moves.begin(), moves.end(), [&](const Move& move) { return is_leaving(move); })) {
      ++plan;
      continue;
    }
    (void)probe.try_start(JobId{plan->second.winner});
    plan = plans_.erase(plan);
  }
}

std::string Migration::hold_text(const TrainingJob& job) const {
  for (const auto& [type, plan] : plans_) {
    const std::string& winner = jobs_[plan.winner]->name();
    if (job.index() == plan.winner) {
      return fmt::format("waits for {} job{} to move", plan.moves.size(), plan.moves.size() == 1 ? "" : "s");
    }
    const bool is_mover = std::any_of(plan.moves.begin(), plan.moves.end(),
                                      [&](const Move& move) { return move.job.value == job.index(); });
    if (is_mover) return "moves: waits for its new blocks";
    const bool shares_tenant =
        std::find(plan.tenants.begin(), plan.tenants.end(), job.tenant()) != plan.tenants.end();
    if (type == job.spec().pod_type || shares_tenant) return "waits while jobs move to make room for " + winner;
  }
  return {};
}

/// Jobs that step and nothing else: no start-up, no checkpoint, no planned work that they prepare for.
std::vector<MovableJob> Migration::movable_jobs(const std::string& pod_type) const {
  std::vector<MovableJob> found;
  for (const std::uint32_t index : context_.jobs.holding) {
    const TrainingJob& job = *jobs_[index];
    if (job.spec().pod_type != pod_type || !job.can_move()) continue;
    found.push_back({JobId{index}, job.size().choice.slice, job.slices(),
                     job.size().held_chips * job.move_time(context_).value(), job.yield_time(context_),
                     context_.now() - job.resized()});
  }
  return found;
}

/// Until enough running jobs have ended, as planned, that it fits: more of them never make it fit less.
Seconds Migration::expected_wait(const TrainingJob& waiting) const {
  std::vector<RunningJob> running;
  for (const std::uint32_t index : context_.jobs.holding) {
    if (jobs_[index]->spec().pod_type == waiting.spec().pod_type) {
      running.push_back(jobs_[index]->running_view(context_));
    }
  }
  std::stable_sort(running.begin(), running.end(),
                   [](const RunningJob& a, const RunningJob& b) { return a.expected_end < b.expected_end; });
  const JobSize& least = *waiting.sizes().back();
  const auto first = std::partition_point(running.begin(), running.end(), [&](const RunningJob& last) {
    WhatIf what_if(context_.site, waiting.spec().pod_type);
    for (const RunningJob& job : running) {
      what_if.free(jobs_[job.job.value]->blocks());
      if (job.job == last.job) break;
    }
    return !placement_.place({least.choice.slice, least.choice.slices}, what_if.views());
  });
  const Seconds end = first == running.end() ? context_.scenario.horizon : first->expected_end;
  return max(Seconds(0.0), end - context_.now());
}

bool Migration::has_power(const MovePlan& plan) const {
  return std::all_of(plan.moves.begin(), plan.moves.end(), [&](const Move& move) {
    const TrainingJob& job = *jobs_[move.job.value];
    return !context_.site.power().shortage(all_blocks(move.to), block_draw(job, job.size(), context_));
  });
}

void Migration::make_room(const TrainingJob& waiting) {
  const auto retry = policy_->retry_after();
  const std::string& type = waiting.spec().pod_type;
  if (!retry || is_under_way(type)) return;
  const auto last = refused_.find(type);
  const bool is_too_early =
      last != refused_.end() && last->second.job == waiting.index() && context_.now() < last->second.until;
  if (is_too_early) return context_.look_again(last->second.until);
  const bool somebody_yields = std::any_of(
      context_.jobs.holding.begin(), context_.jobs.holding.end(),
      [&](std::uint32_t index) { return jobs_[index]->spec().pod_type == type && jobs_[index]->is_yielding(); });
  if (somebody_yields) return;
  const JobSize& least = *waiting.sizes().back();
  const auto pods = context_.site.views(type);
  const auto movable = movable_jobs(type);
  const DefragmentationView view{{least.choice.slice, least.choice.slices}, least.held_chips, pods, movable, [&] {
                                   return expected_wait(waiting);
                                 }};
  const MovePlan plan = policy_->plan(view, placement_);
  if (!plan.moves.empty() && has_power(plan)) return begin(waiting, plan);
  refused_[type] = {waiting.index(), context_.now() + *retry};
  context_.look_again(context_.now() + *retry);
}

void Migration::begin(const TrainingJob& winner, const MovePlan& plan) {
  Plan& under_way = plans_[winner.spec().pod_type];
  under_way = {winner.index(), plan.moves, {winner.tenant()}};
  context_.wants_schedule = true;  // others are told why they wait
  for (const Move& move : plan.moves) under_way.tenants.push_back(jobs_[move.job.value]->tenant());
  for (const Move& move : plan.moves) {
    TrainingJob& mover = *jobs_[move.job.value];
    write_move(mover, move, winner, plan.gain);
    mover.move_away(context_);
  }
}

void Migration::write_move(const TrainingJob& mover, const Move& move, const TrainingJob& winner, double gain) {
  const JobSize& least = *winner.sizes().back();
  const std::string slices = least.choice.slices == 1
                                 ? to_text(least.choice.slice)
                                 : fmt::format("{} of {}", least.choice.slices, to_text(least.choice.slice));
  const Seconds saved(gain / least.held_chips);
  context_.writer.add(EventRecord{
      context_.now(), "migrate", mover.name(), "", static_cast<double>(mover.chips()),
      fmt::format("moves {} to make room for {}: frees {}; costs about {} of {} chips, saves {} of {}",
                  way_text(mover, move, context_.site), winner.name(), slices, short_text(mover.move_time(context_)),
                  mover.size().held_chips, short_text(saved), least.held_chips)});
}

}  // namespace gigapod
