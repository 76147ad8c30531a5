// Smallest first: the waiting job with the fewest chips starts first, which keeps the mean wait short where jobs take
// alike long. A job that has waited for `patience` goes before all that have not, in the order of submission, and
// holds them back until it fits, so that large jobs do not wait for ever.
#include "sim/base/registry.hpp"
#include "sim/policy/job_order.hpp"
#include "sim/policy/scheduler.hpp"

#include <tuple>

namespace gigapod {
namespace {

class SmallestFirst final : public Scheduler {
 public:
  struct Params {
    Seconds patience{86400.0};
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.quantity("patience", &Params::patience, {0.0, 365.0 * 86400}, "A job that waited as long goes first.");
    return list;
  }
  explicit SmallestFirst(const Params& params) : params_(params) {}

  void choose(const SchedulingView& view, StartProbe& probe) const override {
    const auto has_patience = [&](const WaitingJob& job) { return view.now - job.submit < params_.patience; };
    const auto key = [&](const WaitingJob& job) {
      return std::tuple(has_patience(job), has_patience(job) ? job.chips : 0.0);
    };
    for (const WaitingJob* job : ordered(view.waiting, key)) {
      if (!probe.is_within_quota(job->job) || probe.try_start(job->job)) continue;
      if (!has_patience(*job)) return;
      probe.look_again(job->submit + params_.patience);
    }
  }

 private:
  Params params_;
};

const bool kRegistered = register_plugin<SmallestFirst, Scheduler>(
    "smallest_first", "Starts the job with the fewest chips; one that waited too long goes first.");

}  // namespace
}  // namespace gigapod
