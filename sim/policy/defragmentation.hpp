#pragma once

#include "sim/base/ids.hpp"
#include "sim/base/quantity.hpp"
#include "sim/policy/placement.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace gigapod {

/// A running job that could go on elsewhere: it saves, leaves, starts again and reads what it saved.
struct MovableJob {
  JobId job;
  Shape slice;
  std::vector<std::vector<BlockId>> slices;  ///< its blocks, slice by slice
  double cost = 0.0;                         ///< chip-seconds of a move: its chips while it saves, starts and reads
  Seconds save;                              ///< how long it writes before it gives its blocks up
  Seconds since_move;                        ///< since it moved last, or started
};

/// A job that lacks room, and what could make some.
struct DefragmentationView {
  PlacementRequest wanted;              ///< does not fit now
  double chips = 0.0;                   ///< that it would hold
  std::span<const PodView> pods;        ///< of its type
  std::span<const MovableJob> movable;  ///< in those pods, sorted by id
  std::function<Seconds()> wait;        ///< expected until it fits when nobody moves
};

/// Where all slices of a running job lie after it moved; slices that stay are as they were.
struct Move {
  JobId job;
  Placement to;
};

/// Moves that let a job start, and why they are worth it.
struct MovePlan {
  std::vector<Move> moves;  ///< empty: nobody should move
  double cost = 0.0;        ///< chip-seconds of all moves
  double gain = 0.0;        ///< chip-seconds that the job waits less
};

/// The cheapest moves found that let the wanted job start; nothing when none do, or only more than `most_moves`.
/// Looks at the `most_pods` pods that lack fewest blocks for a slice.
[[nodiscard]] std::optional<MovePlan> cheapest_moves(const DefragmentationView& view,
                                                     const PlacementPolicy& placement, int most_moves, int most_pods);

/// Decides whether running jobs move to make room. Pure.
class Defragmentation {
 public:
  static constexpr const char* kRegistryName = "defragmentation";
  virtual ~Defragmentation() = default;
  /// No moves when there are none or they cost more than they gain.
  [[nodiscard]] virtual MovePlan plan(const DefragmentationView& view, const PlacementPolicy& placement) const = 0;
  /// A job that was not helped is looked at again after this time at the earliest; nothing: never look.
  [[nodiscard]] virtual std::optional<Seconds> retry_after() const = 0;
};

}  // namespace gigapod
