#include "sim/policy/power_cap.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace gigapod {

Watts CappedLoad::draw(const PowerDecision& decision) const {
  if (decision.action != PowerAction::kRun) return idle;
  const ClockLevel& level = levels[decision.level];
  if (decision.serving >= level.busy) return level.draw;
  return level.drained + (level.draw - level.drained) * (decision.serving / level.busy);
}

Watts total_draw(std::span<const CappedLoad> loads, std::span<const PowerDecision> decisions) {
  Watts sum;
  for (std::size_t i = 0; i < loads.size(); ++i) sum += loads[i].draw(decisions[i]);
  return sum;
}

std::vector<std::size_t> who_gives_way(std::span<const CappedLoad> loads) {
  std::vector<std::size_t> order(loads.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(loads[a].priority, b) < std::tuple(loads[b].priority, a);
  });
  return order;
}

namespace {

/// The largest share of a fleet's replicas that gives up `over`, or the least that it keeps.
double kept_share(const CappedLoad& load, const PowerDecision& decision, Watts over) {
  const ClockLevel& level = load.levels[decision.level];
  const Watts active = level.draw - level.drained;
  const double least = std::max(load.least_serving, load.least_speed / level.speed);
  if (least >= decision.serving || active <= Watts(0.0)) return decision.serving;
  const double kept = level.busy * ((load.draw(decision) - level.drained - over) / active);
  return std::clamp(kept, least, decision.serving);
}

}  // namespace

bool can_slow(const CappedLoad& load, const PowerDecision& decision) {
  const std::size_t next = decision.level + 1;
  return next < load.levels.size() && load.levels[next].speed * decision.serving >= load.least_speed;
}

void stop_until(Watts budget, PowerAction action, std::span<const CappedLoad> loads,
                std::span<PowerDecision> decisions) {
  Watts over = total_draw(loads, decisions) - budget;
  for (const std::size_t i : who_gives_way(loads)) {
    if (over <= Watts(0.0)) return;
    const CappedLoad& load = loads[i];
    PowerDecision& decision = decisions[i];
    if (decision.action != PowerAction::kRun) continue;
    const Watts before = load.draw(decision);
    if (load.can_pause || load.can_yield) {
      decision.action = action == PowerAction::kYield && load.can_yield ? PowerAction::kYield : PowerAction::kPause;
    } else {
      decision.serving = kept_share(load, decision, over);
    }
    over -= before - load.draw(decision);
  }
}

void slow_until(Watts budget, std::span<const CappedLoad> loads, std::span<PowerDecision> decisions) {
  Watts over = total_draw(loads, decisions) - budget;
  for (const std::size_t i : who_gives_way(loads)) {
    if (over <= Watts(0.0)) return;
    if (decisions[i].action != PowerAction::kRun) continue;
    const Watts before = loads[i].draw(decisions[i]);
    while (can_slow(loads[i], decisions[i]) && before - loads[i].draw(decisions[i]) < over) ++decisions[i].level;
    over -= before - loads[i].draw(decisions[i]);
  }
}

}  // namespace gigapod
