#include "sim/serving/cache_link.hpp"

#include <algorithm>
#include <limits>

namespace gigapod {

CacheLinks::CacheLinks(const PrefillPool& pool, const KvLayout& layout)
    : rate_(pool.transfer_rate.value()),
      latency_(pool.transfer_latency.value()),
      layout_(layout),
      free_at_(static_cast<std::size_t>(pool.replicas), 0.0) {}

void CacheLinks::send(int replica, std::uint32_t slot, std::int64_t tokens, double now) {
  // Tokens that layers keep, not whole pages.
  const double share = static_cast<double>(tokens) / layout_.block_tokens;
  const double local = std::min(share, static_cast<double>(layout_.window) / layout_.block_tokens);
  const double bytes = layout_.page.value() * (layout_.global_layers * share + layout_.local_layers * local);
  double& free_at = free_at_[static_cast<std::size_t>(replica)];
  free_at = std::max(free_at, now) + bytes / rate_;
  const double arrival = free_at + latency_;
  under_way_.push({arrival, sent_++, slot, replica});
  bytes_ += bytes;
  seconds_ += arrival - now;
}

double CacheLinks::next_time() const {
  return under_way_.empty() ? std::numeric_limits<double>::infinity() : under_way_.top().arrival;
}

CacheLinks::Transfer CacheLinks::take() {
  const Transfer transfer = under_way_.top();
  under_way_.pop();
  return transfer;
}

void CacheLinks::write(ServingOutcome& outcome) const {
  outcome.transfers = static_cast<std::int64_t>(sent_);
  outcome.transferred = Bytes(bytes_);
  outcome.transfer_mean = Seconds(sent_ > 0 ? seconds_ / static_cast<double>(sent_) : 0.0);
}

}  // namespace gigapod
