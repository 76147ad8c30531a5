#pragma once

#include "sim/policy/defragmentation.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <vector>

namespace gigapod {

/// The blocks of some pods while moves are planned: which are free, and which slice of a movable job holds the
/// others.
class FloorPlan {
 public:
  /// A slice of a movable job, by its place in the list of them.
  struct Holder {
    int job = -1;  ///< -1: nobody who can move
    int slice = 0;
    auto operator<=>(const Holder&) const = default;
  };
  FloorPlan(std::span<const PodView> pods, std::span<const MovableJob> movable);

  [[nodiscard]] std::size_t pods() const { return views_.size(); }
  [[nodiscard]] const PodSpec& spec(std::size_t pod) const { return *views_[pod].spec; }
  [[nodiscard]] int free_count(std::size_t pod) const { return views_[pod].free_count; }
  [[nodiscard]] bool is_free(std::size_t pod, int block) const { return free_[pod][index(block)] != 0; }
  [[nodiscard]] Holder holder(std::size_t pod, int block) const { return holders_[pod][index(block)]; }
  /// Views of the blocks as they are planned; valid until the next change.
  [[nodiscard]] PodView view(std::size_t pod) const;
  [[nodiscard]] std::vector<PodView> views() const;

  void set_free(std::size_t pod, int block, bool is_free);
  void set_free(BlockId block, bool is_free);
  /// A slice leaves its blocks; what it takes next can't be cleared again.
  void clear(const std::vector<BlockId>& blocks);

 private:
  static std::size_t index(int block) { return static_cast<std::size_t>(block); }
  [[nodiscard]] std::size_t pod_of(BlockId block) const;

  std::vector<PodView> views_;
  std::vector<std::vector<std::uint8_t>> free_;
  std::vector<std::vector<Holder>> holders_;
};

/// Blocks of one pod that would hold a slice if some slices of movable jobs left.
struct Region {
  std::size_t pod = 0;
  std::vector<int> blocks;
  std::set<FloorPlan::Holder> movers;
  double cost = 0.0;  ///< chip-seconds of the jobs that do not move already
};

/// Regions for a slice, the cheapest first: boxes of a contiguous pod; else of each pod the cheapest set of jobs, and
/// the cheapest sets without one of those. `is_moving`: by job, those whose move is paid for.
[[nodiscard]] std::vector<Region> regions_for(const Shape& slice, const FloorPlan& floor,
                                              std::span<const MovableJob> movable, const std::vector<bool>& is_moving,
                                              int most_pods);

}  // namespace gigapod
