#pragma once

#include "sim/policy/request_router.hpp"
#include "sim/policy/request_scheduler.hpp"
#include "sim/serving/event_times.hpp"
#include "sim/serving/request_source.hpp"
#include "sim/serving/serving_replica.hpp"

#include <memory>
#include <vector>

namespace gigapod {

/// One run of serve(): arrivals, the router and the replicas, in the order of time. Of simultaneous events, replicas
/// come first, the lowest first, then arrivals.
class ServingSimulation final : public CachedPrefix {
 public:
  ServingSimulation(const RequestTrace& trace, const ServingSetup& setup);
  [[nodiscard]] ServingOutcome run();
  [[nodiscard]] int cached_tokens(int replica) const override;

 private:
  void arrive();
  void step_replica();
  void update(std::size_t replica);
  [[nodiscard]] bool fits(const Request& request) const;
  [[nodiscard]] ServingOutcome outcome();

  const RequestTrace& trace_;
  const ServingSetup& setup_;
  StepClock clock_;
  KvLayout layout_;
  std::unique_ptr<RequestScheduler> scheduler_;
  std::unique_ptr<RequestRouter> router_;
  RequestSource source_;
  LiveRequests requests_;
  ServingLog log_;
  std::vector<std::uint32_t> finished_;
  std::vector<ServingReplica> replicas_;
  std::vector<ReplicaLoad> loads_;
  EventTimes times_;
  std::uint64_t routed_ = 0;
  const Request* arriving_ = nullptr;
  double now_ = 0.0;
};

}  // namespace gigapod
