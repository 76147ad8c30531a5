// Capping by priority: the lowest priority goes to its lowest clock before the next one slows down at all; then jobs
// pause and replicas drain in the same order. Urgent work, and fleets with their high priority, keep their speed
// longest.
#include "sim/base/registry.hpp"
#include "sim/policy/power_cap.hpp"

namespace gigapod {
namespace {

class ByPriority final : public PowerCapPolicy {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit ByPriority(const Params&) {}

  void choose(Watts budget, std::span<const CappedLoad> loads, std::span<PowerDecision> decisions) const override {
    slow_until(budget, loads, decisions);
    stop_until(budget, PowerAction::kPause, loads, decisions);
  }
};

const bool kRegistered = register_plugin<ByPriority, PowerCapPolicy>(
    "by_priority", "Lowers clocks, lowest priority first; then pauses jobs and drains replicas in the same order.");

}  // namespace
}  // namespace gigapod
