// Priority order with aggressive (EASY) backfill: jobs start by priority, then submit time, then id; later jobs fill
// gaps that do not delay the first that waits. See easy_backfill.hpp.
#include "sim/base/registry.hpp"
#include "sim/policy/easy_backfill.hpp"
#include "sim/policy/job_order.hpp"

namespace gigapod {
namespace {

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

  void choose(const SchedulingView& view, StartProbe& probe) const override {
    EasyBackfill starts(view, probe, params_.backfill_depth);
    for (const WaitingJob* job : by_priority(view.waiting)) starts.offer(*job);
  }

 private:
  Params params_;
};

const bool kRegistered = register_plugin<PriorityBackfill, Scheduler>(
    "priority_backfill", "Priority order; later jobs fill gaps that do not delay the first that waits (EASY).");

}  // namespace
}  // namespace gigapod
