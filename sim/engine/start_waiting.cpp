#include "sim/engine/start_waiting.hpp"

#include "sim/base/dimension.hpp"
#include "sim/engine/elastic_jobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace gigapod {
namespace {

/// Chips that workloads of one pod type wait for, by what they lack.
struct Shortage {
  bool lacks_blocks = false;
  bool has_waiting = false;              ///< jobs that no quota or policy holds
  const TrainingJob* blocked = nullptr;  ///< the first of them that lacks blocks
  double lacks_power_chips = 0.0;
};

/// A word that stays while the reason does, and the sentence.
using Reason = std::pair<std::string, std::string>;

/// One look of the scheduler at the queue.
class SchedulingPass {
 public:
  SchedulingPass(Jobs& jobs, const PlacementPolicy& placement, Migration& migration, EngineContext& context)
      : jobs_(jobs),
        placement_(placement),
        migration_(migration),
        context_(context),
        probe_(jobs, placement, context) {
    for (const auto& [type, pod] : context.scenario.pods) shortages_[type];
  }

  void choose(const Scheduler& scheduler) {
    migration_.go_on(probe_);
    for (const std::uint32_t job : context_.jobs.waiting) waiting_.push_back(jobs_[job]->waiting_view(context_));
    if (waiting_.empty()) return;
    std::vector<WaitingJob> eligible;
    for (const WaitingJob& job : waiting_) {
      if (migration_.hold_text(*jobs_[job.job.value]).empty()) eligible.push_back(job);
    }
    for (const std::uint32_t job : context_.jobs.holding) running_.push_back(jobs_[job]->running_view(context_));
    const PowerDraw& power = context_.site.power();
    const Watts rating = power.limit(0);
    SchedulingView view{context_.now(), eligible, running_, context_.tenants.use(context_.now())};
    view.rating = rating;
    view.headroom = rating - power.promised(0);
    view.signal = &context_.signal;
    scheduler.choose(view, probe_);
  }

  void explain() {
    double queue_jobs = 0.0;
    double queue_chips = 0.0;
    for (const WaitingJob& view : waiting_) {
      TrainingJob& job = *jobs_[view.job.value];
      if (job.state() != JobState::kWaiting) continue;
      queue_jobs += 1.0;
      queue_chips += static_cast<double>(job.sizes().back()->chips);
      explain_wait(job);
    }
    context_.writer.add_metric("queue_jobs", "", context_.now(), queue_jobs);
    context_.writer.add_metric("queue_chips", "", context_.now(), queue_chips);
  }

  /// Fleets that lack blocks take those that are free, then those that elastic jobs give back, and of those that
  /// preempt what jobs of lower priority give up.
  void serve_fleets(const Fleets& fleets) {
    std::vector<ServingFleet*> lacking;
    for (const auto& fleet : fleets) {
      if (fleet->lacks_blocks()) lacking.push_back(fleet.get());
    }
    std::stable_sort(lacking.begin(), lacking.end(), [](const ServingFleet* a, const ServingFleet* b) {
      return a->spec().priority > b->spec().priority;
    });
    for (ServingFleet* fleet : lacking) {
      fleet->take_free(placement_, context_);
      for (std::size_t units = fleet->missing_units(); units > 0; units /= 2) {
        if (take_from_elastic(*fleet, units)) break;
      }
      if (!fleet->lacks_blocks()) continue;
      if (fleet->spec().preempts) preempt_for(claim_of(*fleet, fleet->missing_units()), jobs_, placement_, context_);
      shortages_[fleet->spec().pod_type].has_waiting = true;
    }
  }

  /// Elastic jobs make room for the first job that lacks blocks, else running jobs move for it; elastic jobs take
  /// what nobody waits for.
  void make_room() {
    for (const auto& [type, shortage] : shortages_) {
      if (migration_.is_under_way(type)) continue;
      if (shortage.blocked != nullptr) {
        if (!shrink_for(gigapod::claim_of(*shortage.blocked, context_), jobs_, placement_, context_))
          migration_.make_room(*shortage.blocked);
      } else if (!shortage.has_waiting) {
        grow_elastic(type, jobs_, placement_, context_);
      }
    }
  }

  void book_shortages(const Fleets& fleets) {
    for (const auto& fleet : fleets) {
      Shortage& shortage = shortages_[fleet->spec().pod_type];
      if (fleet->lacks_blocks()) shortage.lacks_blocks = true;
      if (fleet->lacks_power()) shortage.lacks_power_chips += fleet->missing_chips();
    }
    for (const auto& [type, shortage] : shortages_) {
      context_.site.set_shortage(type, shortage.lacks_blocks, shortage.lacks_power_chips, context_.now());
    }
  }

 private:
  [[nodiscard]] Claim claim_of(const ServingFleet& fleet, std::size_t units) const {
    return {fleet.spec().pod_type,
            fleet.spec().priority,
            {fleet.unit(), static_cast<int>(units)},
            fleet.block_draw(context_)};
  }

  bool take_from_elastic(ServingFleet& fleet, std::size_t units) {
    const std::size_t missing = fleet.missing_units();
    const auto cost = shrink_for(claim_of(fleet, units), jobs_, placement_, context_);
    if (!cost) return false;
    fleet.take_free(placement_, context_);
    ++context_.counts.serving_takes;
    context_.counts.serving_taken_chips += fleet.chips(missing - fleet.missing_units());
    context_.counts.serving_resize_cost += *cost;
    return true;
  }

  /// An event is written when the reason is of another kind than last time; its sentence is made only then.
  void explain_wait(TrainingJob& job) {
    const JobSize& least = *job.sizes().back();
    const std::string& type = job.spec().pod_type;
    Shortage& shortage = shortages_.at(type);
    const Refusal refusal = probe_.refusal(job, least);
    const Reason* said = probe_.find_reason(JobId{job.index()});
    const char* kind = "turn";
    if (!migration_.hold_text(job).empty()) {
      kind = "migration";
    } else if (said != nullptr) {
      kind = said->first.c_str();
    } else if (!context_.tenants.allows(job.tenant(), type, least.held_chips)) {
      kind = "quota";
    } else if (refusal == Refusal::kBlocks) {
      kind = "blocks";
    } else if (refusal == Refusal::kPower) {
      kind = "power";
    }
    const std::string_view word = kind;
    const bool waits_by_choice = word == "quota" || word == "shifted";
    if (refusal == Refusal::kPower || word == "power_planned") {
      shortage.lacks_power_chips += least.held_chips;
    } else if (!waits_by_choice) {
      shortage.lacks_blocks = true;  // too few, or kept free for the reservation of a job before it
    }
    if (!waits_by_choice) note_waiting(job, refusal, shortage);
    if (kind == job.wait_reason()) return;
    job.set_wait_reason(kind, context_);
    context_.writer.add(EventRecord{context_.now(), "wait", job.name(), "", static_cast<double>(least.chips),
                                    sentence(job, least, job.wait_reason(), said)});
  }

  static void note_waiting(const TrainingJob& job, Refusal refusal, Shortage& shortage) {
    shortage.has_waiting = true;
    if (refusal != Refusal::kBlocks) return;
    const TrainingJob* first = shortage.blocked;
    const auto key = [](const TrainingJob& j) { return std::tuple(-j.priority(), j.submit_time(), j.index()); };
    if (first == nullptr || key(job) < key(*first)) shortage.blocked = &job;
  }

  std::string sentence(const TrainingJob& job, const JobSize& size, const std::string& kind,
                       const Reason* said) const {
    if (kind == "migration") return migration_.hold_text(job);
    if (said != nullptr) return said->second;
    const std::string& type = job.spec().pod_type;
    const PlacementRequest request{size.choice.slice, size.choice.slices};
    const auto views = context_.site.views(type);
    if (kind == "quota") return "waits: " + context_.tenants.quota_text(job.tenant(), type);
    if (kind == "blocks") return "waits: " + shortage_text(request, views, context_.scenario.pods.at(type));
    if (kind == "turn") return "waits behind jobs that go first";
    const auto placed = placement_.place(request, views);
    const auto missing = context_.site.power().shortage(all_blocks(*placed), block_draw(job, size, context_));
    return fmt::format("waits: {} short at {}", short_text(missing->missing), missing->node);
  }

  Jobs& jobs_;
  const PlacementPolicy& placement_;
  Migration& migration_;
  EngineContext& context_;
  EngineProbe probe_;
  std::vector<WaitingJob> waiting_;
  std::vector<RunningJob> running_;
  std::map<std::string, Shortage> shortages_;
};

}  // namespace

void start_waiting(Jobs& jobs, const Fleets& fleets, const Scheduler& scheduler, const PlacementPolicy& placement,
                   Migration& migration, EngineContext& context) {
  if (context.planned_look && *context.planned_look <= context.now()) context.planned_look.reset();
  SchedulingPass pass(jobs, placement, migration, context);
  pass.serve_fleets(fleets);
  pass.choose(scheduler);
  pass.explain();
  pass.make_room();
  pass.book_shortages(fleets);
}

}  // namespace gigapod
