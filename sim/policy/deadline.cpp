// Earliest deadline first among jobs that can still make it: laxity = deadline - now - planned duration is at least
// 0. Jobs without a deadline, and jobs that are too late already, go behind, by priority: a lost job must not take
// others with it. Gaps are filled as under EASY backfill, so the first job by deadline is never delayed. EDF is
// optimal on one machine with preemption; here jobs are gangs and run to their end, so it is a heuristic.
#include "sim/base/registry.hpp"
#include "sim/policy/easy_backfill.hpp"
#include "sim/policy/job_order.hpp"

#include <utility>

namespace gigapod {
namespace {

class Deadline final : public Scheduler {
 public:
  struct Params {
    double safety = 0.05;
    int backfill_depth = 1000;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.number("safety", &Params::safety, kNonNegative,
                "Planned durations are taken longer by this fraction, for checkpoints and failures.");
    list.integer("backfill_depth", &Params::backfill_depth, kNonNegative,
                 "Waiting jobs looked at behind a reservation, at each decision; 0: no backfill.");
    return list;
  }
  explicit Deadline(const Params& params) : params_(params) {}

  void choose(const SchedulingView& view, StartProbe& probe) const override {
    const auto is_late = [&](const WaitingJob& job) { return job.deadline && laxity(job, view.now) < Seconds(0.0); };
    const auto key = [&](const WaitingJob& job) {
      if (!job.deadline || is_late(job)) return std::pair(1, static_cast<double>(-job.priority));
      return std::pair(0, job.deadline->value());
    };
    EasyBackfill starts(view, probe, params_.backfill_depth);
    for (const WaitingJob* job : ordered(view.waiting, key)) {
      if (!starts.offer(*job) && is_late(*job)) {
        probe.explain_wait(job->job, "late",
                           [] { return "waits behind jobs that can still meet their deadlines; it can't"; });
      }
    }
  }

 private:
  [[nodiscard]] Seconds laxity(const WaitingJob& job, Seconds now) const {
    return *job.deadline - now - job.planned_duration * (1.0 + params_.safety);
  }

  Params params_;
};

const bool kRegistered = register_plugin<Deadline, Scheduler>(
    "deadline", "Earliest deadline first among jobs that can still make it; the others behind, by priority.");

}  // namespace
}  // namespace gigapod
