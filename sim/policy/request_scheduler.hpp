#pragma once

#include "sim/base/quantity.hpp"

namespace gigapod {

/// What a request scheduler sees of a request that waits at a replica.
struct QueuedRequest {
  Seconds arrival;
  int prompt_tokens = 0;
  int output_tokens = 0;
  int tenant = 0;
  int priority = 0;  ///< higher is more important
};

/// What a tenant's requests have had of a replica.
struct TenantService {
  double prompt_tokens = 0.0;  ///< of requests that have started
  double output_tokens = 0.0;
};

/// Order in which a replica starts the requests that wait, and the reverse order in which it preempts running ones
/// when its cache is full. Pure.
class RequestScheduler {
 public:
  static constexpr const char* kRegistryName = "request_scheduler";
  virtual ~RequestScheduler() = default;
  /// The smallest rank starts first; equal ranks in the order of arrival. Constant while the request is there.
  [[nodiscard]] virtual double rank(const QueuedRequest& request) const = 0;
  /// True: the tenant of the smallest tenant_rank comes first, then its requests by rank.
  [[nodiscard]] virtual bool is_by_tenant() const { return false; }
  /// Grows with the service. A tenant that comes back is not given what it did not ask for: it starts again with no
  /// less than the least of those that wait.
  [[nodiscard]] virtual double tenant_rank(const TenantService& /*service*/) const { return 0.0; }
};

}  // namespace gigapod
