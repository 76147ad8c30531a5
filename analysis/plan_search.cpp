#include "analysis/plan_search.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace gigapod {
namespace {

constexpr int kMaximumTensor = 64;
constexpr int kMaximumPipeline = 16;
constexpr int kMaximumContext = 64;
constexpr int kMinimumTokensOfContext = 256;  ///< of one sequence on one chip
constexpr int kMaximumAccumulation = 64;
constexpr int kSequencesThatDivide = 8;  ///< on a rank, from which an uneven division idles it little

int ranks_of(const Parallelism& p) { return p.fsdp * p.data * p.expert * p.dcn_data * p.dcn_fsdp; }

std::vector<int> divisors_up_to(int number, int most, int also_divided) {
  std::vector<int> all;
  for (int d = 1; d <= std::min(number, most); ++d) {
    if (number % d == 0 && also_divided % d == 0) all.push_back(d);
  }
  return all;
}

/// The search over one machine.
class Search {
 public:
  Search(const TrainingPlan& start, int global_batch, const StepMachine& machine)
      : start_(start), batch_(global_batch), machine_(machine), slice_chips_(machine.slice.chips()) {}

  PlanSearchResult run() {
    try_start();
    try_all(true);
    // A model too large for one slice is sharded over the slices too.
    if (!result_.best && machine_.slices > 1) try_all(false);
    if (result_.best) result_.fault.clear();
    if (fastest_ && (!result_.best || fastest_->step.total < result_.best->step.total)) {
      result_.best_with_twice_the_memory = fastest_;
    }
    return result_;
  }

 private:
  void try_start() {
    const Parallelism& p = start_.parallelism;
    if (p.chips_per_slice() != slice_chips_ || p.slices() != machine_.slices) return;
    try_passes(p, p.microbatches);
  }

  void try_all(bool replicates_over_slices) {
    const TransformerSpec& model = start_.model;
    Parallelism p;
    (replicates_over_slices ? p.dcn_data : p.dcn_fsdp) = machine_.slices;
    for (const int tensor : divisors_up_to(slice_chips_, kMaximumTensor, model.heads)) {
      p.tensor = tensor;
      for (const int pipeline : divisors_up_to(slice_chips_ / tensor, kMaximumPipeline, model.layers)) {
        p.pipeline = pipeline;
        const int rest = slice_chips_ / tensor / pipeline;
        const int experts = std::max(1, model.experts);
        for (const int expert : divisors_up_to(rest, experts, experts)) {
          p.expert = expert;
          try_contexts(p, rest / expert);
        }
      }
    }
  }

  /// Splits sequences only where they are few for the ranks: fewer, or so few that they divide badly.
  void try_contexts(Parallelism p, int chips) {
    for (int context = 1; context <= kMaximumContext && chips % context == 0; context *= 2) {
      if (start_.sequence_length / context < kMinimumTokensOfContext) return;
      p.context = context;
      p.fsdp = chips / context;
      try_microbatches(p);
      if (ranks_of(p) <= batch_ / kSequencesThatDivide) return;
    }
  }

  void try_microbatches(const Parallelism& p) {
    if (p.pipeline == 1) return try_passes(p, 1);
    const int sequences = sequences_per_rank(p);
    for (int rounds = 1; rounds <= 8; rounds *= 2) {
      try_passes(p, std::min(rounds * p.pipeline, sequences));
      if (rounds * p.pipeline >= sequences) return;
    }
  }

  /// Accumulates gradients over as few passes as memory allows.
  void try_passes(Parallelism p, int microbatches) {
    p.microbatches = microbatches;
    p.pipeline_interleave = start_.parallelism.pipeline_interleave;
    if (p.pipeline * p.pipeline_interleave > start_.model.layers) p.pipeline_interleave = 1;
    const int sequences = sequences_per_rank(p);
    for (int accumulation = 1; accumulation <= kMaximumAccumulation; accumulation *= 2) {
      if (accumulation > 1 && accumulation * microbatches > sequences) return;
      PlannedStep candidate = planned(p, accumulation);
      const Bytes needed = training_memory(candidate.plan, machine_).total();
      if (needed > 2.0 * machine_.chip.hbm_capacity) {
        note_shortfall(candidate.plan, needed - machine_.chip.hbm_capacity);
        continue;
      }
      evaluate(candidate);
      keep_faster(candidate, fastest_);
      if (needed <= machine_.chip.hbm_capacity && is_sound(candidate.plan)) {
        keep_faster(candidate, result_.best);
        return;
      }
      note_shortfall(candidate.plan, needed - machine_.chip.hbm_capacity);
    }
  }

  [[nodiscard]] int sequences_per_rank(const Parallelism& p) const {
    const int ranks = ranks_of(p);
    return batch_ / ranks + (batch_ % ranks == 0 ? 0 : 1);
  }

  [[nodiscard]] PlannedStep planned(const Parallelism& p, int accumulation) const {
    PlannedStep candidate;
    candidate.plan = start_;
    candidate.plan.parallelism = p;
    candidate.plan.gradient_accumulation = accumulation;
    const int passes = accumulation * p.microbatches;
    const int per_rank = (sequences_per_rank(p) + passes - 1) / passes * passes;
    candidate.plan.global_batch = per_rank * ranks_of(p);
    candidate.padding = 1.0 - static_cast<double>(batch_) / candidate.plan.global_batch;
    return candidate;
  }

  [[nodiscard]] bool is_sound(const TrainingPlan& plan) const { return plan_faults(plan, machine_).empty(); }

  /// Remembers the fault of the plan that lacks the least memory.
  void note_shortfall(const TrainingPlan& plan, Bytes shortfall) {
    if (shortfall >= least_shortfall_) return;
    const std::vector<std::string> faults = plan_faults(plan, machine_);
    if (faults.empty()) return;
    least_shortfall_ = shortfall;
    result_.fault = faults.front();
  }

  void evaluate(PlannedStep& candidate) const {
    candidate.step = training_step(candidate.plan, machine_);
    const double counted = 1.0 - candidate.padding;
    candidate.step.model_flops *= counted;
    candidate.step.mfu *= counted;
    candidate.step.tokens_per_second *= counted;
  }

  static void keep_faster(const PlannedStep& candidate, std::optional<PlannedStep>& kept) {
    if (!kept || candidate.step.total < kept->step.total) kept = candidate;
  }

  const TrainingPlan& start_;
  int batch_;
  const StepMachine& machine_;
  int slice_chips_;
  PlanSearchResult result_;
  std::optional<PlannedStep> fastest_;
  Bytes least_shortfall_{std::numeric_limits<double>::infinity()};
};

}  // namespace

int PlannedStep::data_parallel_ranks() const { return ranks_of(plan.parallelism); }

PlanSearchResult search_plans(const TrainingPlan& start, int global_batch, const StepMachine& machine) {
  return Search(start, global_batch, machine).run();
}

}  // namespace gigapod
