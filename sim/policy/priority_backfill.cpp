// Priority order with aggressive (EASY) backfill.
//
// Jobs start by priority, then submit time, then id. The first job of a pod type that can't start gets a reservation:
// the earliest time at which the planned ends of the running jobs free enough blocks. A later job of the type starts
// now only if it does not delay that: it is planned to end before, or it leaves enough blocks at that time.
// Assumed: planned durations hold (failures may move a reservation); pod types wait for different hardware, so each
// has its own reservation; blocks are counted by pod, not by position. Source: Lifka, "The ANL/IBM SP scheduling
// system", JSSPP 1995; Mu'alem and Feitelson, IEEE TPDS 12(6), 2001.
#include "sim/base/registry.hpp"
#include "sim/policy/job_order.hpp"
#include "sim/policy/reservation.hpp"
#include "sim/policy/scheduler.hpp"

#include <map>
#include <string>
#include <vector>

namespace gigapod {
namespace {

std::vector<PodBlocks> free_by_pod(const StartProbe& probe, const std::string& pod_type) {
  std::vector<PodBlocks> free = probe.free_blocks_by_pod(pod_type);
  if (free.empty()) free.push_back({PodId{0}, probe.free_blocks(pod_type)});
  return free;
}

/// What was taken between two looks at the free blocks.
std::vector<PodBlocks> taken_between(const std::vector<PodBlocks>& before, const std::vector<PodBlocks>& after) {
  std::vector<PodBlocks> taken;
  for (std::size_t i = 0; i < before.size() && i < after.size(); ++i) {
    if (before[i].blocks > after[i].blocks) taken.push_back({before[i].pod, before[i].blocks - after[i].blocks});
  }
  return taken;
}

class PriorityBackfill final : public Scheduler {
 public:
  struct Params {
    int backfill_depth = 1000;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.integer("backfill_depth", &Params::backfill_depth, kNonNegative,
                 "Waiting jobs looked at behind a reservation, at each decision; 0: no backfill.");
    return list;
  }
  explicit PriorityBackfill(const Params& params) : params_(params) {}

  void choose(Seconds now, std::span<const WaitingJob> waiting, std::span<const RunningJob> running,
              StartProbe& probe) const override {
    std::map<std::string, Reservation> reservations;
    std::vector<RunningJob> in_use(running.begin(), running.end());
    int looked_at = 0;
    for (const WaitingJob& job : by_priority(waiting)) {
      const auto reserved = reservations.find(job.pod_type);
      if (reserved != reservations.end()) {
        if (looked_at++ < params_.backfill_depth) backfill(now, job, reserved->second, probe);
        continue;
      }
      const std::vector<PodBlocks> before = free_by_pod(probe, job.pod_type);
      if (probe.try_start(job.job)) {
        in_use.push_back(started(now, job, taken_between(before, free_by_pod(probe, job.pod_type))));
      } else {
        reservations.emplace(job.pod_type, Reservation(now, job, before, in_use));
      }
    }
  }

 private:
  static RunningJob started(Seconds now, const WaitingJob& job, std::vector<PodBlocks> blocks) {
    return {
        job.job,          job.priority, now + job.planned_duration, job.pod_type, job.blocks_per_slice * job.slices,
        std::move(blocks)};
  }

  static void backfill(Seconds now, const WaitingJob& job, Reservation& reservation, StartProbe& probe) {
    const auto preview = probe.preview(job.job);
    const bool is_harmless =
        preview ? reservation.allows(now, job.planned_duration, *preview) : reservation.allows_anywhere(now, job);
    if (!is_harmless) return;
    const std::vector<PodBlocks> before = free_by_pod(probe, job.pod_type);
    if (!probe.try_start(job.job)) return;
    reservation.note_started(now, job.planned_duration, taken_between(before, free_by_pod(probe, job.pod_type)));
  }

  Params params_;
};

const bool kRegistered = register_plugin<PriorityBackfill, Scheduler>(
    "priority_backfill", "Priority order; later jobs fill gaps that do not delay the first that waits (EASY).");

}  // namespace
}  // namespace gigapod
