#include "sim/engine/failure_reaction.hpp"

#include "sim/base/dimension.hpp"

#include <algorithm>
#include <map>

namespace gigapod {
namespace {

/// A sum of slowdowns after one came or went; exactly 0 when the last one is gone.
double changed(double sum, double change) {
  constexpr double kRounding = 1e-12;
  return sum + change < kRounding ? 0.0 : sum + change;
}

}  // namespace

FailureReaction::FailureReaction(Jobs& jobs, Fleets& fleets, EngineContext& context)
    : jobs_(jobs),
      fleets_(fleets),
      context_(context),
      detection_(context.random.stream("failure/detection")),
      shop_(context.scenario.recovery) {}

TrainingJob* FailureReaction::job_on(std::uint32_t block) const {
  const std::int32_t owner = context_.site.inventory().owner(BlockId{block});
  if (owner == Inventory::kNobody || static_cast<std::size_t>(owner) >= jobs_.size()) return nullptr;
  return jobs_[static_cast<std::size_t>(owner)].get();
}

/// Jobs (or fleets) that hold blocks of the range, by index, ascending.
std::vector<std::uint32_t> FailureReaction::owners_in(BlockRange blocks, bool wants_jobs) const {
  std::vector<std::uint32_t> found;
  for (std::uint32_t block = blocks.begin; block < blocks.end; ++block) {
    const std::int32_t owner = context_.site.inventory().owner(BlockId{block});
    if (owner == Inventory::kNobody) continue;
    const auto index = static_cast<std::size_t>(owner);
    if ((index < jobs_.size()) != wants_jobs) continue;
    found.push_back(static_cast<std::uint32_t>(wants_jobs ? index : index - jobs_.size()));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void FailureReaction::strike(const Failure& failure) {
  ++context_.counts.failures;
  const bool is_pod = failure.kind->scope != FailureScope::kDcn && failure.kind->scope != FailureScope::kStorage;
  context_.writer.add(EventRecord{context_.now(), "failure", failure.kind->name,
                                  is_pod ? context_.site.pod(failure.pod).name : "",
                                  static_cast<double>(failure.down_chips) * std::max(1U, failure.blocks.size()),
                                  failure.repair > Seconds(0.0) ? "repaired in " + short_text(failure.repair) : ""});
  const auto index = static_cast<std::uint32_t>(incidents_.size());
  incidents_.push_back({failure});
  switch (failure.kind->scope) {
    case FailureScope::kOcs: slow_pod(failure, 1.0); return begin_repair(index);
    case FailureScope::kDcn:
    case FailureScope::kStorage: narrow_network(failure, 1.0); return begin_repair(index);
    default: break;
  }
  switch (failure.kind->effect) {
    case FailureEffect::kStop:
    case FailureEffect::kHang: return stop(index);
    case FailureEffect::kSlow: slow_blocks(failure, 1.0); break;
    case FailureEffect::kCorrupt: corrupt(index); break;
  }
  const Seconds found = context_.now() + detection_.exponential(1.0 / failure.kind->detection);
  if (found < context_.scenario.horizon) context_.queue.add({found, EventKind::kDetection, index, 0});
}

void FailureReaction::lose_power(const Failure& failure) {
  ++context_.counts.failures;
  const auto index = static_cast<std::uint32_t>(incidents_.size());
  incidents_.push_back({failure});
  incidents_.back().is_outage = true;
  for (const std::uint32_t job : jobs_on(failure.blocks)) jobs_[job]->stall(failure.kind->name, false, context_);
  take_out(index);
}

bool FailureReaction::is_routed_around(const Failure& failure) const {
  if (failure.kind->scope != FailureScope::kLink || context_.site.pod(failure.pod).spec->ocs_count == 0) return false;
  const TrainingJob* job = job_on(failure.blocks.begin);
  return job != nullptr && job->spec().can(Reaction::kReroute);
}

void FailureReaction::stop(std::uint32_t index) {
  Incident& incident = incidents_[index];
  const Failure& failure = incident.failure;
  if (is_routed_around(failure)) {
    slow_blocks(failure, 1.0);
    return begin_repair(index);
  }
  const auto hit = jobs_on(failure.blocks);
  if (failure.kind->scope == FailureScope::kJob) {
    if (hit.empty()) return;
    incident.job = static_cast<std::int32_t>(hit.front());
  }
  for (const std::uint32_t job : hit) jobs_[job]->stall(failure.kind->name, false, context_);
  if (hit.empty()) return find(index);
  const RecoverySpec& recovery = context_.scenario.recovery;
  const Seconds silence = failure.kind->effect == FailureEffect::kHang
                              ? recovery.collective_timeout
                              : recovery.heartbeat * detection_.uniform() + recovery.heartbeat_timeout;
  const Seconds found = context_.now() + silence;
  if (found < context_.scenario.horizon) context_.queue.add({found, EventKind::kDetection, index, 0});
}

void FailureReaction::corrupt(std::uint32_t index) {
  Incident& incident = incidents_[index];
  TrainingJob* job = job_on(incident.failure.blocks.begin);
  if (job == nullptr) return;
  incident.job = static_cast<std::int32_t>(job->index());
  job->corrupt(context_);
}

void FailureReaction::announce(const Failure& work, Seconds notice) {
  const auto index = static_cast<std::uint32_t>(incidents_.size());
  incidents_.push_back({work});
  incidents_[index].is_planned = true;
  drain(index, notice);
}

void FailureReaction::find(std::uint32_t index) {
  Incident& incident = incidents_[index];
  if (incident.stage == Stage::kOut) return;
  const bool saves_first = incident.failure.kind->effect == FailureEffect::kSlow && incident.stage == Stage::kHidden;
  if (saves_first) return drain(index, context_.scenario.recovery.drain_notice);
  take_out(index);
}

void FailureReaction::on_detection(const Event& event) {
  if (event.generation == 0) return find(event.subject);
  let_go(event.subject, *jobs_[static_cast<std::size_t>(event.generation - 1)]);
}

/// Jobs on the blocks save their work and fleets load replicas elsewhere; blocks that nobody holds are given to
/// nobody until the work is over.
void FailureReaction::drain(std::uint32_t index, Seconds notice) {
  Incident& incident = incidents_[index];
  const BlockRange blocks = incident.failure.blocks;
  const auto told = jobs_on(blocks);
  const auto fleets = owners_in(blocks, false);
  if (told.empty() && fleets.empty()) return take_out(index);
  incident.stage = Stage::kDraining;
  for (std::uint32_t block = blocks.begin; block < blocks.end; ++block) {
    const bool is_held = context_.site.inventory().owner(BlockId{block}) != Inventory::kNobody;
    if (!is_held) cordon(incident, block);
  }
  for (const std::uint32_t job : told) jobs_[job]->save_before(index, context_);
  for (const std::uint32_t fleet : fleets) fleets_[fleet]->evacuate(blocks, context_);
  const Seconds end = context_.now() + notice;
  if (end < context_.scenario.horizon) context_.queue.add({end, EventKind::kDetection, index, 0});
}

void FailureReaction::cordon(Incident& incident, std::uint32_t block) {
  context_.site.add_fault(BlockId{block}, 0, context_.now());
  incident.cordoned[context_.now()].push_back(block);
}

void FailureReaction::lift_cordon(Incident& incident) {
  write_cordon(incident);
  for (const auto& [since, blocks] : incident.cordoned) {
    for (const std::uint32_t block : blocks) context_.site.repair_fault(BlockId{block}, 0, context_.now());
  }
  incident.cordoned.clear();
}

/// A job that has saved its work leaves; the last one lets the work begin.
void FailureReaction::let_go(std::uint32_t index, TrainingJob& job) {
  Incident& incident = incidents_[index];
  const Failure& failure = incident.failure;
  if (incident.stage == Stage::kOut) return;
  const auto on_blocks = jobs_on(failure.blocks);
  const bool is_here = std::binary_search(on_blocks.begin(), on_blocks.end(), job.index());
  const bool is_last = on_blocks.size() == (is_here ? 1U : 0U) && owners_in(failure.blocks, false).empty();
  if (is_last) return take_out(index);
  if (!is_here) return;
  job.stall(failure.kind->name, incident.is_planned, context_);
  const auto lost = job.give_up(failure.blocks, context_);
  for (const BlockId block : lost) cordon(incident, block.value);
  write_restart(job, incident, job.replace(lost, failure.kind->scope, context_));
  context_.wants_schedule = true;
}

void FailureReaction::take_out(std::uint32_t index) {
  Incident& incident = incidents_[index];
  incident.stage = Stage::kOut;
  const Failure& failure = incident.failure;
  lift_cordon(incident);
  if (failure.kind->effect == FailureEffect::kSlow) slow_blocks(failure, -1.0);
  if (failure.kind->scope == FailureScope::kJob) return restart(incident);
  if (failure.kind->effect == FailureEffect::kCorrupt && incident.job >= 0) {
    jobs_[static_cast<std::size_t>(incident.job)]->find_corruption(failure.kind->name, context_);
  }
  move_work(incident);
  if (incident.job >= 0) restart(incident);  // a job that has left the block in the meantime
  begin_repair(index);
}

/// The blocks stay: only software has to start again.
void FailureReaction::restart(Incident& incident) {
  TrainingJob& job = *jobs_[static_cast<std::size_t>(incident.job)];
  if (job.state() != JobState::kStalled) return;
  job.restart_in_place(incident.failure.kind->scope, context_);
  write_restart(job, incident, "restarts in place");
}

/// Everybody leaves the blocks before their fault is booked, so that nobody takes a faulty one as a spare.
void FailureReaction::move_work(Incident& incident) {
  const Failure& failure = incident.failure;
  const auto hit = jobs_on(failure.blocks);
  std::map<std::uint32_t, std::vector<BlockId>> lost;
  for (const std::uint32_t job : hit) {
    if (jobs_[job]->state() != JobState::kStalled) {
      jobs_[job]->stall(failure.kind->name, incident.is_planned, context_);
    }
    lost[job] = jobs_[job]->give_up(failure.blocks, context_);
  }
  for (const std::uint32_t fleet : owners_in(failure.blocks, false)) fleets_[fleet]->lose(failure.blocks, context_);
  if (failure.repair > Seconds(0.0)) {
    incident.out_since = context_.now();
    for (std::uint32_t block = failure.blocks.begin; block < failure.blocks.end; ++block) {
      context_.site.add_fault(BlockId{block}, failure.down_chips, context_.now());
    }
  }
  for (const auto& [index, blocks] : lost) {
    TrainingJob& job = *jobs_[index];
    write_restart(job, incident, job.replace(blocks, failure.kind->scope, context_));
  }
  context_.wants_schedule = true;
}

void FailureReaction::begin_repair(std::uint32_t index) {
  const Incident& incident = incidents_[index];
  const Failure& failure = incident.failure;
  if (failure.repair <= Seconds(0.0)) return repair(index);
  const bool needs_crew = !incident.is_planned && !incident.is_outage;
  if (!needs_crew) {
    const Seconds end = context_.now() + failure.repair;
    if (end < context_.scenario.horizon) context_.queue.add({end, EventKind::kRepair, index, 0});
    return;
  }
  double chips = 0.0;
  for (std::uint32_t block = failure.blocks.begin; block < failure.blocks.end; ++block) {
    chips += chips_per_block(*context_.site.pod(failure.pod).spec);
  }
  shop_.ask(index, chips, failure.repair, context_);
}

void FailureReaction::repair(std::uint32_t index) {
  Incident& incident = incidents_[index];
  const Failure& failure = incident.failure;
  const bool had_crew = failure.repair > Seconds(0.0);
  std::string pod = context_.site.pod(failure.pod).name;
  switch (failure.kind->scope) {
    case FailureScope::kOcs: slow_pod(failure, -1.0); break;
    case FailureScope::kDcn:
    case FailureScope::kStorage:
      narrow_network(failure, -1.0);
      pod = "";
      break;
    default:
      if (incident.stage == Stage::kHidden) {
        slow_blocks(failure, -1.0);  // a cable that was routed around
      } else if (had_crew) {
        for (std::uint32_t block = failure.blocks.begin; block < failure.blocks.end; ++block) {
          context_.site.repair_fault(BlockId{block}, failure.down_chips, context_.now());
        }
        write_outage(incident);
        incident.out_since.reset();
        context_.wants_schedule = true;
      }
  }
  context_.writer.add(EventRecord{context_.now(), "repair", failure.kind->name, pod,
                                  static_cast<double>(failure.down_chips) * std::max(1U, failure.blocks.size()), ""});
  if (had_crew && !incident.is_planned && !incident.is_outage) shop_.end(context_);
}

void FailureReaction::slow_blocks(const Failure& failure, double sign) {
  for (std::uint32_t block = failure.blocks.begin; block < failure.blocks.end; ++block) {
    double& slowdown = context_.block_slowdown[block];
    slowdown = changed(slowdown, sign * failure.kind->slowdown);
    if (TrainingJob* job = job_on(block)) job->update_slowdown(context_);
  }
}

void FailureReaction::slow_pod(const Failure& failure, double sign) {
  double& slowdown = context_.pod_slowdown[failure.pod.value];
  slowdown = changed(slowdown, sign * failure.kind->slowdown);
  const PodInstance& pod = context_.site.pod(failure.pod);
  const BlockRange blocks{pod.first_block.value, pod.first_block.value + static_cast<std::uint32_t>(pod.blocks)};
  for (const std::uint32_t job : jobs_on(blocks)) jobs_[job]->update_slowdown(context_);
}

/// Two faults of the same links leave (1 - lost)^2 of them.
void FailureReaction::narrow_network(const Failure& failure, double sign) {
  const DcnFabric& dcn = context_.site.dcn();
  const double left = 1.0 - failure.kind->bandwidth_lost;
  std::vector<int> links;
  if (failure.kind->scope == FailureScope::kStorage) {
    links = {dcn.storage_link, dcn.storage_read_link};
  } else if (dcn.trunk.empty()) {
    links = {dcn.block_uplink[static_cast<std::size_t>(failure.dcn_block)]};
  } else {
    for (const int link : dcn.trunk[static_cast<std::size_t>(failure.dcn_block)]) {
      if (link >= 0) links.push_back(link);
    }
  }
  for (const int link : links) context_.network.scale_link(link, sign > 0.0 ? left : 1.0 / left);
}

}  // namespace gigapod
