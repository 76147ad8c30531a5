// Fair share: the tenant that has had least for its weight goes first; its own jobs go by priority, then submit time.
// What it has had is the chip-seconds of its jobs, each halved every `half_life`, and the chips it holds now for one
// more half-life, so that a tenant can't take a whole site in one decision. Gaps are filled as under EASY backfill.
// With equal weights, and enough work of every tenant, shares become equal over a few half-lives; a running job is
// never stopped, so shares are as coarse as jobs are long. Source: Kay and Lauder, "A fair share scheduler", CACM
// 31(1), 1988, with usage decay as in Slurm's multifactor plug-in.
#include "sim/base/registry.hpp"
#include "sim/policy/easy_backfill.hpp"
#include "sim/policy/job_order.hpp"

#include <map>

namespace gigapod {
namespace {

class FairShare final : public Scheduler {
 public:
  struct Params {
    Seconds half_life{86400.0};
    int backfill_depth = 1000;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.quantity("half_life", &Params::half_life, {60.0, 365.0 * 86400}, "After this a chip-second counts half.");
    list.integer("backfill_depth", &Params::backfill_depth, kNonNegative,
                 "Waiting jobs looked at behind a reservation, at each decision; 0: no backfill.");
    return list;
  }
  explicit FairShare(const Params& params) : params_(params) {}

  [[nodiscard]] Seconds usage_half_life() const override { return params_.half_life; }

  void choose(const SchedulingView& view, StartProbe& probe) const override {
    std::map<std::string_view, Tenant> tenants;
    for (const TenantUse& use : view.tenants) {
      tenants[use.name] = {use.weight, use.chip_seconds + use.held_chips * params_.half_life.value(), {}, 0};
    }
    for (const WaitingJob* job : by_priority(view.waiting)) tenants[job->tenant].jobs.push_back(job);
    EasyBackfill starts(view, probe, params_.backfill_depth);
    while (Tenant* tenant = neediest(tenants)) {
      const WaitingJob& job = *tenant->jobs[tenant->next++];
      if (starts.offer(job)) tenant->use += job.chips * params_.half_life.value();
    }
  }

 private:
  struct Tenant {
    double weight = 1.0;
    double use = 0.0;
    std::vector<const WaitingJob*> jobs;
    std::size_t next = 0;
  };

  /// Of the tenants with jobs left, who has had least for its weight; nobody when all jobs were offered.
  static Tenant* neediest(std::map<std::string_view, Tenant>& tenants) {
    Tenant* found = nullptr;
    for (auto& [name, tenant] : tenants) {
      if (tenant.next == tenant.jobs.size()) continue;
      if (found == nullptr || tenant.use / tenant.weight < found->use / found->weight) found = &tenant;
    }
    return found;
  }

  Params params_;
};

const bool kRegistered = register_plugin<FairShare, Scheduler>(
    "fair_share", "The tenant that has had least for its weight goes first; what was long ago counts less.");

}  // namespace
}  // namespace gigapod
