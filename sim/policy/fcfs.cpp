// First come, first served: jobs start strictly in the order of submission. The first job that can't start holds back
// every later one of its pod type; jobs of other pod types go on, as they wait for other hardware, and a job that its
// tenant's quota holds does not hold others.
#include "sim/base/registry.hpp"
#include "sim/policy/job_order.hpp"
#include "sim/policy/scheduler.hpp"

#include <set>
#include <string_view>

namespace gigapod {
namespace {

class Fcfs final : public Scheduler {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit Fcfs(const Params&) {}

  void choose(const SchedulingView& view, StartProbe& probe) const override {
    std::set<std::string_view> held_back;
    for (const WaitingJob* job : by_submit_time(view.waiting)) {
      if (held_back.contains(job->pod_type) || !probe.is_within_quota(job->job)) continue;
      if (!probe.try_start(job->job)) held_back.insert(job->pod_type);
    }
  }
};

const bool kRegistered = register_plugin<Fcfs, Scheduler>(
    "fcfs", "Starts jobs in the order of submission; the first that does not fit holds back the rest.");

}  // namespace
}  // namespace gigapod
