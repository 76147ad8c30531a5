#include "sim/policy/power_cap.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace gigapod {

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

void stop_until(Watts budget, PowerAction action, std::span<const CappedLoad> loads,
                std::span<PowerDecision> decisions) {
  Watts over = total_draw(loads, decisions) - budget;
  for (const std::size_t i : who_gives_way(loads)) {
    if (over <= Watts(0.0)) return;
    const CappedLoad& load = loads[i];
    if (decisions[i].action != PowerAction::kRun || !(load.can_pause || load.can_yield)) continue;
    over -= load.draw(decisions[i]) - load.idle;
    decisions[i].action = action == PowerAction::kYield && load.can_yield ? PowerAction::kYield : PowerAction::kPause;
  }
}

void slow_until(Watts budget, std::span<const CappedLoad> loads, std::span<PowerDecision> decisions) {
  Watts over = total_draw(loads, decisions) - budget;
  for (const std::size_t i : who_gives_way(loads)) {
    if (over <= Watts(0.0)) return;
    if (decisions[i].action != PowerAction::kRun) continue;
    const Watts before = loads[i].draw(decisions[i]);
    while (decisions[i].level + 1 < loads[i].levels.size() && before - loads[i].draw(decisions[i]) < over) {
      ++decisions[i].level;
    }
    over -= before - loads[i].draw(decisions[i]);
  }
}

}  // namespace gigapod
