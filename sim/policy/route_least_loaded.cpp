// The replica with the fewest requests in flight or waiting; of several, the one with the fewest prompt tokens to
// prefill.

#include "sim/base/registry.hpp"
#include "sim/policy/request_router.hpp"

#include <utility>

namespace gigapod {
namespace {

class RouteLeastLoaded final : public RequestRouter {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit RouteLeastLoaded(const Params&) {}

  [[nodiscard]] int choose(const RoutingView& view) const override {
    int best = -1;
    std::pair<int, std::int64_t> least;
    for (int i = 0; i < static_cast<int>(view.replicas.size()); ++i) {
      const ReplicaLoad& load = view.replicas[static_cast<std::size_t>(i)];
      const std::pair<int, std::int64_t> key{load.waiting + load.running, load.prompt_backlog};
      if (!load.accepts || (best >= 0 && key >= least)) continue;
      best = i;
      least = key;
    }
    return best;
  }
};

[[maybe_unused]] const bool kRegistered =
    register_plugin<RouteLeastLoaded, RequestRouter>("least_loaded", "The replica with the fewest requests.");

}  // namespace
}  // namespace gigapod
