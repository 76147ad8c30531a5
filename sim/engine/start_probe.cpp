#include "sim/engine/start_probe.hpp"

#include "sim/base/dimension.hpp"
#include "sim/engine/what_if.hpp"

#include <fmt/format.h>

#include <map>

namespace gigapod {

std::vector<BlockId> all_blocks(const Placement& placement) {
  std::vector<BlockId> blocks;
  for (const auto& slice : placement.slices) blocks.insert(blocks.end(), slice.begin(), slice.end());
  return blocks;
}

Watts block_draw(const TrainingJob& job, const JobSize& size, const EngineContext& context) {
  return job.promised_power(size) * chips_per_block(context.scenario.pods.at(job.spec().pod_type));
}

const Placement* EngineProbe::find_placement(const TrainingJob& job, const JobSize& size) const {
  if (refused_.contains(&size)) return nullptr;
  const auto known = placed_.find(&size);
  if (known != placed_.end()) return &known->second;
  auto placed = placement_.place({size.choice.slice, size.choice.slices}, context_.site.views(job.spec().pod_type));
  if (!placed) {
    refused_[&size] = Refusal::kBlocks;
    return nullptr;
  }
  if (context_.site.power().shortage(all_blocks(*placed), block_draw(job, size, context_))) {
    refused_[&size] = Refusal::kPower;
    return nullptr;
  }
  return &placed_.emplace(&size, std::move(*placed)).first->second;
}

EngineProbe::Fit EngineProbe::fit(const TrainingJob& job) const {
  for (const JobSize* size : job.sizes()) {
    if (!context_.tenants.allows(job.tenant(), job.spec().pod_type, size->held_chips)) continue;
    if (const Placement* placed = find_placement(job, *size)) return {size, placed};
  }
  return {};
}

bool EngineProbe::try_start(JobId id) {
  TrainingJob& job = *jobs_[id.value];
  const Fit fitting = fit(job);
  if (fitting.size == nullptr) return false;
  context_.site.take(all_blocks(*fitting.placement), static_cast<std::int32_t>(id.value),
                     job.promised_power(*fitting.size), context_.now());
  job.start(*fitting.size, *fitting.placement, context_);
  placed_.clear();
  return true;
}

int EngineProbe::free_blocks(std::string_view pod_type) const {
  int free = 0;
  for (const PodView& view : context_.site.views(pod_type)) free += view.free_count;
  return free;
}

std::vector<PodBlocks> EngineProbe::free_blocks_by_pod(std::string_view pod_type) const {
  std::vector<PodBlocks> free;
  for (const PodView& view : context_.site.views(pod_type)) free.push_back({view.pod, view.free_count});
  return free;
}

std::optional<std::vector<PodBlocks>> EngineProbe::preview(JobId id) const {
  const Fit fitting = fit(*jobs_[id.value]);
  if (fitting.size == nullptr) return std::nullopt;
  std::map<PodId, int> by_pod;
  for (const BlockId block : all_blocks(*fitting.placement)) ++by_pod[context_.site.pod_of(block).id];
  std::vector<PodBlocks> blocks;
  for (const auto& [pod, count] : by_pod) blocks.push_back({pod, count});
  return blocks;
}

bool EngineProbe::is_within_quota(JobId id) const {
  const TrainingJob& job = *jobs_[id.value];
  return context_.tenants.allows(job.tenant(), job.spec().pod_type, job.sizes().back()->held_chips);
}

bool EngineProbe::fits_without(JobId id, std::span<const JobId> gone) const {
  const TrainingJob& job = *jobs_[id.value];
  WhatIf what_if(context_.site, job.spec().pod_type);
  for (const JobId other : gone) what_if.free(jobs_[other.value]->blocks());
  const JobSize& least = *job.sizes().back();
  const auto placed = placement_.place({least.choice.slice, least.choice.slices}, what_if.views());
  return placed && !context_.site.power().shortage(all_blocks(*placed), block_draw(job, least, context_));
}

void EngineProbe::preempt(JobId victim, JobId winner) {
  TrainingJob& loser = *jobs_[victim.value];
  const TrainingJob& job = *jobs_[winner.value];
  context_.writer.add(EventRecord{
      context_.now(), "preempt", job.name(), "", static_cast<double>(loser.chips()),
      fmt::format("preempts {} (priority {} < {}), which loses 0 s of steps and about {} for its checkpoint",
                  loser.name(), loser.priority(), job.priority(), short_text(loser.yield_time(context_)))});
  loser.yield(context_);
  refused_.clear();
  placed_.clear();
}

void EngineProbe::look_again(Seconds time) { context_.look_again(time); }

void EngineProbe::explain_wait(JobId id, std::string_view kind, const std::function<std::string()>& sentence) {
  const bool is_known = jobs_[id.value]->wait_reason() == kind;
  reasons_[id] = {std::string(kind), is_known ? std::string() : sentence()};
}

void EngineProbe::explain_start(JobId id, std::string sentence) {
  const TrainingJob& job = *jobs_[id.value];
  context_.writer.add(
      EventRecord{context_.now(), "backfill", job.name(), "", static_cast<double>(job.chips()), std::move(sentence)});
}

Refusal EngineProbe::refusal(const TrainingJob& job, const JobSize& size) const {
  return find_placement(job, size) != nullptr ? Refusal::kNone : refused_.at(&size);
}

const std::pair<std::string, std::string>* EngineProbe::find_reason(JobId id) const {
  const auto found = reasons_.find(id);
  return found == reasons_.end() ? nullptr : &found->second;
}

}  // namespace gigapod
