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
  /// The youngest units that serve stand by from now on: they keep their weights and take no requests.
  void stand_by(std::size_t count);
  /// They take no more requests, end what they have by `until` and stand by from then on.
  void stand_by(std::size_t count, Seconds until);
  /// Units that end what they have stand by at once.
  void cut_off();
  /// As many units as possible of those that stand by, or are about to, serve again; returns how many.
  std::size_t resume(std::size_t count);
  /// Units that stand by, at most `count`, to be given back.
  [[nodiscard]] std::vector<FleetUnit> release(std::size_t count);
  /// Units on blocks of the range go on serving, but don't count as kept any more; those that load or
  /// stand by are returned, to be given back, and those that end what they have drain.
  [[nodiscard]] std::vector<FleetUnit> evacuate(BlockRange range);
  /// Units on blocks of the range are gone; returned to be given back.
  [[nodiscard]] std::vector<FleetUnit> lose(BlockRange range);
  /// Loads that have ended serve, and units that were to stand by do; returned are the units that have drained.
  [[nodiscard]] std::vector<FleetUnit> advance(Seconds now);

  [[nodiscard]] std::size_t serving() const { return serving_.size() + leaving_.size(); }  ///< take requests
  /// Will serve until given back.
  [[nodiscard]] std::size_t kept() const { return serving_.size() + loading() + ending() + standing_by(); }
  [[nodiscard]] std::size_t loading() const { return count(loading_); }
  [[nodiscard]] std::size_t leaving() const { return leaving_.size(); }  ///< of those that serve
  [[nodiscard]] std::size_t ending() const { return count(ending_); }    ///< will stand by
  [[nodiscard]] std::size_t with_requests() const { return serving() + ending() + count(draining_); }
  [[nodiscard]] std::size_t standing_by() const { return standby_.size(); }
  [[nodiscard]] std::size_t held() const { return kept() + leaving() + count(draining_); }
  /// Blocks of the units that take requests, of those that load, drain or end what they have, and of those that
  /// stand by.
  [[nodiscard]] const std::vector<BlockId>& serving_blocks() const { return serving_blocks_; }
  [[nodiscard]] const std::vector<BlockId>& other_blocks() const { return other_blocks_; }
  [[nodiscard]] const std::vector<BlockId>& standby_blocks() const { return standby_blocks_; }

 private:
  [[nodiscard]] static std::size_t count(const std::vector<Batch>& batches);
  void list_blocks();

  std::vector<FleetUnit> serving_;
  std::vector<FleetUnit> leaving_;  ///< serve until planned work takes their blocks
  std::vector<Batch> loading_;      ///< by time
  std::vector<Batch> draining_;     ///< by time
  std::vector<Batch> ending_;       ///< by time
  std::vector<FleetUnit> standby_;
  std::vector<BlockId> serving_blocks_;
  std::vector<BlockId> other_blocks_;
  std::vector<BlockId> standby_blocks_;
};

}  // namespace gigapod
