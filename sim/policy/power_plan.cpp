#include "sim/policy/power_plan.hpp"

#include <algorithm>

namespace gigapod {

PowerPlan::PowerPlan(const SchedulingView& view) : now_(view.now), headroom_(view.headroom) {
  for (const RunningJob& job : view.running) ends_.emplace_back(max(view.now, job.expected_end), job.power);
  std::sort(ends_.begin(), ends_.end());
}

bool PowerPlan::allows(const WaitingJob& job, Watts reserve) const {
  if (job.power + reserve > headroom_) return false;
  return !start_ || now_ + job.planned_duration <= *start_ || job.power <= left_at_start_;
}

void PowerPlan::note_started(const WaitingJob& job) {
  const Seconds end = now_ + job.planned_duration;
  headroom_ -= job.power;
  if (start_ && end > *start_) left_at_start_ -= job.power;
  ends_.insert(std::upper_bound(ends_.begin(), ends_.end(), std::pair(end, job.power)), {end, job.power});
  after_all_.reset();
}

void PowerPlan::reserve_for(const WaitingJob& job, Watts reserve) {
  if (start_ || job.power + reserve <= headroom_) return;
  if (!after_all_) {
    after_all_ = headroom_;
    for (const auto& [end, power] : ends_) *after_all_ += power;
  }
  if (*after_all_ < job.power + reserve) return;
  Watts available = headroom_;
  for (const auto& [end, power] : ends_) {
    available += power;
    if (available < job.power + reserve) continue;
    start_ = end;
    job_ = job.job;
    left_at_start_ = available - job.power - reserve;
    return;
  }
}

}  // namespace gigapod
