// Proportional capping: every workload goes down to the same clock, the highest at which the envelope holds. If even
// the lowest clock is too much, jobs pause and replicas drain, lowest priority first. No one is favoured, and a
// synchronous job that spans envelopes runs at its slowest member in any case.
#include "sim/base/registry.hpp"
#include "sim/policy/power_cap.hpp"

#include <algorithm>

namespace gigapod {
namespace {

class Proportional final : public PowerCapPolicy {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit Proportional(const Params&) {}

  void choose(Watts budget, std::span<const CappedLoad> loads, std::span<PowerDecision> decisions) const override {
    std::size_t most = 0;
    for (const CappedLoad& load : loads) most = std::max(most, load.levels.size());
    for (std::size_t level = 1; level < most && total_draw(loads, decisions) > budget; ++level) {
      for (std::size_t i = 0; i < loads.size(); ++i) {
        if (decisions[i].level < level && can_slow(loads[i], decisions[i])) ++decisions[i].level;
      }
    }
    stop_until(budget, PowerAction::kPause, loads, decisions);
  }
};

const bool kRegistered = register_plugin<Proportional, PowerCapPolicy>(
    "proportional", "Lowers every clock alike; then pauses jobs and drains replicas, lowest priority first.");

}  // namespace
}  // namespace gigapod
