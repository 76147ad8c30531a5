#include "analysis/plan/plan_search.hpp"

#include "analysis/plan/plan_walk.hpp"
#include "analysis/plan/step_bound.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace gigapod {
namespace {

/// The search over one machine.
class Search final : public PlanVisitor {
 public:
  Search(const TrainingPlan& start, int global_batch, const StepMachine& machine)
      : start_(start), batch_(global_batch), machine_(machine), bound_(start, machine) {}

  PlanSearchResult run() {
    try_start();
    PlanSpace space = growing_space(start_);
    space.layouts.fixed.dcn_fsdp = 1;
    walk_plans(start_, batch_, machine_, space, *this);
    // A model too large for one slice is sharded over the slices too.
    if (!result_.best && machine_.slices > 1) {
      space.layouts.fixed.dcn_fsdp = machine_.slices;
      walk_plans(start_, batch_, machine_, space, *this);
    }
    if (result_.best) result_.fault.clear();
    if (fastest_ && (!result_.best || fastest_->step.total < result_.best->step.total)) {
      result_.best_with_twice_the_memory = fastest_;
    }
    return result_;
  }

  Verdict visit(const TrainingPlan& plan, Bytes memory) override {
    const Bytes capacity = machine_.chip.hbm_capacity;
    if (memory > 2.0 * capacity) {
      note_shortfall(plan, memory - capacity);
      return Verdict::kTooLarge;
    }
    const std::optional<PlannedStep>& rival = memory <= capacity ? result_.best : fastest_;
    if (rival && bound_.least(plan).total >= rival->step.total) {
      if (memory <= capacity) return Verdict::kFits;
      note_shortfall(plan, memory - capacity);
      return Verdict::kTooLarge;
    }
    const StepTime step = training_step(plan, machine_);
    keep_faster(plan, step, fastest_);
    if (memory <= capacity) {
      keep_faster(plan, step, result_.best);
      return Verdict::kFits;
    }
    note_shortfall(plan, memory - capacity);
    return Verdict::kTooLarge;
  }

  void lacks_sequences(const Parallelism& /*layout*/) override {}  // batches are filled up

 private:
  void try_start() {
    const Parallelism& p = start_.parallelism;
    if (p.chips_per_slice() != machine_.slice.chips() || p.slices() != machine_.slices) return;
    TrainingPlan plan = start_;
    const int passes_of_ranks = plan.gradient_accumulation * p.microbatches * gigapod::data_parallel_ranks(p);
    plan.global_batch = (batch_ + passes_of_ranks - 1) / passes_of_ranks * passes_of_ranks;
    const Bytes memory = training_memory(plan, machine_).total();
    const std::vector<std::string> faults = plan_faults(plan, machine_);
    if (faults.empty() || faults.front().starts_with("memory")) (void)visit(plan, memory);
  }

  /// Remembers the fault of the plan that lacks the least memory.
  void note_shortfall(const TrainingPlan& plan, Bytes shortfall) {
    if (shortfall >= least_shortfall_) return;
    const std::vector<std::string> faults = plan_faults(plan, machine_);
    if (faults.empty()) return;
    least_shortfall_ = shortfall;
    result_.fault = faults.front();
  }

  /// What fills the batch up does not count.
  void keep_faster(const TrainingPlan& plan, const StepTime& step, std::optional<PlannedStep>& kept) const {
    if (kept && step.total >= kept->step.total) return;
    kept = PlannedStep{plan, step, 1.0 - static_cast<double>(batch_) / plan.global_batch};
    const double counted = 1.0 - kept->padding;
    kept->step.model_flops *= counted;
    kept->step.mfu *= counted;
    kept->step.tokens_per_second *= counted;
  }

  const TrainingPlan& start_;
  int batch_;
  const StepMachine& machine_;
  StepBound bound_;
  PlanSearchResult result_;
  std::optional<PlannedStep> fastest_;
  Bytes least_shortfall_{std::numeric_limits<double>::infinity()};
};

}  // namespace

PlanSpace growing_space(const TrainingPlan& start) {
  PlanSpace space = space_around(start);
  space.layouts.fixed.data = 1;
  space.layouts.fixed.dcn_pipeline = 1;
  if (start.parallelism.pipeline_interleave > 1) space.interleaves.push_back(start.parallelism.pipeline_interleave);
  space.splits_few_sequences_only = true;
  space.doubles_passes_only = true;
  space.rounds_that_fill = 8;
  space.batch_rule = BatchRule::kFillUp;
  return space;
}

int PlannedStep::data_parallel_ranks() const { return gigapod::data_parallel_ranks(plan.parallelism); }

PlanSearchResult search_plans(const TrainingPlan& start, int global_batch, const StepMachine& machine) {
  return Search(start, global_batch, machine).run();
}

}  // namespace gigapod
