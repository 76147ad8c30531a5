// Least loss: step by step, the workload that loses the fewest chip-seconds of full speed for each watt goes down one
// clock. Memory-bound work (decode, large exchanges) loses little at a lower clock and goes first, so the same cut
// costs less throughput than a uniform one. A greedy choice: optimal where the loss for each watt rises with every
// step down, which it does for the clock model of docs/models/power.md.
#include "sim/base/registry.hpp"
#include "sim/policy/power_cap.hpp"

#include <algorithm>
#include <queue>
#include <tuple>
#include <vector>

namespace gigapod {
namespace {

class LeastLoss final : public PowerCapPolicy {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit LeastLoss(const Params&) {}

  void choose(Watts budget, std::span<const CappedLoad> loads, std::span<PowerDecision> decisions) const override {
    using Step = std::tuple<double, std::size_t>;  // loss for each watt, load
    std::priority_queue<Step, std::vector<Step>, std::greater<>> steps;
    const auto offer = [&](std::size_t i) {
      const CappedLoad& load = loads[i];
      const std::size_t level = decisions[i].level;
      if (decisions[i].action != PowerAction::kRun || !can_slow(load, decisions[i])) return;
      const Watts saved = load.levels[level].draw - load.levels[level + 1].draw;
      if (saved <= Watts(0.0)) return;
      steps.emplace(load.chips * (load.levels[level].speed - load.levels[level + 1].speed) / saved.value(), i);
    };
    for (std::size_t i = 0; i < loads.size(); ++i) offer(i);
    Watts over = total_draw(loads, decisions) - budget;
    while (over > Watts(0.0) && !steps.empty()) {
      const std::size_t i = std::get<1>(steps.top());
      steps.pop();
      const Watts before = loads[i].draw(decisions[i]);
      ++decisions[i].level;
      over -= before - loads[i].draw(decisions[i]);
      offer(i);
    }
    stop_until(budget, PowerAction::kPause, loads, decisions);
  }
};

const bool kRegistered = register_plugin<LeastLoss, PowerCapPolicy>(
    "least_loss",
    "Lowers the clocks that cost the least throughput for each watt; then pauses jobs and drains replicas.");

}  // namespace
}  // namespace gigapod
