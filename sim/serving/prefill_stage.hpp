#pragma once

#include "sim/serving/cache_link.hpp"
#include "sim/serving/replica_pool.hpp"

#include <vector>

namespace gigapod {

/// The prefill replicas of a disaggregated setup, from the arrival of a request to that of its cache at the others.
class PrefillStage {
 public:
  /// `context` is that of the other replicas.
  PrefillStage(const PrefillPool& setup, const ReplicaContext& context, const RequestRouter& router);

  [[nodiscard]] ReplicaPool& pool() { return pool_; }
  [[nodiscard]] double next_time() const;
  /// Does what is due next; false when that was not the arrival of a cache, of `slot`.
  bool handle(std::uint32_t& slot);
  [[nodiscard]] const KvLayout& layout() const { return layout_; }
  void write(double end, ServingOutcome& outcome);

 private:
  [[nodiscard]] ReplicaContext context_for(const ReplicaContext& context);

  ReplicaSetup setup_;
  StepClock clock_;
  KvLayout layout_;
  std::vector<std::uint32_t> prefilled_;
  LiveRequests& requests_;
  ReplicaPool pool_;
  CacheLinks links_;
};

}  // namespace gigapod
