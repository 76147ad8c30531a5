#pragma once

#include "sim/serving/request.hpp"
#include "sim/serving/serving_setup.hpp"

#include <vector>

namespace gigapod {

/// A bucket that fills at a rate up to a size, and starts full.
class TokenBucket {
 public:
  TokenBucket(double rate, Seconds burst) : rate_(rate), size_(rate * burst.value()), level_(size_) {}
  /// At `now` in seconds, never before an earlier call.
  [[nodiscard]] bool has(double amount, double now);
  void take(double amount) { level_ -= amount; }

 private:
  double rate_ = 0.0;
  double size_ = 0.0;
  double level_ = 0.0;
  double last_ = 0.0;
};

/// Limits of tenants, for requests and for tokens.
class RateLimiter {
 public:
  explicit RateLimiter(const std::vector<TenantLimit>& limits);
  /// Whether the tenant may send it at `now`; if so, it is charged.
  [[nodiscard]] bool admits(const Request& request, double now);

 private:
  struct Buckets {
    bool limits_requests = false;
    bool limits_tokens = false;
    TokenBucket requests{0.0, Seconds(0.0)};
    TokenBucket tokens{0.0, Seconds(0.0)};
  };
  std::vector<Buckets> tenants_;
};

}  // namespace gigapod
