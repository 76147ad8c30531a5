// Time shifting: a job with slack waits for the hours in which its energy is cheap or clean. Its start is the time,
// not later than its slack allows, at which the scenario's signal (price or carbon intensity) has the lowest mean
// over its planned duration, if that saves at least `least_saving` against a start now. The mean of a signal that is
// constant between changes has its minimum where the start or the end meets a change, so only those times are looked
// at. Slack comes from the deadline, or is `max_delay` after submission. A job that does not wait goes as under EASY
// backfill, by priority. Assumed: the signal is known ahead (day-ahead prices are; carbon forecasts err); the load
// of jobs that shift to the same hour does not move the price.
#include "sim/base/dimension.hpp"
#include "sim/base/registry.hpp"
#include "sim/policy/easy_backfill.hpp"
#include "sim/policy/job_order.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigapod {
namespace {

class TimeShift final : public Scheduler {
 public:
  struct Params {
    Seconds max_delay{0.0};
    double least_saving = 0.05;
    double safety = 0.1;
    int backfill_depth = 1000;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.quantity("max_delay", &Params::max_delay, kNonNegative, "Slack of a job without a deadline.");
    list.number("least_saving", &Params::least_saving, kFraction, "A job waits only to save this fraction.");
    list.number("safety", &Params::safety, kNonNegative,
                "Planned durations are taken longer by this fraction against deadlines.");
    list.integer("backfill_depth", &Params::backfill_depth, kNonNegative,
                 "Waiting jobs looked at behind a reservation, at each decision; 0: no backfill.");
    return list;
  }
  explicit TimeShift(const Params& params) : params_(params) {}

  void choose(const SchedulingView& view, StartProbe& probe) const override {
    EasyBackfill starts(view, probe, params_.backfill_depth);
    const bool has_signal = view.signal != nullptr && view.signal->is_given();
    for (const WaitingJob* job : by_priority(view.waiting)) {
      if (has_signal && waits_for_better(*job, view, probe)) continue;
      starts.offer(*job);
    }
  }

 private:
  bool waits_for_better(const WaitingJob& job, const SchedulingView& view, StartProbe& probe) const {
    const Signal& signal = *view.signal;
    const Seconds duration = max(job.planned_duration, Seconds(1.0));
    const Seconds latest =
        job.deadline ? *job.deadline - duration * (1.0 + params_.safety) : job.submit + params_.max_delay;
    if (latest <= view.now) return false;
    const double cost_now = signal.mean(view.now, view.now + duration);
    const Seconds best = best_start(signal, view.now, latest, duration);
    const double cost_then = signal.mean(best, best + duration);
    if (best <= view.now || cost_then > cost_now * (1.0 - params_.least_saving)) return false;
    probe.look_again(best);
    probe.explain_wait(job.job, "shifted", [&] {
      return fmt::format("waits until {}: {:.4g} {} over its run rather than {:.4g}", short_text(best), cost_then,
                         signal.unit, cost_now);
    });
    return true;
  }

  static Seconds best_start(const Signal& signal, Seconds now, Seconds latest, Seconds duration) {
    Seconds best = now;
    double least = signal.mean(now, now + duration);
    const auto consider = [&](Seconds start) {
      if (start <= now || start > latest) return;
      const double cost = signal.mean(start, start + duration);
      if (cost >= least) return;
      least = cost;
      best = start;
    };
    const Seconds end = latest + duration;
    for (double turn = std::floor(now / signal.period); signal.period * turn < end; turn += 1.0) {
      for (const PiecewiseSeries::Point& point : signal.series.points()) {
        const Seconds change = signal.period * turn + point.time;
        consider(change);
        consider(change - duration);
      }
    }
    consider(latest);
    return best;
  }

  Params params_;
};

const bool kRegistered = register_plugin<TimeShift, Scheduler>(
    "time_shift", "Jobs with slack wait for hours of low price or carbon; otherwise priority with EASY backfill.");

}  // namespace
}  // namespace gigapod
