// wanted = demand / (capacity x target utilization), demand as measured since the last look.
#include "sim/base/registry.hpp"
#include "sim/policy/autoscaler.hpp"

namespace gigapod {
namespace {

class ScaleToUtilization final : public Autoscaler {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit ScaleToUtilization(const Params&) {}

  [[nodiscard]] double wanted_replicas(const AutoscalerView& view) const override {
    return view.replicas_for(view.demand());
  }
};

[[maybe_unused]] const bool kRegistered = register_plugin<ScaleToUtilization, Autoscaler>(
    "target_utilization", "Replicas for the demand since the last look, at the target utilization.");

}  // namespace
}  // namespace gigapod
