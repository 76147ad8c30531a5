#pragma once

#include "sim/policy/request_scheduler.hpp"
#include "sim/serving/pool_control.hpp"
#include "sim/serving/prefill_stage.hpp"
#include "sim/serving/rate_limiter.hpp"
#include "sim/serving/replica_pool.hpp"
#include "sim/serving/request_source.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace gigapod {

/// One run of serve(): arrivals, replicas and what happens to them, in the order of time. Of simultaneous events
/// replicas come first, the lowest first, then outages and scaling, then arrivals.
class ServingSimulation {
 public:
  ServingSimulation(const RequestTrace& trace, const ServingSetup& setup, const CountedTime& counted);
  [[nodiscard]] ServingOutcome run();

 private:
  void arrive();
  void refuse(const Request& request, std::int64_t RequestCounts::*reason);
  void step_prefill();
  void place_homeless();
  [[nodiscard]] double prefill_time() const;
  [[nodiscard]] ReplicaPool& entry() { return prefill_ ? prefill_->pool() : pool_; }
  void free_finished();
  [[nodiscard]] LiveRequest live(std::uint32_t index) const;
  [[nodiscard]] bool fits(const Request& request) const;
  [[nodiscard]] bool is_over() const;
  [[nodiscard]] ServingOutcome outcome();

  const RequestTrace& trace_;
  const ServingSetup& setup_;
  const CountedTime counted_;
  StepClock clock_;
  KvLayout layout_;
  std::unique_ptr<RequestScheduler> scheduler_;
  std::unique_ptr<RequestRouter> router_;
  RequestSource source_;
  RateLimiter limiter_;
  LiveRequests requests_;
  ServingLog log_;
  std::vector<std::uint32_t> finished_;
  std::vector<std::uint32_t> homeless_;  // wait for a replica that takes requests
  ReplicaPool pool_;                     // decodes, and prefills without a prefill stage
  std::optional<PrefillStage> prefill_;
  PoolControl control_;
  double now_ = 0.0;
};

}  // namespace gigapod
