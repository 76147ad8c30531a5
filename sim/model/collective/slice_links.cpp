#include "sim/model/collective/slice_links.hpp"

#include "sim/base/check.hpp"
#include "sim/model/collective/collective.hpp"

namespace gigapod {
namespace {

/// Two chips have one link between them, so an axis of two is a line.
SliceTopology with_true_rings(SliceTopology slice) {
  for (SliceAxis& axis : slice.axes) axis.wraps = is_ring(axis);
  return slice;
}

}  // namespace

SliceLinks::SliceLinks(const SliceTopology& slice, Fold fold) : slice_(with_true_rings(slice)), torus_(slice_) {
  GIGAPOD_CHECK(!slice.is_switched, "a switched domain has no links between chips");
  of_chip_.resize(static_cast<std::size_t>(chips()));
  for (int chip = 0; chip < chips(); ++chip) {
    Coordinate at = torus_.box().at(chip);
    for (int axis = 0; axis < axes(); ++axis) {
      if (fold == Fold::kSymmetric && closes(axis)) at[static_cast<std::size_t>(axis)] = 0;
    }
    const int stands_for = torus_.box().index(at);
    auto& own = of_chip_[static_cast<std::size_t>(chip)];
    if (stands_for == chip) {
      own = static_cast<int>(representatives_.size());
      representatives_.push_back(chip);
    } else {
      own = of_chip_[static_cast<std::size_t>(stands_for)];
    }
  }
}

int SliceLinks::position(int chip, int axis) const { return torus_.box().at(chip)[static_cast<std::size_t>(axis)]; }

std::optional<int> SliceLinks::neighbour(int chip, int axis, int step) const {
  return torus_.neighbour(chip, axis, step);
}

bool SliceLinks::exists(int link) const {
  const int axis = axis_of(link);
  return length(axis) > 1 && neighbour(source_of(link), axis, step_of(link)).has_value();
}

int SliceLinks::opposite(int link) const {
  const int axis = axis_of(link);
  const int step = step_of(link);
  return this->link(*neighbour(source_of(link), axis, step), axis, -step);
}

}  // namespace gigapod
