// The replica that is through with the prompt first: prompt tokens that it has to prefill before and for this
// request, what is in its prefix cache left out, and request_weight tokens for each request there (the trade of
// Preble, arXiv:2407.00023, and of SGLang's cache-aware router, in one number).

#include "sim/base/registry.hpp"
#include "sim/policy/request_router.hpp"

namespace gigapod {
namespace {

class RoutePrefixAware final : public RequestRouter {
 public:
  struct Params {
    double request_weight = 100.0;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.number("request_weight", &Params::request_weight, kNonNegative,
                "Prompt tokens that a request running or waiting there counts as.");
    return list;
  }
  explicit RoutePrefixAware(const Params& params) : params_(params) {}

  [[nodiscard]] int choose(const RoutingView& view) const override {
    int best = -1;
    double least = 0.0;
    for (int i = 0; i < static_cast<int>(view.replicas.size()); ++i) {
      const ReplicaLoad& load = view.replicas[static_cast<std::size_t>(i)];
      if (!load.accepts) continue;
      const int cached = view.cache == nullptr ? 0 : view.cache->cached_tokens(i);
      const double cost = static_cast<double>(load.prompt_backlog) + view.prompt_tokens - cached +
                          params_.request_weight * (load.waiting + load.running);
      if (best >= 0 && cost >= least) continue;
      best = i;
      least = cost;
    }
    return best;
  }

 private:
  Params params_;
};

[[maybe_unused]] const bool kRegistered = register_plugin<RoutePrefixAware, RequestRouter>(
    "prefix_aware", "The replica with the least to prefill, its prefix cache counted, and the fewest requests.");

}  // namespace
}  // namespace gigapod
