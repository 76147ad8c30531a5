// Power-aware backfill: priority order, and of equal priority the job that needs least power a chip. Besides the
// block reservation of EASY backfill there is one for power: the first job whose promise does not fit under the grid
// rating is planned for the time when the ends of running jobs give enough back, and a later job starts only if it
// ends before or leaves that power. `reserve` keeps part of the rating free of all jobs below `reserve_priority`, for
// urgent jobs and for fleets that wake up. Promises are full draws, so a plan errs on the safe side; envelopes below
// the grid's are held by the engine at each start, but not planned ahead.
#include "sim/base/dimension.hpp"
#include "sim/base/registry.hpp"
#include "sim/policy/easy_backfill.hpp"
#include "sim/policy/job_order.hpp"
#include "sim/policy/power_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace gigapod {
namespace {

class PowerAware final : public Scheduler {
 public:
  struct Params {
    double reserve = 0.0;
    int reserve_priority = 100;
    int backfill_depth = 1000;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.number("reserve", &Params::reserve, kFraction, "Part of the grid rating that is kept for urgent jobs.");
    list.integer("reserve_priority", &Params::reserve_priority, {-1e6, 1e6},
                 "Jobs of at least this priority are urgent.");
    list.integer("backfill_depth", &Params::backfill_depth, kNonNegative,
                 "Waiting jobs looked at behind a reservation, at each decision; 0: no backfill.");
    return list;
  }
  explicit PowerAware(const Params& params) : params_(params) {}

  void choose(const SchedulingView& view, StartProbe& probe) const override {
    EasyBackfill starts(view, probe, params_.backfill_depth);
    PowerPlan plan(view);
    std::vector<const WaitingJob*> jobs = by_priority(view.waiting);
    auto behind = jobs.begin();
    while (behind != jobs.end() && offer(**behind, view, starts, plan, probe)) ++behind;
    if (behind != jobs.end()) ++behind;
    std::stable_sort(behind, jobs.end(), [](const WaitingJob* a, const WaitingJob* b) {
      return a->power.value() * b->chips < b->power.value() * a->chips;
    });
    for (; behind != jobs.end(); ++behind) offer(**behind, view, starts, plan, probe);
  }

 private:
  /// True when the job started or its tenant's quota keeps it out of this.
  bool offer(const WaitingJob& job, const SchedulingView& view, EasyBackfill& starts, PowerPlan& plan,
             StartProbe& probe) const {
    if (!probe.is_within_quota(job.job)) return true;
    const Watts reserve = job.priority >= params_.reserve_priority ? Watts(0.0) : view.rating * params_.reserve;
    if (!plan.allows(job, reserve)) {
      plan.reserve_for(job, reserve);
      explain(job, plan, probe);
      return false;
    }
    if (!starts.offer(job)) return false;
    plan.note_started(job);
    return true;
  }

  static void explain(const WaitingJob& job, const PowerPlan& plan, StartProbe& probe) {
    probe.explain_wait(job.job, "power_planned", [&] { return sentence(job, plan, probe); });
  }

  static std::string sentence(const WaitingJob& job, const PowerPlan& plan, const StartProbe& probe) {
    const std::string needed = short_text(job.power);
    const std::string left = short_text(plan.headroom());
    if (!plan.reserved_job()) {
      return fmt::format("waits: needs {}, {} is left and no end of a job gives enough back", needed, left);
    }
    const std::string start = short_text(*plan.reserved_start());
    if (plan.reserved_job() == job.job) {
      return fmt::format("waits: needs {}, {} is left; planned for {}", needed, left, start);
    }
    return fmt::format("waits: its {} would delay {}, planned for {}", needed, probe.name(*plan.reserved_job()),
                       start);
  }

  Params params_;
};

const bool kRegistered = register_plugin<PowerAware, Scheduler>(
    "power_aware", "EASY backfill that plans promises of power ahead and keeps headroom for urgent jobs.");

}  // namespace
}  // namespace gigapod
