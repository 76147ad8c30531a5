// Conservative backfill: every waiting job, in the order of priority, then submit time, has a reservation at the
// earliest time that delays nobody before it; a job starts when its reservation is now. Unlike EASY, which protects
// only the first that waits, no job is ever delayed by one that stands behind it.
//
// Reservations are made anew at each decision, so that an early end moves everybody up (compression). Assumed, as in
// easy_backfill: planned durations hold; blocks are counted by pod; each pod type has its own queue. Source:
// Mu'alem and Feitelson, IEEE TPDS 12(6), 2001. Cost: O(depth x changes x pods) a decision.
#include "sim/base/dimension.hpp"
#include "sim/base/registry.hpp"
#include "sim/policy/block_timeline.hpp"
#include "sim/policy/easy_backfill.hpp"
#include "sim/policy/job_order.hpp"

#include <fmt/format.h>

#include <map>

namespace gigapod {
namespace {

class ConservativeBackfill final : public Scheduler {
 public:
  struct Params {
    int depth = 100;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.integer("depth", &Params::depth, {1.0, 1e5},
                 "Waiting jobs of a pod type that get a reservation, at each decision; the rest stand behind them.");
    return list;
  }
  explicit ConservativeBackfill(const Params& params) : params_(params) {}

  void choose(const SchedulingView& view, StartProbe& probe) const override {
    std::map<std::string_view, Queue> queues;
    for (const WaitingJob* job : by_priority(view.waiting)) {
      if (!probe.is_within_quota(job->job)) continue;
      auto found = queues.find(job->pod_type);
      if (found == queues.end()) {
        BlockTimeline timeline(view.now, job->pod_type, free_by_pod(probe, job->pod_type), view.running);
        found = queues.emplace(job->pod_type, Queue{std::move(timeline), {}, 0}).first;
      }
      if (found->second.reservations < params_.depth) plan(view.now, *job, found->second, probe);
    }
  }

 private:
  struct Queue {
    BlockTimeline timeline;
    std::string first_waiting;
    int reservations = 0;
  };

  static void plan(Seconds now, const WaitingJob& job, Queue& queue, StartProbe& probe) {
    BlockTimeline& timeline = queue.timeline;
    auto start = timeline.earliest_start(job, now);
    if (start && *start <= now) {
      const auto preview = probe.preview(job.job);
      const std::vector<PodBlocks> before = free_by_pod(probe, job.pod_type);
      if ((!preview || timeline.allows(job.planned_duration, *preview)) && probe.try_start(job.job)) {
        timeline.take(job.planned_duration, taken_between(before, free_by_pod(probe, job.pod_type)));
        if (!queue.first_waiting.empty()) {
          probe.explain_start(job.job, fmt::format("backfills before {} and keeps every reservation before its own",
                                                   queue.first_waiting));
        }
        return;
      }
      // Blocks suffice by count, but position or power does not allow the start: it stands at the next change.
      const auto next = timeline.next_change(now);
      start = next ? timeline.earliest_start(job, *next) : std::nullopt;
    }
    ++queue.reservations;
    if (queue.first_waiting.empty()) queue.first_waiting = probe.name(job.job);
    if (!start) return;
    timeline.reserve(job, *start);
    probe.explain_wait(job.job, "reserved",
                       [&] { return fmt::format("waits: reserved for {}", short_text(*start)); });
  }

  Params params_;
};

const bool kRegistered = register_plugin<ConservativeBackfill, Scheduler>(
    "conservative_backfill",
    "Every waiting job has a reservation; a job fills a gap only if it delays none of them.");

}  // namespace
}  // namespace gigapod
