// Assumed: planned durations hold (failures may move a reservation); pod types wait for different hardware, so each
// has its own reservation; blocks are counted by pod, not by position. Source: Lifka, "The ANL/IBM SP scheduling
// system", JSSPP 1995; Mu'alem and Feitelson, IEEE TPDS 12(6), 2001.
#include "sim/policy/easy_backfill.hpp"

#include "sim/base/dimension.hpp"

#include <fmt/format.h>

namespace gigapod {

std::vector<PodBlocks> free_by_pod(const StartProbe& probe, std::string_view pod_type) {
  std::vector<PodBlocks> free = probe.free_blocks_by_pod(pod_type);
  if (free.empty()) free.push_back({PodId{0}, probe.free_blocks(pod_type)});
  return free;
}

std::vector<PodBlocks> taken_between(const std::vector<PodBlocks>& before, const std::vector<PodBlocks>& after) {
  std::vector<PodBlocks> taken;
  for (std::size_t i = 0; i < before.size() && i < after.size(); ++i) {
    if (before[i].blocks > after[i].blocks) taken.push_back({before[i].pod, before[i].blocks - after[i].blocks});
  }
  return taken;
}

EasyBackfill::EasyBackfill(const SchedulingView& view, StartProbe& probe, int depth)
    : now_(view.now), probe_(&probe), depth_(depth), running_(view.running) {}

bool EasyBackfill::offer(const WaitingJob& job) {
  if (is_closed(job.pod_type) || !probe_->is_within_quota(job.job)) return false;
  const auto reserved = reserved_.find(job.pod_type);
  if (reserved != reserved_.end()) return looked_at_++ < depth_ && backfill(job, reserved->second);
  const std::vector<PodBlocks> before = free_by_pod(*probe_, job.pod_type);
  if (!probe_->try_start(job.job)) {
    reserved_.emplace(job.pod_type, Reserved{reservation(job, before), job.job});
    return false;
  }
  RunningJob started{job.job, job.priority, now_ + job.planned_duration, job.pod_type,
                     job.blocks_per_slice * job.slices};
  started.blocks_by_pod = taken_between(before, free_by_pod(*probe_, job.pod_type));
  started_.push_back(std::move(started));
  return true;
}

Reservation EasyBackfill::reservation(const WaitingJob& job, const std::vector<PodBlocks>& free) const {
  if (started_.empty()) return {now_, job, free, running_};
  std::vector<RunningJob> all(running_.begin(), running_.end());
  all.insert(all.end(), started_.begin(), started_.end());
  return {now_, job, free, all};
}

bool EasyBackfill::backfill(const WaitingJob& job, Reserved& reserved) {
  Reservation& reservation = reserved.reservation;
  const auto preview = probe_->preview(job.job);
  const bool is_harmless =
      preview ? reservation.allows(now_, job.planned_duration, *preview) : reservation.allows_anywhere(now_, job);
  if (!is_harmless) return false;
  const std::vector<PodBlocks> before = free_by_pod(*probe_, job.pod_type);
  if (!probe_->try_start(job.job)) return false;
  reservation.note_started(now_, job.planned_duration, taken_between(before, free_by_pod(*probe_, job.pod_type)));
  probe_->explain_start(job.job, reservation.start()
                                     ? fmt::format("backfills before {}, whose reservation at {} stands",
                                                   probe_->name(reserved.job), short_text(*reservation.start()))
                                     : fmt::format("backfills before {}, which no end of a running job lets start",
                                                   probe_->name(reserved.job)));
  return true;
}

const Reservation* EasyBackfill::find_reservation(std::string_view pod_type) const {
  const auto found = reserved_.find(pod_type);
  return found == reserved_.end() ? nullptr : &found->second.reservation;
}

}  // namespace gigapod
