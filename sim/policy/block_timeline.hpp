#pragma once

#include "sim/policy/scheduler.hpp"

#include <optional>
#include <span>
#include <vector>

namespace gigapod {

/// Free blocks of one pod type over time to come, pod by pod: what running jobs give back and reservations take.
class BlockTimeline {
 public:
  /// `free` now; running jobs of other pod types are ignored. One pool when a running job's pods are not told.
  BlockTimeline(Seconds now, std::string_view pod_type, std::vector<PodBlocks> free,
                std::span<const RunningJob> running);

  /// When the job can first start, not before `earliest`, and hold its blocks for its whole planned duration without
  /// taking any that are reserved; nothing when it never can.
  [[nodiscard]] std::optional<Seconds> earliest_start(const WaitingJob& job, Seconds earliest) const;
  /// Whether `blocks` taken now are free of reservations for that long.
  [[nodiscard]] bool allows(Seconds duration, const std::vector<PodBlocks>& blocks) const;
  /// Takes blocks for the job from `start`, in the pods that have least to spare.
  void reserve(const WaitingJob& job, Seconds start);
  /// Takes `blocks` now, for that long.
  void take(Seconds duration, const std::vector<PodBlocks>& blocks);
  /// When more blocks come free next after `time`.
  [[nodiscard]] std::optional<Seconds> next_change(Seconds time) const;

 private:
  struct Segment {
    Seconds begin;
    std::vector<int> free;  ///< by pod; may fall below 0 beside a pod's fault
  };
  [[nodiscard]] std::size_t index_of(PodId pod) const;
  std::size_t split_at(Seconds time);
  void add(Seconds begin, Seconds end, std::size_t pod, int blocks);
  [[nodiscard]] std::size_t segment_at(Seconds time) const;
  /// Least free blocks by pod over the job's time if it starts in segment `first`; empty when they don't hold it.
  [[nodiscard]] std::vector<int> least_free(const WaitingJob& job, std::size_t first, Seconds start) const;

  Seconds now_;
  std::vector<PodId> pods_;
  std::vector<Segment> segments_;
};

}  // namespace gigapod
