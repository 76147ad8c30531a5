#pragma once

#include "sim/base/ids.hpp"
#include "sim/base/quantity.hpp"
#include "sim/engine/block_range.hpp"

#include <cstddef>
#include <vector>

namespace gigapod {

/// What a fleet takes and gives back: a block shared by replicas, or one replica's slice.
using FleetUnit = std::vector<BlockId>;

/// The units of a fleet by what they do. Units move between the states here; whose blocks they are is the site's.
class FleetUnits {
 public:
  struct Batch {
    Seconds until;
    std::vector<FleetUnit> units;
  };

  /// Units that serve from `ready` on; from now on when that is not later than `now`.
  void add(std::vector<FleetUnit> units, Seconds ready, Seconds now);
  /// As many units as possible of those that drain go on serving; returns how many.
  std::size_t recall(std::size_t count);
  /// Units that load, the youngest first, at most `count`: theirs is to be given back.
  [[nodiscard]] std::vector<FleetUnit> cancel(std::size_t count);
  /// The youngest units that serve take no more requests and end what they have by `until`.
  void drain(std::size_t count, Seconds until);
  /// Units on blocks of the range go on serving, but don't count as kept any more; those that load are returned, to
  /// be given back.
  [[nodiscard]] std::vector<FleetUnit> evacuate(BlockRange range);
  /// Units on blocks of the range are gone; returned to be given back.
  [[nodiscard]] std::vector<FleetUnit> lose(BlockRange range);
  /// Loads that have ended serve; returned are the units that have drained.
  [[nodiscard]] std::vector<FleetUnit> advance(Seconds now);

  [[nodiscard]] std::size_t serving() const { return serving_.size() + leaving_.size(); }  ///< take requests
  [[nodiscard]] std::size_t kept() const { return serving_.size() + loading(); }  ///< will serve until given back
  [[nodiscard]] std::size_t loading() const { return count(loading_); }
  [[nodiscard]] std::size_t held() const { return serving() + loading() + count(draining_); }
  /// Blocks of the units that take requests, and of those that load or drain.
  [[nodiscard]] const std::vector<BlockId>& serving_blocks() const { return serving_blocks_; }
  [[nodiscard]] const std::vector<BlockId>& other_blocks() const { return other_blocks_; }

 private:
  [[nodiscard]] static std::size_t count(const std::vector<Batch>& batches);
  void list_blocks();

  std::vector<FleetUnit> serving_;
  std::vector<FleetUnit> leaving_;  ///< serve until planned work takes their blocks
  std::vector<Batch> loading_;      ///< by time
  std::vector<Batch> draining_;     ///< by time
  std::vector<BlockId> serving_blocks_;
  std::vector<BlockId> other_blocks_;
};

}  // namespace gigapod
