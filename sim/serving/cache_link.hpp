#pragma once

#include "sim/serving/kv_layout.hpp"
#include "sim/serving/serving_outcome.hpp"

#include <cstdint>
#include <queue>
#include <vector>

namespace gigapod {

/// Caches of prompts on their way from prefill replicas. Each replica has a link over which they go one after the
/// other: a cache of s bytes that is ready at t arrives at max(t, link free) + s / rate + latency. Times are seconds.
class CacheLinks {
 public:
  struct Transfer {
    double arrival = 0.0;
    std::uint64_t sequence = 0;
    std::uint32_t slot = 0;
    int replica = 0;  ///< that sends it
  };

  CacheLinks(const PrefillPool& pool, const KvLayout& layout);
  /// Sends the cache of that many tokens as soon as the link is free.
  void send(int replica, std::uint32_t slot, std::int64_t tokens, double now);
  /// When the next cache arrives; infinite when none is on its way.
  [[nodiscard]] double next_time() const;
  [[nodiscard]] Transfer take();
  void write(ServingOutcome& outcome) const;

 private:
  struct IsLater {
    bool operator()(const Transfer& a, const Transfer& b) const {
      return a.arrival != b.arrival ? a.arrival > b.arrival : a.sequence > b.sequence;
    }
  };
  double rate_ = 1.0;
  double latency_ = 0.0;
  KvLayout layout_;
  std::vector<double> free_at_;  // by replica
  std::priority_queue<Transfer, std::vector<Transfer>, IsLater> under_way_;
  std::uint64_t sent_ = 0;
  double bytes_ = 0.0;
  double seconds_ = 0.0;
};

}  // namespace gigapod
