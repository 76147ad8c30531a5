// The last of those that a policy stops may free far more than was missing: a large job, after small ones that would
// fit into what it left.
#include "sim/policy/power_give_back.hpp"

#include <algorithm>

namespace gigapod {
namespace {

constexpr double kRounding = 1e-9;  ///< of an amount of power, worked out in another order

using Decisions = std::vector<PowerDecision>;

bool stops_more(const PowerDecision& decision, const PowerDecision& than) {
  return decision.action != than.action || decision.serving < than.serving;
}

bool stops_more(std::span<const PowerDecision> decisions, std::span<const PowerDecision> than) {
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    if (stops_more(decisions[i], than[i])) return true;
  }
  return false;
}

/// The decision without its stop, or with as many replicas as `left` feeds.
PowerDecision resumed(const CappedLoad& load, const PowerDecision& decision, const PowerDecision& before,
                      Watts left) {
  PowerDecision more{decision.level, before.action, before.serving};
  if (decision.action != PowerAction::kRun || load.draw(more) <= load.draw(decision) + left) return more;
  const ClockLevel& level = load.levels[decision.level];
  const double share = (load.draw(decision) + left - level.drained) / (level.draw - level.drained);
  more.serving = std::clamp(level.busy * share, decision.serving, before.serving);
  return more;
}

void resume(Watts budget, std::span<const CappedLoad> loads, const Decisions& before,
            std::span<PowerDecision> decisions) {
  Watts left = budget - total_draw(loads, decisions);
  std::vector<std::size_t> order = who_gives_way(loads);
  std::reverse(order.begin(), order.end());
  for (const std::size_t i : order) {
    if (left <= Watts(0.0)) return;
    if (!stops_more(decisions[i], before[i])) continue;
    const PowerDecision more = resumed(loads[i], decisions[i], before[i], left);
    const Watts extra = loads[i].draw(more) - loads[i].draw(decisions[i]);
    if (extra > left * (1.0 + kRounding)) continue;
    decisions[i] = more;
    left -= extra;
  }
}

}  // namespace

void choose_and_give_back(const PowerCapPolicy& policy, Watts budget, std::span<const CappedLoad> loads,
                          std::span<PowerDecision> decisions) {
  const Decisions before(decisions.begin(), decisions.end());
  policy.choose(budget, loads, decisions);
  if (!stops_more(decisions, before) || total_draw(loads, decisions) > budget) return;
  resume(budget, loads, before, decisions);
  Decisions faster(decisions.begin(), decisions.end());
  for (std::size_t i = 0; i < faster.size(); ++i) faster[i].level = before[i].level;
  policy.choose(budget, loads, faster);
  const bool holds = total_draw(loads, faster) <= budget * (1.0 + kRounding);
  if (holds && !stops_more(faster, decisions)) std::copy(faster.begin(), faster.end(), decisions.begin());
}

}  // namespace gigapod
