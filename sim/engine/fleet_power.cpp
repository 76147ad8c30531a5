// What power control does to a serving fleet: another clock. Its replicas then hold fewer requests within their
// targets; what does not fit is not served.

#include "sim/engine/serving_fleet.hpp"

#include <algorithm>

namespace gigapod {

std::vector<ClockLevel> ServingFleet::power_levels(const EngineContext& context) const {
  const bool by_draw = context.scenario.power_control.admission == Admission::kDrawn;
  std::vector<ClockLevel> levels;
  for (const Clocked& clocked : clocks_) {
    const double speed = clocked.capacity.requests_per_second / clocks_.front().capacity.requests_per_second;
    if (speed < spec_->least_speed) break;
    const Watts per_chip = by_draw ? draw_at(clocked) : clocked.active_power;
    levels.push_back({clocked.clock, speed, per_chip * held_chips()});
  }
  return levels;
}

Watts ServingFleet::planned_power(const EngineContext& context) const {
  const bool by_draw = context.scenario.power_control.admission == Admission::kDrawn;
  return (by_draw ? draw_at(clocked()) : clocked().active_power) * held_chips();
}

CappedLoad ServingFleet::capped_view() const {
  CappedLoad view;
  view.name = spec_->name;
  view.priority = spec_->priority;
  view.chips = held_chips();
  view.idle = idle_power_ * view.chips;
  return view;
}

void ServingFleet::set_power(const PowerDecision& decision, EngineContext& context) {
  if (decision.level == level_) return;
  settle(context);
  const bool is_lower = decision.level > level_;
  level_ = decision.level;
  list_blocks();
  if (!is_lower) context.site.promise(blocks_, clocked().active_power);
  set_load(context);
  if (is_lower) context.site.promise(blocks_, clocked().active_power);
  write_metrics(context);
}

}  // namespace gigapod
