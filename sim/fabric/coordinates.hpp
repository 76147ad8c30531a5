#pragma once

#include "sim/hardware/pod.hpp"
#include "sim/hardware/shape.hpp"

#include <array>
#include <cstddef>

namespace gigapod {

/// Position along each axis, from 0; axes that a shape does not have are 0.
using Coordinate = std::array<int, 3>;

/// Index of a chip in a box and back, by arithmetic: the last axis runs fastest.
class BoxCoordinates {
 public:
  explicit BoxCoordinates(const Shape& shape) {
    for (std::size_t axis = 0; axis < shape.axes.size() && axis < 3; ++axis) lengths_[axis] = shape.axes[axis];
  }

  [[nodiscard]] int count() const { return lengths_[0] * lengths_[1] * lengths_[2]; }
  [[nodiscard]] int length(int axis) const { return lengths_[static_cast<std::size_t>(axis)]; }
  [[nodiscard]] int index(const Coordinate& at) const { return (at[0] * lengths_[1] + at[1]) * lengths_[2] + at[2]; }
  [[nodiscard]] Coordinate at(int index) const {
    return {index / (lengths_[1] * lengths_[2]), index / lengths_[2] % lengths_[1], index % lengths_[2]};
  }

 private:
  std::array<int, 3> lengths_{1, 1, 1};
};

/// Chips of a pod numbered block by block, so that the chips of a block are consecutive, and the coordinate of each
/// in the whole pod.
class PodCoordinates {
 public:
  explicit PodCoordinates(const PodSpec& pod) : blocks_(blocks_along(pod)), inside_(pod.block) {}

  [[nodiscard]] const BoxCoordinates& blocks() const { return blocks_; }
  [[nodiscard]] const BoxCoordinates& inside() const { return inside_; }
  /// Block (counted in the pod) of a chip (counted in the pod).
  [[nodiscard]] int block_of(int chip) const { return chip / inside_.count(); }
  [[nodiscard]] Coordinate at(int chip) const {
    const Coordinate block = blocks_.at(block_of(chip));
    Coordinate at = inside_.at(chip % inside_.count());
    for (int axis = 0; axis < 3; ++axis) {
      at[static_cast<std::size_t>(axis)] += block[static_cast<std::size_t>(axis)] * inside_.length(axis);
    }
    return at;
  }
  [[nodiscard]] int index(const Coordinate& at) const {
    Coordinate block{};
    Coordinate offset{};
    for (int axis = 0; axis < 3; ++axis) {
      const auto a = static_cast<std::size_t>(axis);
      block[a] = at[a] / inside_.length(axis);
      offset[a] = at[a] % inside_.length(axis);
    }
    return blocks_.index(block) * inside_.count() + inside_.index(offset);
  }

 private:
  static Shape blocks_along(const PodSpec& pod) {
    Shape blocks = pod.shape;
    for (std::size_t axis = 0; axis < blocks.axes.size(); ++axis) blocks.axes[axis] /= pod.block.axes[axis];
    return blocks;
  }

  BoxCoordinates blocks_;
  BoxCoordinates inside_;
};

}  // namespace gigapod
