#pragma once

#include "sim/policy/request_router.hpp"
#include "sim/serving/event_times.hpp"
#include "sim/serving/serving_replica.hpp"

#include <optional>
#include <vector>

namespace gigapod {

/// What a replica of a pool is doing.
enum class ReplicaState {
  kOff,       ///< not there: costs nothing
  kLoading,   ///< fetches its weights
  kServing,   ///< the only state that takes requests
  kDraining,  ///< finishes what runs, and stays
  kLeaving,   ///< finishes what runs, then goes off
  kDown       ///< failed
};

/// Replicas of one kind behind a router. Times are seconds and never go back.
class ReplicaPool final : public CachedPrefix {
 public:
  /// `serving` replicas that serve from time 0 on, of `most`.
  ReplicaPool(const ReplicaContext& context, const RequestRouter& router, int serving, int most);

  /// The replica that the router gives the request, or nothing while none takes requests.
  [[nodiscard]] std::optional<int> choose(const Request& request);
  void offer(int replica, std::uint32_t slot, double now);
  [[nodiscard]] double next_time() const { return times_.time(); }
  /// Ends the steps that are due next.
  void handle();
  /// Has something done to a replica, then looks at it again.
  template <class Action>
  void change(int replica, const Action& action) {
    action(replicas_[static_cast<std::size_t>(replica)]);
    update(static_cast<std::size_t>(replica));
  }

  [[nodiscard]] const ReplicaContext& context() const { return context_; }
  [[nodiscard]] int size() const { return static_cast<int>(replicas_.size()); }
  [[nodiscard]] const ServingReplica& replica(int index) const { return replicas_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] ReplicaState state(int replica) const { return states_[static_cast<std::size_t>(replica)]; }
  void set_state(int replica, ReplicaState state, double now);
  /// Replicas in any of the states from kLoading on, but for those that leave.
  [[nodiscard]] int staying() const;
  [[nodiscard]] int waiting() const;
  [[nodiscard]] int cached_tokens(int replica) const override;
  /// Adds what all replicas did up to `end`.
  void write(double end, ServingOutcome& outcome);

 private:
  void update(std::size_t replica);
  [[nodiscard]] double counted_since(std::size_t replica, double now) const;

  const ReplicaContext context_;
  const RequestRouter& router_;
  std::vector<ServingReplica> replicas_;
  std::vector<ReplicaLoad> loads_;
  std::vector<ReplicaState> states_;
  std::vector<double> since_;    // of being there
  std::vector<double> present_;  // counted time that it has been there before that
  EventTimes times_;
  int accepting_ = 0;
  std::uint64_t routed_ = 0;
  const Request* routing_ = nullptr;
};

}  // namespace gigapod
