// Defragmentation by migration: running jobs save, leave, and go on elsewhere, so that the first job that lacks room
// starts although the free blocks are scattered. With C chips of the waiting job, t_w its expected wait when nobody
// moves, and of each mover j its chips C_j and the times it saves s_j, starts anew a_j and reads r_j, jobs move when
//
//   C (t_w - max_j s_j)  >=  least_gain x sum_j C_j (s_j + a_j + r_j)
//
// Both sides are chip-seconds: those that stay idle for want of a shape against those that movers lose. Assumed:
// planned durations hold, and no later job would have used the idle blocks meanwhile; `least_gain` is the margin for
// both. A job that started or moved less than `least_interval` ago stays. Valid where jobs run much longer than a
// move takes. The moves are the cheapest that `cheapest_moves` finds, not the cheapest there are.
#include "sim/base/registry.hpp"
#include "sim/policy/defragmentation.hpp"

#include <algorithm>

namespace gigapod {
namespace {

class Migrate final : public Defragmentation {
 public:
  struct Params {
    double least_gain = 2.0;
    Seconds least_interval{3600.0};
    int most_moves = 8;
    int most_pods = 16;
    Seconds retry{600.0};
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.number("least_gain", &Params::least_gain, {1.0, 1e6},
                "Jobs move when the chip-seconds of waiting that this saves are at least this many times its cost.");
    list.quantity("least_interval", &Params::least_interval, kNonNegative,
                  "A job that started or moved less than this ago stays.");
    list.integer("most_moves", &Params::most_moves, kAtLeastOne, "Jobs that move for one waiting job at most.");
    list.integer("most_pods", &Params::most_pods, kAtLeastOne,
                 "Pods looked at for each slice, those that lack fewest blocks first.");
    list.quantity("retry", &Params::retry, {1.0, 1e9}, "A job that no move helped is looked at again after this.");
    return list;
  }
  explicit Migrate(const Params& params) : params_(params) {}

  [[nodiscard]] MovePlan plan(const DefragmentationView& view, const PlacementPolicy& placement) const override {
    std::vector<MovableJob> movable(view.movable.begin(), view.movable.end());
    std::erase_if(movable, [&](const MovableJob& job) { return job.since_move < params_.least_interval; });
    DefragmentationView rested = view;
    rested.movable = movable;
    auto plan = cheapest_moves(rested, placement, params_.most_moves, params_.most_pods);
    if (!plan) return {};
    Seconds save;
    for (const MovableJob& job : movable) {
      const bool moves =
          std::any_of(plan->moves.begin(), plan->moves.end(), [&](const Move& move) { return move.job == job.job; });
      if (moves) save = max(save, job.save);
    }
    plan->gain = view.chips * (view.wait() - save).value();
    if (plan->gain < params_.least_gain * plan->cost) return {};
    return std::move(*plan);
  }
  [[nodiscard]] std::optional<Seconds> retry_after() const override { return params_.retry; }

 private:
  Params params_;
};

const bool kRegistered = register_plugin<Migrate, Defragmentation>(
    "migrate", "Running jobs save and move when that lets a waiting job start, and gains more than it costs.");

}  // namespace
}  // namespace gigapod
