// Priority with preemption: a job that does not fit displaces running jobs of lower priority. Those write a
// checkpoint, give their blocks up and wait again, so they lose time and no step; until they have, no job behind
// takes the blocks that come free. Victims are chosen by `choose_victims`. Jobs that nobody can be displaced for wait
// as under EASY backfill.
//
// There is no livelock: a job is displaced only by one of strictly higher priority, and only when that one fits
// without it (placement and power are asked), so of two jobs at most one displaces the other. A low priority may
// starve; that is what it means here.
//
// A decision costs what the distinct shapes that wait cost, not the jobs: a shape that all jobs of lower priority
// together could not make room for is not asked for again, since those behind may displace fewer and find fewer
// blocks free. Of shapes that counts allow, `preemption_depth` are tried, each of which costs a placement.
#include "sim/base/registry.hpp"
#include "sim/policy/easy_backfill.hpp"
#include "sim/policy/job_order.hpp"
#include "sim/policy/victims.hpp"

#include <set>
#include <string_view>
#include <tuple>
#include <vector>

namespace gigapod {
namespace {

class PreemptivePriority final : public Scheduler {
 public:
  struct Params {
    int backfill_depth = 1000;
    int least_difference = 1;
    int preemption_depth = 100;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.integer("backfill_depth", &Params::backfill_depth, kNonNegative,
                 "Waiting jobs looked at behind a reservation, at each decision; 0: no backfill.");
    list.integer("least_difference", &Params::least_difference, {1.0, 1e6},
                 "A job displaces jobs whose priority is lower by at least this.");
    list.integer("preemption_depth", &Params::preemption_depth, kAtLeastOne,
                 "Waiting jobs that displacing is tried for, at each decision, where counts of blocks allow it.");
    return list;
  }
  explicit PreemptivePriority(const Params& params) : params_(params) {}

  void choose(const SchedulingView& view, StartProbe& probe) const override {
    EasyBackfill starts(view, probe, params_.backfill_depth);
    Tries tries;
    for (const WaitingJob* job : by_priority(view.waiting)) {
      if (starts.offer(*job) || starts.is_closed(job->pod_type) || !probe.is_within_quota(job->job)) continue;
      if (makes_room(*job, view.running, probe, tries)) starts.close(job->pod_type);
    }
  }

 private:
  /// What one decision knows already.
  struct Tries {
    std::set<std::tuple<std::string_view, int, int>> hopeless;  ///< pod type, blocks of a slice, slices
    int placements = 0;
  };

  /// True when running jobs yield for this one.
  bool makes_room(WaitingJob job, std::span<const RunningJob> running, StartProbe& probe, Tries& tries) const {
    const std::tuple shape(job.pod_type, job.blocks_per_slice, job.slices);
    if (tries.placements >= params_.preemption_depth || tries.hopeless.contains(shape)) return false;
    job.priority -= params_.least_difference - 1;
    const Preemption preemption = choose_victims(job, free_by_pod(probe, job.pod_type), running);
    if (preemption.is_coming) return true;
    if (preemption.is_hopeless) tries.hopeless.insert(shape);
    std::vector<JobId> gone;
    for (const RunningJob* victim : preemption.victims) gone.push_back(victim->job);
    if (gone.empty()) return false;
    for (const RunningJob& other : running) {
      if (other.is_yielding) gone.push_back(other.job);
    }
    ++tries.placements;
    if (!probe.fits_without(job.job, gone)) return false;
    for (const RunningJob* victim : preemption.victims) probe.preempt(victim->job, job.job);
    return true;
  }

  Params params_;
};

const bool kRegistered = register_plugin<PreemptivePriority, Scheduler>(
    "preemptive_priority",
    "Priority order; a job displaces running jobs of lower priority, which save and wait again.");

}  // namespace
}  // namespace gigapod
