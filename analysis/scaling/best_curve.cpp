// The best plan at each size. The batch is at most the larger one of the weak and the strong curve: without a
// critical batch more sequences never cost a token time, so it is that; with one, its halves down to the smaller one
// are tried too, and tokens count by what they teach.
//
//   1. the winners of the other curves
//   2. every shape of slices with every batch, the job's own remat, in the narrow space of plan_search.hpp
//   3. in the order of what 2 found, with every remat; then with interleaved stages, weights copied in place of
//   sharded
//      and optimizer state sharded or not; then with copies of sharded weights, and layers or weights spread over
//      slices; until as many plans have been tried as asked for
//
// The budget counts plans, not time, so that the answer depends on nothing else.

#include "analysis/scaling/best_curve.hpp"

#include "analysis/plan/block_search.hpp"
#include "sim/base/worker_threads.hpp"

#include <algorithm>
#include <utility>

namespace gigapod {
namespace {

class BestOfSize {
 public:
  BestOfSize(const JobGrowth& growth, const ScalePoint& weak, const ScalePoint& strong)
      : growth_(growth), size_(weak.requested_chips), best_(weak) {
    take(strong);
    const std::int64_t most = std::max(weak.global_batch, strong.global_batch);
    const std::int64_t least = std::min(weak.global_batch, strong.global_batch);
    batches_ = {most};
    const bool has_choice = growth.terms().critical_batch.tokens > 0.0;
    while (has_choice && batches_.back() > least) batches_.push_back(std::max(least, batches_.back() / 2));
  }

  ScalePoint find(std::int64_t plans) {
    try_narrow();
    left_ = plans;
    for (const PlanSpace& space : {space_of_remats(), space_of_replicas(), space_of_everything()}) {
      for (const Start& start : starts_) try_wide(space, {start.allocation, start.is_twisted}, start.batch);
    }
    return best_;
  }

 private:
  /// Where a wide search begins.
  struct Start {
    SliceAllocation allocation;
    bool is_twisted;
    std::int64_t batch;
    double useful;
  };

  void take(const ScalePoint& point) {
    if (point.useful_tokens_per_second > best_.useful_tokens_per_second) best_ = point;
  }

  void try_narrow() {
    for (const SliceAllocation& allocation : growth_.allocations(size_)) {
      for (const std::int64_t batch : batches_) {
        const PlacedPlan found = growth_.fastest({allocation}, batch);
        const ScalePoint point = growth_.point(size_, batch, found);
        take(point);
        starts_.push_back({allocation, found.allocation.is_twisted, batch, point.useful_tokens_per_second});
      }
    }
    std::stable_sort(starts_.begin(), starts_.end(),
                     [](const Start& a, const Start& b) { return a.useful > b.useful; });
  }

  /// The job's own layouts with every remat.
  [[nodiscard]] PlanSpace space_of_remats() const {
    PlanSpace space = growing_space(growth_.terms().spec().plan);
    space.remats.clear();
    for (const NamedRematPolicy& named : named_remat_policies()) space.remats.push_back(named.policy);
    space.layouts.fixed.dcn_fsdp = 1;
    space.batch_rule = BatchRule::kRoundDown;
    return space;
  }

  [[nodiscard]] PlanSpace space_of_replicas() const {
    PlanSpace space = space_of_remats();
    space.layouts.fixed.data = 0;
    space.layouts.mixes_replicas = false;
    space.interleaves = {1, 2, 4};
    space.tries_sharded_optimizer = true;
    space.splits_few_sequences_only = false;
    return space;
  }

  [[nodiscard]] PlanSpace space_of_everything() const {
    PlanSpace space = space_of_replicas();
    space.layouts.fixed = free_degrees();
    space.layouts.mixes_replicas = true;
    return space;
  }

  void try_wide(const PlanSpace& space, const PlanAllocation& allocation, std::int64_t batch) {
    const GrowthTerms& terms = growth_.terms();
    if (left_ <= 0) return;
    PlanQuery query;
    query.start = terms.spec().plan;
    query.tokens = 1.0;
    query.pod = growth_.pod();
    query.chip = growth_.chip();
    query.site = terms.scenario.site;
    query.failures = growth_.failure_terms();
    query.most_batch = static_cast<int>(batch);
    query.space = space;
    query.top = 1;
    SearchControl control;
    control.most_candidates = left_;
    const BlockResult found = search_block(query, allocation, control);
    left_ -= control.candidates;
    if (found.top.empty()) return;
    const TrainingPlan plan = plan_of(found.top.front().choice, query.start);
    PlacedPlan placed{allocation, {}};
    placed.search.best = PlannedStep{plan, training_step(plan, RunSite(query, allocation).machine()), 0.0};
    take(growth_.point(size_, plan.global_batch, placed));
  }

  const JobGrowth& growth_;
  std::int64_t size_;
  std::vector<std::int64_t> batches_;
  std::vector<Start> starts_;
  std::int64_t left_ = 0;
  ScalePoint best_;
};

}  // namespace

ScaleCurve best_curve(const JobGrowth& growth, const GrowthCurves& curves, std::int64_t plans, int jobs) {
  ScaleCurve best;
  best.name = "best";
  best.rule = growth.terms().critical_batch.tokens > 0.0 ? "slices, layout, remat and batch chosen at each size"
                                                         : "slices, layout and remat chosen at each size";
  const std::size_t count = curves.weak.points.size();
  std::vector<ScalePoint> found(count);
  run_in_threads(count, jobs, [&](std::size_t place) {
    const std::size_t i = count - 1 - place;
    found[i] = BestOfSize(growth, curves.weak.points[i], curves.strong.points[i]).find(plans);
  });
  for (ScalePoint& point : found) {
    point.limit = ScalingLimit::kNone;
    point.limit_reason.clear();
    point.later_limits.clear();
    best.points.push_back(std::move(point));
    add_limits(growth, nullptr, nullptr, best.points);
  }
  return best;
}

}  // namespace gigapod
