// How room is made for a job that does not fit: slice by slice, first on free blocks, then in the cheapest region
// whose movers have somewhere to go. A region is a box (pods without OCS) or any blocks (with OCS) that are free or
// held by movable jobs. Movers go where the placement policy puts them beside the room that is kept. Greedy over the
// slices of the waiting job: the sum may be dearer than the best, never wrong, since the whole is placed at the end.
#include "sim/fabric/slice.hpp"
#include "sim/policy/clear_room.hpp"
#include "sim/policy/pod_space.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace gigapod {
namespace {

/// Regions tried for a slice, the cheapest first: movers of the others find no place of their own either.
constexpr std::size_t kMostRegions = 64;

class RoomPlanner {
 public:
  RoomPlanner(const DefragmentationView& view, const PlacementPolicy& placement, int most_moves, int most_pods)
      : view_(view),
        placement_(placement),
        most_moves_(most_moves),
        most_pods_(most_pods),
        state_{FloorPlan(view.pods, view.movable), std::vector<bool>(view.movable.size()), {}} {}

  std::optional<MovePlan> plan() {
    for (int missing = keep_free_slices(); missing > 0; --missing) {
      if (!clear_slice()) return std::nullopt;
    }
    for (const BlockId block : kept_) state_.floor.set_free(block, true);
    if (!placement_.place(view_.wanted, state_.floor.views())) return std::nullopt;
    MovePlan plan;
    for (const auto& [job, slices] : state_.moved) {
      const MovableJob& mover = view_.movable[static_cast<std::size_t>(job)];
      plan.cost += mover.cost;
      plan.moves.push_back({mover.job, {mover.slices}});
      for (const auto& [slice, blocks] : slices)
        plan.moves.back().to.slices[static_cast<std::size_t>(slice)] = blocks;
    }
    return plan;
  }

 private:
  using Slices = std::map<int, std::vector<BlockId>>;  ///< new blocks, by slice
  struct State {
    FloorPlan floor;
    std::vector<bool> is_moving;  ///< by job
    std::map<int, Slices> moved;  ///< by job
  };

  void keep(State& state, std::size_t pod, const std::vector<int>& blocks) {
    for (const int block : blocks) {
      state.floor.set_free(pod, block, false);
      kept_.push_back(BlockId{view_.pods[pod].first_block.value + static_cast<std::uint32_t>(block)});
    }
  }

  /// Keeps free blocks for as many slices as fit, in the fullest pods first; returns how many do not.
  int keep_free_slices() {
    std::vector<std::size_t> pods(state_.floor.pods());
    std::iota(pods.begin(), pods.end(), std::size_t{0});
    std::stable_sort(pods.begin(), pods.end(), [&](std::size_t a, std::size_t b) {
      return state_.floor.free_count(a) < state_.floor.free_count(b);
    });
    int missing = view_.wanted.slices;
    for (const std::size_t pod : pods) {
      while (missing > 0) {
        const auto blocks = PodSpace(state_.floor.view(pod)).find_packed(view_.wanted.slice);
        if (!blocks) break;
        keep(state_, pod, *blocks);
        --missing;
      }
    }
    return missing;
  }

  bool clear_slice() {
    auto regions = regions_for(view_.wanted.slice, state_.floor, view_.movable, state_.is_moving, most_pods_);
    if (regions.size() > kMostRegions) regions.resize(kMostRegions);
    const std::vector<BlockId> kept = kept_;
    for (const Region& region : regions) {
      State next = state_;
      if (clear(region, next)) {
        state_ = std::move(next);
        return true;
      }
      kept_ = kept;
    }
    return false;
  }

  /// Moves everybody out of the region; false when somebody has nowhere to go.
  bool clear(const Region& region, State& state) {
    for (const auto& mover : region.movers) {
      const auto job = static_cast<std::size_t>(mover.job);
      state.floor.clear(view_.movable[job].slices[static_cast<std::size_t>(mover.slice)]);
      state.is_moving[job] = true;
    }
    if (std::count(state.is_moving.begin(), state.is_moving.end(), true) > most_moves_) return false;
    keep(state, region.pod, region.blocks);
    std::map<int, std::vector<int>> slices;
    for (const auto& mover : region.movers) slices[mover.job].push_back(mover.slice);
    std::vector<std::pair<int, std::vector<int>>> order(slices.begin(), slices.end());
    std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
      return shape_of(a.first).chips() > shape_of(b.first).chips();  // the largest are the hardest to place
    });
    return std::all_of(order.begin(), order.end(),
                       [&](const auto& mover) { return place(mover.first, mover.second, state); });
  }

  bool place(int job, const std::vector<int>& slices, State& state) {
    const auto placed = placement_.place({shape_of(job), static_cast<int>(slices.size())}, state.floor.views());
    if (!placed) return false;
    for (std::size_t i = 0; i < slices.size(); ++i) {
      for (const BlockId block : placed->slices[i]) state.floor.set_free(block, false);
      state.moved[job][slices[i]] = placed->slices[i];
    }
    return true;
  }

  [[nodiscard]] const Shape& shape_of(int job) const { return view_.movable[static_cast<std::size_t>(job)].slice; }

  const DefragmentationView& view_;
  const PlacementPolicy& placement_;
  int most_moves_;
  int most_pods_;
  State state_;
  std::vector<BlockId> kept_;  ///< for the waiting job
};

}  // namespace

std::optional<MovePlan> cheapest_moves(const DefragmentationView& view, const PlacementPolicy& placement,
                                       int most_moves, int most_pods) {
  if (view.movable.empty()) return std::nullopt;
  int free = 0;
  for (const PodView& pod : view.pods) free += pod.free_count;
  if (free < view.wanted.slices * blocks_of(view.wanted.slice, *view.pods.front().spec)) return std::nullopt;
  return RoomPlanner(view, placement, most_moves, most_pods).plan();
}

}  // namespace gigapod
