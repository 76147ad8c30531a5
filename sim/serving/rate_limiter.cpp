#include "sim/serving/rate_limiter.hpp"

#include <algorithm>

namespace gigapod {

bool TokenBucket::has(double amount, double now) {
  level_ = std::min(size_, level_ + rate_ * (now - last_));
  last_ = now;
  return level_ >= amount;
}

RateLimiter::RateLimiter(const std::vector<TenantLimit>& limits) {
  for (const TenantLimit& limit : limits) {
    const auto tenant = static_cast<std::size_t>(limit.tenant);
    if (tenant >= tenants_.size()) tenants_.resize(tenant + 1);
    tenants_[tenant] = {limit.requests_per_second > 0.0, limit.tokens_per_second > 0.0,
                        TokenBucket(limit.requests_per_second, limit.burst),
                        TokenBucket(limit.tokens_per_second, limit.burst)};
  }
}

bool RateLimiter::admits(const Request& request, double now) {
  const auto tenant = static_cast<std::size_t>(request.tenant);
  if (tenant >= tenants_.size()) return true;
  Buckets& buckets = tenants_[tenant];
  const double tokens = static_cast<double>(request.prompt_tokens) + request.output_tokens;
  const bool has_request = !buckets.limits_requests || buckets.requests.has(1.0, now);
  const bool has_tokens = !buckets.limits_tokens || buckets.tokens.has(tokens, now);
  if (!has_request || !has_tokens) return false;
  buckets.requests.take(1.0);
  buckets.tokens.take(tokens);
  return true;
}

}  // namespace gigapod
