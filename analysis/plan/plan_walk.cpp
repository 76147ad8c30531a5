#include "analysis/plan/plan_walk.hpp"

#include "sim/model/pipeline_schedule.hpp"

#include <algorithm>

namespace gigapod {
namespace {

constexpr int kSequencesThatDivide = 8;  ///< on a rank, from which an uneven division idles it little

int quotient(int whole, int part, BatchRule rule) {
  return whole / part + (rule == BatchRule::kFillUp && whole % part != 0 ? 1 : 0);
}

/// Sequences of one pass to try, the most first: all of a rank's, and what 2, 3, 4, 6, 8, 12 … passes come to.
std::vector<int> pass_sizes(int sequences, const PlanSpace& space) {
  std::vector<int> sizes;
  const auto try_passes = [&](int passes) {
    if (passes > sequences) return;
    const int size = quotient(sequences, passes, space.batch_rule);
    if (sizes.empty() || size < sizes.back()) sizes.push_back(size);
  };
  for (int passes = 1; passes <= sequences; passes *= 2) {
    try_passes(passes);
    if (passes > 1 && !space.doubles_passes_only) try_passes(passes / 2 * 3);
  }
  if (sizes.back() > 1) sizes.push_back(1);
  return sizes;
}

class Walk {
 public:
  Walk(const TrainingPlan& start, int batch, const StepMachine& machine, const PlanSpace& space, PlanVisitor& visitor)
      : plan_(start), batch_(batch), machine_(machine), space_(space), visitor_(visitor) {}

  void run() {
    const bool is_sharded = plan_.shards_optimizer;
    for_each_layout(space_.layouts, plan_.model, plan_.sequence_length, machine_.slice.chips(), machine_.slices,
                    [&](const Parallelism& layout) {
                      if (!is_stopped_ && !splits_enough(layout)) with_layout(layout, is_sharded);
                    });
  }

 private:
  /// Whether half of the context degree already leaves ranks enough sequences.
  [[nodiscard]] bool splits_enough(const Parallelism& layout) const {
    if (!space_.splits_few_sequences_only || layout.context == 1) return false;
    return 2 * data_parallel_ranks(layout) <= batch_ / kSequencesThatDivide;
  }

  void with_layout(const Parallelism& layout, bool is_sharded) {
    const int sequences = quotient(batch_, data_parallel_ranks(layout), space_.batch_rule);
    if (sequences < 1) return visitor_.lacks_sequences(layout);
    const std::vector<int> sizes = pass_sizes(sequences, space_);
    plan_.parallelism = layout;
    for (const Precision precision : space_.precisions) {
      plan_.precision = precision;
      for (const RematPolicy& policy : space_.remats) {
        plan_.remat = policy.remat;
        plan_.saved_tensors = policy.saved_tensors;
        plan_.offloaded_tensors = policy.offloaded_tensors;
        plan_.shards_optimizer = is_sharded;
        with_policy(sequences, sizes);
        if (!space_.tries_sharded_optimizer || layout.data == 1) continue;
        plan_.shards_optimizer = !is_sharded;
        with_policy(sequences, sizes);
      }
    }
  }

  void with_policy(int sequences, const std::vector<int>& sizes) {
    const int stages = pipeline_stages(plan_.parallelism);
    for (const int interleave : space_.interleaves) {
      if (interleave > 1 && (stages == 1 || !splits_layers(space_.layouts, plan_.model, stages * interleave)))
        continue;
      plan_.parallelism.pipeline_interleave = interleave;
      for (const int size : sizes) {
        const int passes = quotient(sequences, size, space_.batch_rule);
        // Below a microbatch a stage a pipeline mostly waits, and groups of layers can't take turns.
        if (passes < std::min(stages, interleave > 1 ? stages : sequences)) continue;
        const bool is_full = stages == 1 || passes / stages >= space_.rounds_that_fill;
        if (with_passes(size, passes, stages > 1) == Verdict::kFits && is_full) break;
      }
    }
  }

  Verdict with_passes(int size, int passes, bool has_pipeline) {
    if (is_stopped_) return Verdict::kStop;
    plan_.parallelism.microbatches = has_pipeline ? passes : 1;
    plan_.gradient_accumulation = has_pipeline ? 1 : passes;
    plan_.global_batch = size * passes * data_parallel_ranks(plan_.parallelism);
    const Verdict verdict = visitor_.visit(plan_, training_memory(plan_, machine_).total());
    is_stopped_ = verdict == Verdict::kStop;
    return verdict;
  }

  TrainingPlan plan_;
  int batch_;
  const StepMachine& machine_;
  const PlanSpace& space_;
  PlanVisitor& visitor_;
  bool is_stopped_ = false;
};

}  // namespace

const std::vector<NamedRematPolicy>& named_remat_policies() {
  constexpr auto bits = [](auto... tensors) { return (static_cast<unsigned>(tensors) | ...); };
  static const std::vector<NamedRematPolicy> policies = {
      {"none", {Remat::kNone}},
      {"minimal", {Remat::kMinimal}},
      {"projections", {Remat::kFull, bits(SavedTensor::kQkv, SavedTensor::kAttention, SavedTensor::kOutput)}},
      {"attention", {Remat::kFull, bits(SavedTensor::kAttention)}},
      {"full", {Remat::kFull}},
      {"offload", {Remat::kOffload}}};
  return policies;
}

PlanSpace space_around(const TrainingPlan& plan) {
  PlanSpace space;
  space.precisions = {plan.precision};
  space.remats = {{plan.remat, plan.saved_tensors, plan.offloaded_tensors}};
  return space;
}

void walk_plans(const TrainingPlan& start, int batch, const StepMachine& machine, const PlanSpace& space,
                PlanVisitor& visitor) {
  Walk(start, batch, machine, space, visitor).run();
}

}  // namespace gigapod
