#pragma once

#include "sim/policy/scheduler.hpp"

#include <optional>
#include <span>
#include <vector>

namespace gigapod {

/// When a job that can't start now is expected to start, and what it leaves to others then: the EASY reservation.
/// Counts blocks pod by pod, or in one pool when pods are not told; contiguity inside a pod is not looked at.
class Reservation {
 public:
  /// `free` are the free blocks of the job's pod type now. Running jobs of other pod types are ignored. A job that is
  /// late is expected to end now. When the counts would let the job start now although it could not (a fragmented
  /// pod, a power envelope), the next end of a running job is taken.
  Reservation(Seconds now, const WaitingJob& job, std::vector<PodBlocks> free, std::span<const RunningJob> running);

  /// Expected start; nothing when the running jobs never free enough, and then the job holds nobody back.
  [[nodiscard]] std::optional<Seconds> start() const { return start_; }

  /// Whether a job that starts now and takes `blocks` leaves the reserved start as it is.
  [[nodiscard]] bool allows(Seconds now, Seconds planned_duration, const std::vector<PodBlocks>& blocks) const;
  /// The same when the pods it would take are not known: it must hold for the worst of them.
  [[nodiscard]] bool allows_anywhere(Seconds now, const WaitingJob& job) const;
  /// Takes note of a job that was started; `blocks` as above.
  void note_started(Seconds now, Seconds planned_duration, const std::vector<PodBlocks>& blocks);

 private:
  [[nodiscard]] int slices_left(const std::vector<PodBlocks>& taken) const;
  [[nodiscard]] bool ends_in_time(Seconds now, Seconds planned_duration) const;
  [[nodiscard]] int slots(int blocks) const { return blocks / blocks_per_slice_; }

  int blocks_per_slice_ = 1;
  int slices_ = 1;
  std::optional<Seconds> start_;
  std::vector<PodBlocks> free_at_start_;
};

}  // namespace gigapod
