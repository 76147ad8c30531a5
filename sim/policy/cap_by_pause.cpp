// Stopping work as a whole: the lowest priority stands still on its chips until power comes back, which costs no
// checkpoint and no restart, and replicas of fleets drain when it is their turn; the rest run at full clock. What is
// missing then, clocks give.
#include "sim/base/registry.hpp"
#include "sim/policy/power_cap.hpp"

namespace gigapod {
namespace {

class ByPause final : public PowerCapPolicy {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit ByPause(const Params&) {}

  void choose(Watts budget, std::span<const CappedLoad> loads, std::span<PowerDecision> decisions) const override {
    stop_until(budget, PowerAction::kPause, loads, decisions);
    slow_until(budget, loads, decisions);
  }
};

const bool kRegistered = register_plugin<ByPause, PowerCapPolicy>(
    "pause", "Pauses jobs and drains replicas, lowest priority first; then lowers clocks.");

}  // namespace
}  // namespace gigapod
