#pragma once

#include "sim/policy/reservation.hpp"
#include "sim/policy/scheduler.hpp"

#include <map>
#include <set>
#include <string_view>
#include <vector>

namespace gigapod {

/// Aggressive (EASY) backfill over jobs in any order: the part that policies with different orders share.
///
/// The first job of a pod type that can't start gets a reservation: the earliest time at which the planned ends of
/// the running jobs free enough blocks. A later job of the type starts now only if it does not delay that: it is
/// planned to end before, or it leaves enough blocks at that time.
class EasyBackfill {
 public:
  /// Waiting jobs looked at behind a reservation.
  EasyBackfill(const SchedulingView& view, StartProbe& probe, int depth);

  /// Starts the job now, or reserves for it, or fills a gap with it. True when it started.
  bool offer(const WaitingJob& job);
  /// No later job of the pod type starts in this decision.
  void close(std::string_view pod_type) { closed_.insert(pod_type); }
  [[nodiscard]] bool is_closed(std::string_view pod_type) const { return closed_.contains(pod_type); }
  [[nodiscard]] const Reservation* find_reservation(std::string_view pod_type) const;

 private:
  struct Reserved {
    Reservation reservation;
    JobId job;
  };
  bool backfill(const WaitingJob& job, Reserved& reserved);
  [[nodiscard]] Reservation reservation(const WaitingJob& job, const std::vector<PodBlocks>& free) const;

  Seconds now_;
  StartProbe* probe_;
  int depth_;
  int looked_at_ = 0;
  std::span<const RunningJob> running_;
  std::vector<RunningJob> started_;
  std::map<std::string_view, Reserved> reserved_;
  std::set<std::string_view> closed_;
};

/// Free blocks by pod; one pool when the probe does not tell pods.
[[nodiscard]] std::vector<PodBlocks> free_by_pod(const StartProbe& probe, std::string_view pod_type);
/// What was taken between two looks at the free blocks.
[[nodiscard]] std::vector<PodBlocks> taken_between(const std::vector<PodBlocks>& before,
                                                   const std::vector<PodBlocks>& after);

}  // namespace gigapod
