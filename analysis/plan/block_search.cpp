#include "analysis/plan/block_search.hpp"

#include <algorithm>
#include <limits>

namespace gigapod {
namespace {

constexpr std::int64_t kCandidatesBetweenReports = 1024;

/// Degrees alone: two plans of one layout differ in batch, passes, interleave, remat or precision.
bool has_same_layout(const PlanChoice& choice, const Parallelism& p) {
  Parallelism layout = choice.parallelism;
  layout.microbatches = p.microbatches;
  layout.pipeline_interleave = p.pipeline_interleave;
  return layout == p;
}

class BlockSearch final : public PlanVisitor {
 public:
  BlockSearch(const PlanQuery& query, const PlanAllocation& allocation, SearchControl& control)
      : query_(query), site_(query, allocation), bound_(query.start, site_.machine()), control_(control) {
    const Watts limit = query.limits.power;
    has_power_ = limit <= Watts(0) || site_.provisioned_power() <= limit;
  }

  BlockResult run() {
    walk_plans(query_.start, query_.most_batch, site_.machine(), query_.space, *this);
    control_.candidates += unreported_;
    result_.is_complete = !is_stopped_;
    if (result_.counts.evaluated > 0) result_.nearest.reset();
    if (result_.counts.evaluated > 0 || result_.counts.too_large > 0) result_.least_ranks = 0;
    return std::move(result_);
  }

  Verdict visit(const TrainingPlan& plan, Bytes memory) override {
    if (has_to_stop()) return Verdict::kStop;
    if (memory > site_.machine().chip.hbm_capacity) {
      ++result_.counts.too_large;
      if (memory < least_memory_) result_.nearest = choice_of(plan);
      least_memory_ = min(least_memory_, memory);
      return Verdict::kTooLarge;
    }
    if (is_hopeless(plan)) {
      ++result_.counts.bounded;
      return Verdict::kFits;
    }
    ++result_.counts.evaluated;
    const RunValue value = site_.value(training_step(plan, site_.machine()));
    add_to_front(plan, value);
    if (has_power_ && is_within(query_.limits, value)) add_to_top(plan, value);
    return Verdict::kFits;
  }

  void lacks_sequences(const Parallelism& layout) override {
    ++result_.counts.starved;
    const int ranks = data_parallel_ranks(layout);
    if (result_.least_ranks == 0 || ranks < result_.least_ranks) result_.least_ranks = ranks;
  }

 private:
  bool has_to_stop() {
    if (control_.most_candidates > 0 && seen_++ >= control_.most_candidates) return is_stopped_ = true;
    if (++unreported_ < kCandidatesBetweenReports) return false;
    control_.candidates += unreported_;
    unreported_ = 0;
    is_stopped_ = control_.is_stopped;
    return is_stopped_;
  }

  /// A bound that is worse than a plan of the front and than all of a full top rules the plan out. What is as good
  /// stays, so that nothing depends on the order of equals.
  [[nodiscard]] bool is_hopeless(const TrainingPlan& plan) const {
    if (result_.front.empty()) return false;
    const RunValue least = site_.least_value(plan, bound_);
    if (std::none_of(result_.front.begin(), result_.front.end(),
                     [&](const RankedPlan& found) { return is_better(found.value, least); })) {
      return false;
    }
    if (!has_power_ || !is_within(query_.limits, least)) return true;
    return result_.top.size() == static_cast<std::size_t>(query_.top) && rank(least) > rank(result_.top.back().value);
  }

  [[nodiscard]] RunRank rank(const RunValue& value) const { return rank_of(query_.objective, value, site_.chips()); }

  void add_to_front(const TrainingPlan& plan, const RunValue& value) {
    std::vector<RankedPlan>& front = result_.front;
    for (const RankedPlan& found : front) {
      if (is_better(found.value, value) || found.value == value) return;
    }
    std::erase_if(front, [&](const RankedPlan& found) { return is_better(value, found.value); });
    const auto place = std::find_if(front.begin(), front.end(),
                                    [&](const RankedPlan& found) { return found.value.time > value.time; });
    front.insert(place, {choice_of(plan), value});
  }

  /// Of each layout the best; the first found of equals.
  void add_to_top(const TrainingPlan& plan, const RunValue& value) {
    std::vector<RankedPlan>& top = result_.top;
    const auto most = static_cast<std::size_t>(query_.top);
    if (top.size() == most && rank(value) >= rank(top.back().value)) return;
    const auto same = std::find_if(top.begin(), top.end(), [&](const RankedPlan& found) {
      return has_same_layout(found.choice, plan.parallelism);
    });
    if (same != top.end()) {
      if (rank(same->value) <= rank(value)) return;
      top.erase(same);
    }
    const auto place = std::find_if(top.begin(), top.end(),
                                    [&](const RankedPlan& found) { return rank(found.value) > rank(value); });
    top.insert(place, {choice_of(plan), value});
    if (top.size() > most) top.pop_back();
  }

  const PlanQuery& query_;
  RunSite site_;
  StepBound bound_;
  SearchControl& control_;
  BlockResult result_;
  Bytes least_memory_{std::numeric_limits<double>::infinity()};
  std::int64_t unreported_ = 0;
  std::int64_t seen_ = 0;
  bool has_power_ = true;
  bool is_stopped_ = false;
};

}  // namespace

PlanChoice choice_of(const TrainingPlan& plan) {
  return {plan.parallelism,
          plan.global_batch,
          plan.gradient_accumulation,
          plan.precision,
          {plan.remat, plan.saved_tensors, plan.offloaded_tensors},
          plan.shards_optimizer};
}

TrainingPlan plan_of(const PlanChoice& choice, const TrainingPlan& start) {
  TrainingPlan plan = start;
  plan.parallelism = choice.parallelism;
  plan.global_batch = choice.global_batch;
  plan.gradient_accumulation = choice.gradient_accumulation;
  plan.precision = choice.precision;
  plan.remat = choice.remat.remat;
  plan.saved_tensors = choice.remat.saved_tensors;
  plan.offloaded_tensors = choice.remat.offloaded_tensors;
  plan.shards_optimizer = choice.shards_optimizer;
  return plan;
}

SearchCounts& SearchCounts::operator+=(const SearchCounts& other) {
  starved += other.starved;
  too_large += other.too_large;
  bounded += other.bounded;
  evaluated += other.evaluated;
  return *this;
}

RunRank rank_of(PlanObjective objective, const RunValue& value, std::int64_t chips) {
  switch (objective) {
    case PlanObjective::kTime: break;
    case PlanObjective::kCost: return {value.cost.value(), value.time};
    case PlanObjective::kEnergy: return {value.energy.value(), value.time};
    case PlanObjective::kChips: return {static_cast<double>(chips), value.time};
  }
  return {value.time.value(), value.time};
}

bool is_within(const PlanLimits& limits, const RunValue& value) {
  const bool is_in_time = limits.deadline <= Seconds(0) || value.time <= limits.deadline;
  return is_in_time && (limits.budget <= Dollars(0) || value.cost <= limits.budget);
}

BlockResult search_block(const PlanQuery& query, const PlanAllocation& allocation, SearchControl& control) {
  return BlockSearch(query, allocation, control).run();
}

}  // namespace gigapod
