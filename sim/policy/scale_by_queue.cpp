// Requests that wait call for more: wanted = (demand + queued / drain time) / capacity, at least what there is.
// Without them nothing changes until replicas would stay below `idle_below` of their capacity; then down to the
// target.
#include "sim/base/registry.hpp"
#include "sim/policy/autoscaler.hpp"

#include <algorithm>

namespace gigapod {
namespace {

class ScaleByQueue final : public Autoscaler {
 public:
  struct Params {
    Seconds drain_time{60.0};
    double idle_below = 0.5;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.quantity("drain_time", &Params::drain_time, {1.0, 86400.0}, "Waiting requests are served within this.");
    list.number("idle_below", &Params::idle_below, {0.0, 1.0},
                "Below this share of their capacity replicas are given back.");
    return list;
  }
  explicit ScaleByQueue(const Params& params) : params_(params) {}

  [[nodiscard]] double wanted_replicas(const AutoscalerView& view) const override {
    const double demand = view.demand();
    if (view.queued > 0.0) {
      const double drained = demand + view.queued / params_.drain_time.value();
      return std::max(view.replicas, drained / view.capacity_per_replica);
    }
    const double idle = params_.idle_below * view.target_utilization;
    const bool is_idle = demand < view.replicas * view.capacity_per_replica * idle;
    return is_idle ? view.replicas_for(demand) : view.replicas;
  }

 private:
  Params params_;
};

[[maybe_unused]] const bool kRegistered = register_plugin<ScaleByQueue, Autoscaler>(
    "queue", "More replicas while requests wait, fewer when most of the capacity is idle.");

}  // namespace
}  // namespace gigapod
