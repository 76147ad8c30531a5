#include "sim/engine/simulation.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {

Simulation::Simulation(EngineContext& context, const std::function<void(const Progress&)>& progress,
                       const FleetSurrogates& surrogates)
    : context_(context),
      progress_(progress),
      scheduler_(Registry<Scheduler>::make(context.scenario.scheduler.name, context.scenario.scheduler.parameters)),
      placement_(
          Registry<PlacementPolicy>::make(context.scenario.placement.name, context.scenario.placement.parameters)),
      failures_(context.scenario.failures, context.site, context.scenario.site, context.random),
      maintenance_(context.scenario.maintenance, context.site, context.scenario.site),
      sizes_(context.scenario, context.site.layout().chips),
      surrogates_(surrogates),
      migration_(context.scenario.defragmentation, jobs_, *placement_, context),
      reaction_(jobs_, fleets_, context),
      power_(jobs_, fleets_, context),
      power_faults_(reaction_, power_, context) {
  context.tenants.set_half_life(scheduler_->usage_half_life());
  make_workloads();
}

void Simulation::make_workloads() {
  for (JobArrival& arrival : job_arrivals(context_.scenario, sizes_, context_.tenants)) {
    const auto index = static_cast<std::uint32_t>(jobs_.size());
    if (arrival.submit < context_.scenario.horizon) {
      context_.queue.add({arrival.submit, EventKind::kSubmit, index, 0});
    }
    jobs_.push_back(std::make_unique<TrainingJob>(std::move(arrival), index));
  }
  for (const FleetSpec& spec : context_.scenario.fleets) {
    const auto index = static_cast<std::uint32_t>(fleets_.size());
    const auto owner = static_cast<std::int32_t>(jobs_.size() + index);
    fleets_.push_back(
        std::make_unique<ServingFleet>(spec, index, owner, context_.scenario, context_.random, surrogates_));
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
  write_pods();
  failures_.begin(context_);
  maintenance_.begin(context_);
  power_.begin();
  power_faults_.begin();
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
    power_.follow_demand();
    write_site_power();
    write_block_stays();
    report_progress();
  }
  for (const auto& job : jobs_) job->close(context_);
  for (const auto& fleet : fleets_) fleet->close(context_);
  reaction_.close();
  context_.site.stays().end_all(horizon);
  write_block_stays();
  context_.site.settle_unheld(horizon);
  power_.close();
  write_site_power();
}

bool Simulation::is_void(const Event& event) const {
  if (event.kind == EventKind::kJobTimer) return event.generation != jobs_[event.subject]->generation();
  if (event.kind == EventKind::kPower) return event.generation != power_.generation();
  return event.kind == EventKind::kFleetResize && event.generation != fleets_[event.subject]->generation();
}

void Simulation::handle(const Event& event) {
  switch (event.kind) {
    case EventKind::kRepair: reaction_.repair(event.subject); break;
    case EventKind::kFailure: reaction_.strike(failures_.strike(event, context_)); break;
    case EventKind::kMaintenance:
      reaction_.announce(maintenance_.next(event, context_), maintenance_.notice(event.subject));
      break;
    case EventKind::kDetection: reaction_.on_detection(event); break;
    case EventKind::kJobTimer: jobs_[event.subject]->on_timer(context_); break;
    case EventKind::kSubmit: jobs_[event.subject]->submit(context_); break;
    case EventKind::kFleetChange: fleets_[event.subject]->on_change(context_); break;
    case EventKind::kFleetResize: fleets_[event.subject]->resize(*placement_, context_); break;
    case EventKind::kPowerFault: power_faults_.on_event(event); break;
    case EventKind::kPower: power_.on_event(); break;
    case EventKind::kMetricTick: tick(); break;
    case EventKind::kSchedule: start_waiting(jobs_, fleets_, *scheduler_, *placement_, migration_, context_); break;
  }
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
    const Watts draw = power.node(static_cast<int>(i));
    context_.writer.add_metric("power_watts", node.name, context_.now(), draw.value());
    if (context_.now() == Seconds(0.0)) {
      context_.writer.add_metric("power_rating_watts", node.name, context_.now(), node.rating.value());
    }
  }
  for (const auto& [type, pod] : context_.scenario.pods) {
    const auto largest = largest_placeable_slice(context_.site.views(type), pod);
    context_.writer.add_metric("largest_placeable_chips", type, context_.now(), largest ? largest->chips() : 0.0);
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

void Simulation::write_pods() {
  for (const PodInstance& pod : context_.site.layout().pods) {
    const PodSpec& spec = *pod.spec;
    context_.writer.add(
        PodRecord{pod.name, spec.name, spec.chip, to_text(spec.shape), to_text(spec.block), pod.blocks});
  }
}

void Simulation::write_block_stays() {
  for (BlockStay& stay : context_.site.stays().take_ended()) {
    BlockStayRecord record{
        context_.site.pod(stay.pod).name, std::move(stay.blocks), stay.begin, stay.end, "held", "", std::nullopt};
    const auto owner = static_cast<std::size_t>(stay.owner);
    if (stay.owner == BlockStays::kSpare) {
      record.state = "spare";
    } else if (owner < jobs_.size()) {
      record.subject = jobs_[owner]->name();
      record.slice = static_cast<int>(stay.slice);
    } else {
      record.subject = fleets_[owner - jobs_.size()]->spec().name;
    }
    context_.writer.add(record);
  }
}

void Simulation::report_progress() {
  constexpr std::uint64_t kEvery = 512;  ///< events between two lines at the most
  if (events_ % kEvery == 0 && progress_) progress_({context_.now(), context_.scenario.horizon, events_});
}

}  // namespace gigapod
