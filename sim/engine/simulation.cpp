#include "sim/engine/simulation.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {

Simulation::Simulation(EngineContext& context, const std::function<void(const Progress&)>& progress)
    : context_(context),
      progress_(progress),
      scheduler_(Registry<Scheduler>::make(context.scenario.scheduler.name, context.scenario.scheduler.parameters)),
      placement_(
          Registry<PlacementPolicy>::make(context.scenario.placement.name, context.scenario.placement.parameters)),
      failures_(context.scenario.failures, context.site.layout(), context.random),
      sizes_(context.scenario, context.site.layout().chips) {
  make_workloads();
}

void Simulation::make_workloads() {
  for (JobArrival& arrival : job_arrivals(context_.scenario, sizes_)) {
    const auto index = static_cast<std::uint32_t>(jobs_.size());
    if (arrival.submit < context_.scenario.horizon) {
      context_.queue.add({arrival.submit, EventKind::kSubmit, index, 0});
    }
    jobs_.push_back(std::make_unique<TrainingJob>(std::move(arrival), index));
  }
  for (const FleetSpec& spec : context_.scenario.fleets) {
    const auto index = static_cast<std::uint32_t>(fleets_.size());
    const auto owner = static_cast<std::int32_t>(jobs_.size() + index);
    fleets_.push_back(std::make_unique<ServingFleet>(spec, index, owner, context_.scenario));
    context_.queue.add({Seconds(0.0), EventKind::kFleetResize, index, 0});
  }
}

/// Says where a model is used outside its range of validity, once for the jobs of one entry.
void Simulation::write_warnings() {
  const JobSpec* before = nullptr;
  for (const auto& job : jobs_) {
    if (&job->spec() == before) continue;
    before = &job->spec();
    for (const std::string& warning : job->step().warnings) {
      context_.writer.add(EventRecord{Seconds(0.0), "warning", job->spec().name, "", 0.0, warning});
    }
  }
  for (const auto& fleet : fleets_) {
    for (const std::string& warning : fleet->warnings()) {
      context_.writer.add(EventRecord{Seconds(0.0), "warning", fleet->spec().name, "", 0.0, warning});
    }
  }
}

void Simulation::run() {
  const Seconds horizon = context_.scenario.horizon;
  write_warnings();
  failures_.begin(context_);
  context_.queue.add({Seconds(0.0), EventKind::kMetricTick, 0, 0});
  while (true) {
    while (!context_.queue.is_empty() && is_void(context_.queue.next())) context_.queue.take();
    const Seconds next = context_.queue.is_empty() ? horizon : min(context_.queue.next().time, horizon);
    const auto flow = context_.network.wait_until(next);
    if (flow) {
      ++events_;
      const auto owner = context_.flow_owner.find(*flow);
      if (owner != context_.flow_owner.end()) {
        TrainingJob& job = *jobs_[owner->second];
        context_.flow_owner.erase(owner);
        job.on_flow_end(*flow, context_);
      }
    } else if (context_.queue.is_empty() || context_.queue.next().time >= horizon) {
      break;
    } else {
      ++events_;
      handle(context_.queue.take());
    }
    if (context_.wants_schedule) {
      context_.wants_schedule = false;
      context_.queue.add({context_.now(), EventKind::kSchedule, 0, 0});
    }
    write_site_power();
    report_progress();
  }
  for (const auto& job : jobs_) job->close(context_);
  for (const auto& fleet : fleets_) fleet->close(context_);
  context_.site.settle_unheld(horizon);
  write_site_power();
}

bool Simulation::is_void(const Event& event) const {
  if (event.kind == EventKind::kJobTimer) return event.generation != jobs_[event.subject]->generation();
  return event.kind == EventKind::kFleetResize && event.generation != fleets_[event.subject]->generation();
}

void Simulation::handle(const Event& event) {
  switch (event.kind) {
    case EventKind::kRepair: repair(repairs_[event.subject]); break;
    case EventKind::kFailure: strike(event.subject); break;
    case EventKind::kJobTimer: jobs_[event.subject]->on_timer(context_); break;
    case EventKind::kSubmit: jobs_[event.subject]->submit(context_); break;
    case EventKind::kFleetResize: fleets_[event.subject]->resize(*placement_, context_); break;
    case EventKind::kMetricTick: tick(); break;
    case EventKind::kSchedule: start_waiting(jobs_, fleets_, *scheduler_, *placement_, context_); break;
  }
}

void Simulation::strike(std::uint32_t failure_class) {
  const Failure failure = failures_.strike(failure_class, context_);
  ++context_.counts.failures;
  context_.writer.add(EventRecord{context_.now(), "failure", failure.kind->name, context_.site.pod(failure.pod).name,
                                  static_cast<double>(failure.down_chips),
                                  failure.repair > Seconds(0.0) ? "repaired in " + short_text(failure.repair) : ""});
  if (failure.kind->scope == FailureScope::kOcs) {
    context_.pod_slowdown[failure.pod.value] += failure.kind->slowdown;
    for (const std::uint32_t job : context_.jobs.holding) jobs_[job]->update_slowdown(context_);
  } else if (failure.kind->scope == FailureScope::kJob) {
    crash_job(failure);
  } else {
    hit_block(failure);
  }
  const bool stays = failure.repair > Seconds(0.0) && failure.kind->scope != FailureScope::kJob;
  if (!stays) return;
  repairs_.push_back(failure);
  const Seconds back = context_.now() + failure.repair;
  if (back < context_.scenario.horizon) {
    context_.queue.add({back, EventKind::kRepair, static_cast<std::uint32_t>(repairs_.size() - 1), 0});
  }
}

/// The holder gives the block up before the fault is booked; a training job fails, a fleet loses the replicas on it.
void Simulation::hit_block(const Failure& failure) {
  const BlockId block = *failure.block;
  const std::int32_t owner = context_.site.inventory().owner(block);
  if (owner != Inventory::kNobody && static_cast<std::size_t>(owner) < jobs_.size()) {
    TrainingJob& job = *jobs_[static_cast<std::size_t>(owner)];
    job.fail(block, context_);
    const std::string detail =
        job.holds_blocks() ? "a spare cube takes its place" : "no spare in the pod: back to the queue";
    context_.writer.add(EventRecord{context_.now(), "restart", job.name(), context_.site.pod(failure.pod).name,
                                    static_cast<double>(job.chips()), failure.kind->name + ": " + detail});
  } else if (owner != Inventory::kNobody) {
    fleets_[static_cast<std::size_t>(owner) - jobs_.size()]->lose(block, context_);
  }
  context_.site.add_fault(block, failure.down_chips, context_.now());
  context_.wants_schedule = true;
}

void Simulation::crash_job(const Failure& failure) {
  const std::int32_t owner = context_.site.inventory().owner(*failure.block);
  if (owner == Inventory::kNobody || static_cast<std::size_t>(owner) >= jobs_.size()) return;
  TrainingJob& job = *jobs_[static_cast<std::size_t>(owner)];
  job.fail(std::nullopt, context_);
  context_.writer.add(EventRecord{context_.now(), "restart", job.name(), "", static_cast<double>(job.chips()),
                                  failure.kind->name + ": restarts in place"});
}

void Simulation::repair(const Failure& failure) {
  if (failure.kind->scope == FailureScope::kOcs) {
    double& slowdown = context_.pod_slowdown[failure.pod.value];
    slowdown = std::max(0.0, slowdown - failure.kind->slowdown);
    for (const std::uint32_t job : context_.jobs.holding) jobs_[job]->update_slowdown(context_);
  } else {
    context_.site.repair_fault(*failure.block, failure.down_chips, context_.now());
    context_.wants_schedule = true;
  }
  context_.writer.add(EventRecord{context_.now(), "repair", failure.kind->name, context_.site.pod(failure.pod).name,
                                  static_cast<double>(failure.down_chips), ""});
}

void Simulation::settle_all() {
  for (const std::uint32_t job : context_.jobs.holding) jobs_[job]->settle(context_);
  for (const auto& fleet : fleets_) fleet->settle(context_);
  context_.site.settle_unheld(context_.now());
}

void Simulation::tick() {
  settle_all();
  const PowerDraw& power = context_.site.power();
  for (std::size_t i = 0; i < power.tree().nodes.size(); ++i) {
    const PowerNode& node = power.tree().nodes[i];
    if (node.level == PowerLevel::kRow || node.level == PowerLevel::kRack) continue;
    const Watts draw = i == 0 ? power.site_power() : power.node(static_cast<int>(i));
    context_.writer.add_metric("power_watts", node.name, context_.now(), draw.value());
    if (context_.now() == Seconds(0.0)) {
      context_.writer.add_metric("power_rating_watts", node.name, context_.now(), node.rating.value());
    }
  }
  const Seconds next = context_.now() + context_.scenario.metric_interval;
  if (next < context_.scenario.horizon) context_.queue.add({next, EventKind::kMetricTick, 0, 0});
}

void Simulation::write_site_power() {
  const Watts power = context_.site.power().site_power();
  if (power == written_power_) return;
  written_power_ = power;
  context_.writer.add_metric("site_power_watts", "", context_.now(), power.value());
}

void Simulation::report_progress() {
  constexpr std::uint64_t kEvery = 512;  ///< events between two lines at the most
  if (events_ % kEvery == 0 && progress_) progress_({context_.now(), context_.scenario.horizon, events_});
}

}  // namespace gigapod
