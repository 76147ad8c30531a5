// The best plan at each size. The batch is at most the larger one of the weak and the strong curve: without a
// critical batch more sequences never cost a token time, so it is that; with one, its halves down to the smaller one
// are tried too, and tokens count by what they teach.
//
//   1. the winners of the other curves, and what 4 finds near the better one
//   2. every shape of slices with every batch, the job's own remat, in the narrow space of plan_search.hpp
//   3. in the order of what 2 found, with every remat; then with interleaved stages, weights copied in place of
//      sharded and optimizer state sharded or not; then with copies of sharded weights, and layers or weights spread
//      over slices; until as many plans have been tried as asked for
//   4. near the best, as long as that helps: its slices in the narrow space and its layout with everything else, at
//      its batch, twice and half of it
//
// The budget counts plans, not time, so that the answer depends on nothing else.
//
// Under other terms it is 1, or what 4 finds near the best under the old ones; with terms that change nothing that is
// the best again.

#include "analysis/scaling/best_curve.hpp"

#include "analysis/plan/block_search.hpp"
#include "sim/base/worker_threads.hpp"

#include <algorithm>
#include <utility>

namespace gigapod {
namespace {

constexpr std::int64_t kPlansNear = 400;  ///< tried near a point beside the narrow search

class BestOfSize {
 public:
  BestOfSize(const JobGrowth& growth, const ScalePoint& weak, const ScalePoint& strong)
      : growth_(growth), size_(weak.requested_chips), best_(weak) {
    take(strong);
    const std::int64_t most = std::max(weak.global_batch, strong.global_batch);
    const std::int64_t least = std::min(weak.global_batch, strong.global_batch);
    batches_ = {most};
    while (chooses_batch() && batches_.back() > least) batches_.push_back(std::max(least, batches_.back() / 2));
  }

  ScalePoint find(std::int64_t plans) {
    climb_from(best_);
    try_narrow();
    left_ = plans;
    for (const PlanSpace& space : {space_of_remats(), space_of_replicas(), space_of_everything()}) {
      for (const Start& start : starts_) try_wide(space, {start.allocation, start.is_twisted}, start.batch);
    }
    climb_from(best_);
    return best_;
  }

  ScalePoint find_near(const ScalePoint& like, bool replans) {
    if (replans || chooses_batch()) climb_from(best_);
    if (!replans && like.has_plan()) {
      ScalePoint again = like;
      growth_.add_goodput(again);
      take(again);
      if (!chooses_batch()) return best_;
    }
    climb_from(like);
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

  [[nodiscard]] bool chooses_batch() const { return growth_.terms().critical_batch.tokens > 0.0; }

  /// Half, as many and twice, where the batch is free and within its limits.
  [[nodiscard]] std::vector<std::int64_t> batches_near(std::int64_t batch) const {
    std::vector<std::int64_t> near;
    for (const std::int64_t some : {batch, 2 * batch, batch / 2}) {
      const std::int64_t within = std::clamp(some, batches_.back(), batches_.front());
      if (std::find(near.begin(), near.end(), within) == near.end()) near.push_back(within);
    }
    return near;
  }

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

  /// Looks near a point, then near what is better, as long as something is.
  void climb_from(ScalePoint point) {
    while (point.has_plan()) {
      const double before = best_.useful_tokens_per_second;
      try_near(point);
      if (best_.useful_tokens_per_second <= before) return;
      point = best_;
    }
  }

  /// The slices of a point in the narrow space, and its layout with everything else.
  void try_near(const ScalePoint& point) {
    const PlanAllocation allocation{{point.slice, point.slices}, point.is_twisted};
    PlanSpace space = space_of_everything();
    space.layouts.fixed = point.parallelism;
    left_ = kPlansNear;
    for (const std::int64_t batch : batches_near(point.global_batch)) {
      take(growth_.point(size_, batch, growth_.fastest({allocation.slices}, batch)));
      try_wide(space, allocation, batch);
    }
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
    StepMachine machine = RunSite(query, allocation).machine();
    machine.straggler_spread = terms.straggler_spread;
    PlacedPlan placed{allocation, {}};
    placed.search.best = PlannedStep{plan, training_step(plan, machine), 0.0};
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

ScaleCurve best_curve_near(const JobGrowth& growth, const GrowthCurves& curves, const ScaleCurve& like,
                           bool replans) {
  ScaleCurve best{like.name, like.rule, {}, {}};
  for (std::size_t i = 0; i < like.points.size(); ++i) {
    BestOfSize search(growth, curves.weak.points[i], curves.strong.points[i]);
    best.points.push_back(search.find_near(like.points[i], replans));
  }
  return best;
}

}  // namespace gigapod
