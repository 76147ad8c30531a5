// First come, first served: rank is the same for all, so that requests start in the order of arrival and the latest
// arrival is preempted first (vLLM's default).

#include "sim/base/registry.hpp"
#include "sim/policy/request_scheduler.hpp"

namespace gigapod {
namespace {

class RequestFcfs final : public RequestScheduler {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit RequestFcfs(const Params&) {}

  [[nodiscard]] double rank(const QueuedRequest&) const override { return 0.0; }
};

[[maybe_unused]] const bool kRegistered = register_plugin<RequestFcfs, RequestScheduler>(
    "fcfs", "Starts requests in the order of arrival; preempts the latest.");

}  // namespace
}  // namespace gigapod
