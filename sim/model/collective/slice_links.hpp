#pragma once

#include "sim/fabric/slice.hpp"
#include "sim/fabric/torus.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace gigapod {

/// Whether symmetric chips stand for each other or each chip has links and flows of its own.
enum class Fold {
  kNone,
  kSymmetric
};

/// The one-way links of a slice, numbered. Folded, chips that a shift along the rings carries into each other share
/// one representative and its links (docs/models/chip_flows.md proves that nothing is lost); along an axis that does
/// not close, every position keeps its own.
class SliceLinks {
 public:
  SliceLinks(const SliceTopology& slice, Fold fold);

  [[nodiscard]] int chips() const { return torus_.chips(); }
  [[nodiscard]] int axes() const { return static_cast<int>(slice_.axes.size()); }
  [[nodiscard]] int length(int axis) const { return slice_.axes[static_cast<std::size_t>(axis)].length; }
  [[nodiscard]] bool closes(int axis) const { return slice_.axes[static_cast<std::size_t>(axis)].wraps; }
  [[nodiscard]] const SliceTopology& slice() const { return slice_; }

  /// Chips that stand for all, in ascending order, and how many each stands for.
  [[nodiscard]] const std::vector<int>& representatives() const { return representatives_; }
  [[nodiscard]] int chips_per_representative() const { return chips() / static_cast<int>(representatives_.size()); }
  /// Index in `representatives` of the chip that stands for this one.
  [[nodiscard]] int representative(int chip) const { return of_chip_[static_cast<std::size_t>(chip)]; }

  [[nodiscard]] int position(int chip, int axis) const;
  /// The chip one link further, `step` +1 or -1; nothing at an open end.
  [[nodiscard]] std::optional<int> neighbour(int chip, int axis, int step) const;
  /// Number of link ids; at open ends some have no link.
  [[nodiscard]] int count() const { return static_cast<int>(representatives_.size()) * axes() * 2; }
  /// Id of the link that leaves the chip along the axis.
  [[nodiscard]] int link(int chip, int axis, int step) const {
    return (representative(chip) * axes() + axis) * 2 + (step < 0 ? 1 : 0);
  }
  /// Whether there is such a link, its axis and direction, and the link that runs the other way.
  [[nodiscard]] bool exists(int link) const;
  [[nodiscard]] int axis_of(int link) const { return link / 2 % axes(); }
  [[nodiscard]] int step_of(int link) const { return link % 2 == 0 ? 1 : -1; }
  [[nodiscard]] int opposite(int link) const;

 private:
  [[nodiscard]] int source_of(int link) const {
    return representatives_[static_cast<std::size_t>(link / 2 / axes())];
  }

  SliceTopology slice_;
  Torus torus_;
  std::vector<int> representatives_;
  std::vector<int> of_chip_;
};

}  // namespace gigapod
