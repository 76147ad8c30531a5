#pragma once

#include "sim/policy/autoscaler.hpp"
#include "sim/serving/replica_pool.hpp"

#include <cstdint>
#include <memory>
#include <queue>
#include <vector>

namespace gigapod {

/// Outages and scaling of a pool: what happens to its replicas from outside. Times are seconds.
class PoolControl {
 public:
  PoolControl(const ServingSetup& setup, ReplicaPool& pool);

  /// Infinite when nothing is to come.
  [[nodiscard]] double next_time() const;
  /// Does what is due next; requests that lose their replica are added to `homeless`.
  void handle(std::vector<std::uint32_t>& homeless);
  /// A request has arrived: demand.
  void count_arrival() { ++arrivals_; }

 private:
  enum class Kind {
    kOutageEnd,
    kOutageBegin,
    kLoaded,
    kLook
  };
  struct Event {
    double time = 0.0;
    Kind kind = Kind::kLook;
    std::uint64_t sequence = 0;
    std::size_t subject = 0;  // outage or replica
  };
  struct IsLater {
    bool operator()(const Event& a, const Event& b) const {
      if (a.time != b.time) return a.time > b.time;
      return a.kind != b.kind ? a.kind > b.kind : a.sequence > b.sequence;
    }
  };
  void add(double time, Kind kind, std::size_t subject) { events_.push({time, kind, sequence_++, subject}); }
  void begin_outage(const ReplicaOutage& outage, double now, std::vector<std::uint32_t>& homeless);
  void end_outage(const ReplicaOutage& outage, double now);
  void finish_loading(std::size_t replica, double now);
  void look(double now, std::vector<std::uint32_t>& homeless);
  [[nodiscard]] int wanted(double now, std::size_t homeless);
  bool add_replica(double now);
  bool remove_replica(double now, std::vector<std::uint32_t>& homeless);
  [[nodiscard]] int last_in(ReplicaState state) const;

  const ServingSetup& setup_;
  ReplicaPool& pool_;
  std::unique_ptr<Autoscaler> policy_;
  std::priority_queue<Event, std::vector<Event>, IsLater> events_;
  std::uint64_t sequence_ = 0;
  std::vector<int> outages_;       // under way, by replica
  std::vector<double> loaded_at_;  // by replica, while it loads
  std::vector<DemandSample> history_;
  std::int64_t arrivals_ = 0;  // since the last look
};

}  // namespace gigapod
