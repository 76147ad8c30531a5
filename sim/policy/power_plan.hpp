#pragma once

#include "sim/policy/scheduler.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace gigapod {

/// Promised power over time to come: the headroom now, what running jobs give back at their ends, and the start that
/// is reserved for the first job that lacks power.
class PowerPlan {
 public:
  explicit PowerPlan(const SchedulingView& view);

  /// Whether the job has the power now, with `reserve` left over, and does not take it from the reserved start.
  [[nodiscard]] bool allows(const WaitingJob& job, Watts reserve) const;
  [[nodiscard]] Watts headroom() const { return headroom_; }
  void note_started(const WaitingJob& job);
  /// Plans the earliest time at which the job has its power and `reserve` is left; the first reservation stays.
  void reserve_for(const WaitingJob& job, Watts reserve);
  [[nodiscard]] const std::optional<Seconds>& reserved_start() const { return start_; }
  [[nodiscard]] std::optional<JobId> reserved_job() const { return job_; }

 private:
  Seconds now_;
  Watts headroom_;
  std::vector<std::pair<Seconds, Watts>> ends_;  ///< of running jobs, in the order of time
  std::optional<Watts> after_all_;               ///< headroom when they all have ended; nothing: not added up yet
  std::optional<Seconds> start_;
  std::optional<JobId> job_;
  Watts left_at_start_;
};

}  // namespace gigapod
