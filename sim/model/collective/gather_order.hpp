#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace gigapod {

/// One pass of an all-gather along an axis.
struct GatherPhase {
  int axis = 0;
  int members = 1;  ///< groups of chips that differ in what they hold and meet along the axis
  int blocks = 1;   ///< shards that a chip holds before the phase
  bool operator==(const GatherPhase&) const = default;
};

/// The phases of a part, one an axis: a list of at most three without memory of its own.
class GatherPhases {
 public:
  void push_back(const GatherPhase& phase) { phases_[size_++] = phase; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const GatherPhase& operator[](std::size_t i) const { return phases_[i]; }
  [[nodiscard]] const GatherPhase* begin() const { return phases_.data(); }
  [[nodiscard]] const GatherPhase* end() const { return phases_.data() + size_; }

 private:
  std::array<GatherPhase, 3> phases_{};
  std::size_t size_ = 0;
};

/// The share of every shard that takes the axes in this order.
struct GatherPart {
  double share = 1.0;
  GatherPhases phases;
};

/// Links into a chip along each axis of a slice: 2 for a ring, 1 for a line (its end chip), 0 for an axis of one
/// chip.
using AxisLinks = std::span<const int>;

/// Gives the parts the shares that load every axis in proportion to its links, so that all of them are busy from
/// beginning to end; a part that would get a negative share (very unequal lines) gets none.
void balance_shares(std::span<GatherPart> parts, AxisLinks links);

/// How much longer the parts take than links that are always busy, less one, when each goes through its phases
/// without being cut: a part that comes to an axis before the one ahead has left it shares the links there, and
/// leaves others idle. 0 for parts that keep step.
[[nodiscard]] double gather_wait(std::span<const GatherPart> parts, AxisLinks links);

}  // namespace gigapod
