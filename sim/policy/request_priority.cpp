// Priority classes: the highest priority first, equal ones in the order of arrival; the lowest is preempted first.

#include "sim/base/registry.hpp"
#include "sim/policy/request_scheduler.hpp"

namespace gigapod {
namespace {

class RequestPriority final : public RequestScheduler {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit RequestPriority(const Params&) {}

  [[nodiscard]] double rank(const QueuedRequest& request) const override { return -request.priority; }
};

[[maybe_unused]] const bool kRegistered = register_plugin<RequestPriority, RequestScheduler>(
    "priority", "Starts the request of the highest priority first; preempts the lowest.");

}  // namespace
}  // namespace gigapod
