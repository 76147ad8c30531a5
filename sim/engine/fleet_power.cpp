// What power control does to a serving fleet: another clock. Its replicas then hold fewer requests within their
// targets; what does not fit is not served.

#include "sim/engine/serving_fleet.hpp"

#include <algorithm>

namespace gigapod {

std::vector<ClockLevel> ServingFleet::power_levels(const EngineContext& context) const {
  const bool by_draw = context.scenario.power_control.admission == Admission::kDrawn;
  std::vector<ClockLevel> levels;
  for (const Clocked& clocked : clocks_) {
    if (clocked.speed < spec_->least_speed) break;
    levels.push_back({clocked.clock, clocked.speed, power_at(clocked, by_draw)});
  }
  return levels;
}

Watts ServingFleet::planned_power(const EngineContext& context) const {
  return power_at(clocked(), context.scenario.power_control.admission == Admission::kDrawn);
}

/// Of all its chips. Those that load or drain will serve, or have served, so they are promised the same.
Watts ServingFleet::power_at(const Clocked& clocked, bool by_draw) const {
  const double serving = chips(units_.serving());
  if (by_draw) return draw_at(clocked) * serving + idle_power_ * (chips(units_.held()) - serving);
  return clocked.active_power * chips(units_.held());
}

CappedLoad ServingFleet::capped_view() const {
  CappedLoad view;
  view.name = spec_->name;
  view.priority = spec_->priority;
  view.chips = chips(units_.held());
  view.idle = idle_power_ * view.chips;
  return view;
}

void ServingFleet::set_power(const PowerDecision& decision, EngineContext& context) {
  if (decision.level == level_) return;
  settle(context);
  const bool is_lower = decision.level > level_;
  level_ = decision.level;
  const auto promise = [&] {
    context.site.promise(units_.serving_blocks(), clocked().active_power);
    context.site.promise(units_.other_blocks(), clocked().active_power);
  };
  if (!is_lower) promise();
  set_load(context);
  if (is_lower) promise();
  write_metrics(context);
}

}  // namespace gigapod
