// Replica number n mod R for the n-th request; the next one that accepts when that one does not.

#include "sim/base/registry.hpp"
#include "sim/policy/request_router.hpp"

namespace gigapod {
namespace {

class RouteRoundRobin final : public RequestRouter {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit RouteRoundRobin(const Params&) {}

  [[nodiscard]] int choose(const RoutingView& view) const override {
    std::size_t replica = view.routed % view.replicas.size();
    while (!view.replicas[replica].accepts) replica = (replica + 1) % view.replicas.size();
    return static_cast<int>(replica);
  }
};

[[maybe_unused]] const bool kRegistered = register_plugin<RouteRoundRobin, RequestRouter>(
    "round_robin", "One replica after the other, whatever their load.");

}  // namespace
}  // namespace gigapod
