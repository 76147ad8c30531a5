// Giving chips up: the lowest priority writes a checkpoint and goes back to the queue, so that smaller jobs can use
// the power that is left. It draws running power until its checkpoint is whole, and restarts later at full cost.
// Replicas of fleets drain in their turn.
#include "sim/base/registry.hpp"
#include "sim/policy/power_cap.hpp"

namespace gigapod {
namespace {

class ByPreemption final : public PowerCapPolicy {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit ByPreemption(const Params&) {}

  void choose(Watts budget, std::span<const CappedLoad> loads, std::span<PowerDecision> decisions) const override {
    stop_until(budget, PowerAction::kYield, loads, decisions);
    slow_until(budget, loads, decisions);
  }
};

const bool kRegistered =
    register_plugin<ByPreemption, PowerCapPolicy>("preempt",
                                                  "Sends jobs back to the queue after a checkpoint and drains "
                                                  "replicas, lowest priority first; then lowers clocks.");

}  // namespace
}  // namespace gigapod
