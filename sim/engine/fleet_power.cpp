// What power control does to a serving fleet. Another clock: its replicas then hold fewer requests within their
// targets. Where that is not enough, replicas drain and stand by: they keep their weights, draw idle power and serve
// again at once. What the others can't serve waits or is rejected.
//
// Ahead of an announced limit replicas end what they have, which takes as long as the 99% latency. Those that a limit
// finds with requests are cut off, and these start over on others.

#include "sim/engine/serving_fleet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gigapod {
namespace {

constexpr double kRounding = 1e-9;  ///< of a share of the units

bool is_by_draw(const EngineContext& context) {
  return context.scenario.power_control.admission == Admission::kDrawn;
}

}  // namespace

/// Units that would serve if there were power.
std::size_t ServingFleet::able_units() const { return units_.serving() + units_.ending() + units_.standing_by(); }

/// They serve whatever happens: the fleet's minimum, and those on blocks that will be worked on, which leave anyway.
std::size_t ServingFleet::least_units() const {
  const auto minimum = static_cast<std::size_t>(std::ceil(spec_->minimum_replicas / replicas_per_unit_));
  return std::min(able_units(), std::max(minimum, units_.leaving()));
}

/// Whole units, no fewer than the fleet's least speed needs at that clock.
std::size_t ServingFleet::serving_units(const PowerDecision& decision) const {
  const auto able = static_cast<double>(able_units());
  const double least = std::ceil(spec_->least_speed / clocks_[decision.level].speed * able * (1.0 - kRounding));
  const double units = std::max(std::floor(decision.serving * able * (1.0 + kRounding)), std::min(able, least));
  return std::max(static_cast<std::size_t>(units), least_units());
}

std::vector<ClockLevel> ServingFleet::power_levels(const EngineContext& context) const {
  const bool by_draw = is_by_draw(context);
  const std::size_t able = able_units();
  std::vector<ClockLevel> levels;
  for (const Clocked& clocked : clocks_) {
    if (clocked.speed < spec_->least_speed) break;
    levels.push_back({clocked.clock, clocked.speed, power_at(clocked, able, 0, by_draw),
                      power_at(clocked, 0, able, by_draw), by_draw ? load_at(clocked, able) : 1.0});
  }
  return levels;
}

Watts ServingFleet::planned_power(const EngineContext& context) const {
  return power_at(clocked(), units_.serving(), units_.standing_by(), is_by_draw(context));
}

/// Of all its chips. Those that load or drain will serve, or have served, so they are promised the same.
Watts ServingFleet::power_at(const Clocked& clocked, std::size_t serving, std::size_t standby, bool by_draw) const {
  const double held = chips(units_.held());
  if (by_draw) return draw_at(clocked, serving) * chips(serving) + idle_power_ * (held - chips(serving));
  return clocked.active_power * (held - chips(standby)) + idle_power_ * chips(standby);
}

CappedLoad ServingFleet::capped_view() const {
  CappedLoad view;
  view.name = spec_->name;
  view.priority = spec_->priority;
  view.chips = chips(units_.held());
  view.idle = idle_power_ * view.chips;
  const auto able = static_cast<double>(std::max<std::size_t>(1, able_units()));
  view.least_serving = static_cast<double>(least_units()) / able;
  view.least_speed = spec_->least_speed;
  return view;
}

bool ServingFleet::lowers_power(const PowerDecision& decision) const {
  if (decision.level != level_) return decision.level > level_;
  return serving_units(decision) <= units_.serving();
}

void ServingFleet::begin_decision() {
  before_decision_ = {units_.serving(), units_.with_requests(), latency(Seconds(0.0))};
}

/// Only what came of all tries of a decision is told, and costs requests.
void ServingFleet::end_decision(EngineContext& context) {
  const std::size_t serving = units_.serving();
  if (serving > before_decision_.serving) {
    note_standby(fmt::format("{} replicas serve again", replicas(serving - before_decision_.serving)), context);
  }
  if (units_.with_requests() >= before_decision_.with_requests) return;
  const std::size_t cut = before_decision_.with_requests - units_.with_requests();
  const double requests = start_over(cut, before_decision_.latency);
  set_load(context);
  note_standby(fmt::format("{} replicas stand by at once for want of power; {:.0f} requests on them start over",
                           replicas(cut), requests),
               context);
}

void ServingFleet::set_power(const PowerDecision& decision, bool lets_end, EngineContext& context) {
  const std::size_t serving = serving_units(decision);
  const bool cuts_off = units_.ending() > 0 && !lets_end;
  if (decision.level == level_ && serving == units_.serving() && !cuts_off) return;
  settle(context);
  const Watts before = clocked().active_power;
  level_ = decision.level;
  if (serving > units_.serving()) units_.resume(serving - units_.serving());
  if (cuts_off) units_.cut_off();
  units_.stand_by(units_.serving() - serving);
  // Nothing may draw more than it is promised, on the way there either.
  promise_power(max(before, clocked().active_power), context);
  set_load(context);
  promise_power(clocked().active_power, context);
  context.site.promise(units_.standby_blocks(), idle_power_);
  write_metrics(context);
}

void ServingFleet::drain(const PowerDecision& decision, EngineContext& context) {
  const std::size_t most = serving_units(decision);
  if (units_.serving() <= most) return;
  settle(context);
  const double before = replicas(units_.serving());
  const Seconds end = context.now() + drain_time();
  units_.stand_by(units_.serving() - most, end);
  context.queue.add({end, EventKind::kFleetChange, index_, 0});
  set_load(context);
  write_metrics(context);
  note_standby(fmt::format("{} of {} replicas end what they have and stand by for the limit to come",
                           before - replicas(units_.serving()), before),
               context);
}

/// Requests on replicas that are taken away at once start over on the others, and miss their targets.
double ServingFleet::start_over(std::size_t units, const FleetLatency& latency) {
  const double requests = latency.in_flight * replicas(units);
  if (requests <= 0.0) return 0.0;
  tenants_.queue().start_over(requests);
  restarted_requests_ += requests;
  attained_requests_ -= std::min(attained_requests_, requests * latency.attainment);
  return requests;
}

/// To all that don't stand by.
void ServingFleet::promise_power(Watts per_chip, EngineContext& context) const {
  context.site.promise(units_.serving_blocks(), per_chip);
  context.site.promise(units_.other_blocks(), per_chip);
}

void ServingFleet::note_standby(std::string detail, EngineContext& context) {
  context.writer.add(EventRecord{context.now(), "standby", spec_->name, "",
                                 replicas(units_.standing_by() + units_.ending()), std::move(detail)});
}

}  // namespace gigapod
