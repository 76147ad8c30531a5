#include "sim/fabric/box_search.hpp"

#include "sim/fabric/coordinates.hpp"
#include "sim/fabric/slice.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace gigapod {
namespace {

using Lengths = std::array<int, 3>;

/// The grid of a pod's blocks and which of its axes close.
struct Grid {
  BoxCoordinates blocks;
  std::array<bool, 3> wraps{};
  std::span<const std::uint8_t> is_free;

  [[nodiscard]] bool is_free_at(const Coordinate& at) const {
    return is_free[static_cast<std::size_t>(blocks.index(at))] != 0;
  }
  /// Moves along one axis, over the edge where it wraps; false when it falls off.
  [[nodiscard]] bool step(Coordinate& at, int axis, int by) const {
    const auto a = static_cast<std::size_t>(axis);
    at[a] += by;
    if (at[a] >= 0 && at[a] < blocks.length(axis)) return true;
    if (!wraps[a]) return false;
    at[a] = (at[a] + blocks.length(axis)) % blocks.length(axis);
    return true;
  }
};

Shape blocks_along(const PodSpec& pod) {
  Shape blocks = pod.shape;
  for (std::size_t axis = 0; axis < blocks.axes.size(); ++axis) blocks.axes[axis] /= pod.block.axes[axis];
  return blocks;
}

/// Sizes in blocks of the slice laid down in every way that fills whole blocks.
std::vector<Lengths> orientations(const Shape& slice, const PodSpec& pod) {
  if (slice.chips() <= pod.block.chips()) return {{1, 1, 1}};
  std::vector<int> axes = slice.axes;
  std::sort(axes.begin(), axes.end());
  std::vector<Lengths> all;
  do {
    Lengths lengths{1, 1, 1};
    bool fits = true;
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
      fits = fits && axes[axis] % pod.block.axes[axis] == 0 && axes[axis] <= pod.shape.axes[axis];
      lengths[axis] = axes[axis] / pod.block.axes[axis];
    }
    if (fits) all.push_back(lengths);
  } while (std::next_permutation(axes.begin(), axes.end()));
  return all;
}

/// First corners along an axis: all of them where it wraps, but one when the box spans it.
int corner_count(const Grid& grid, int axis, int length) {
  const int whole = grid.blocks.length(axis);
  if (length == whole) return 1;
  return grid.wraps[static_cast<std::size_t>(axis)] ? whole : whole - length + 1;
}

bool find_blocks(const Grid& grid, const Coordinate& corner, const BoxCoordinates& box, std::vector<int>& blocks) {
  blocks.clear();
  for (int i = 0; i < box.count(); ++i) {
    Coordinate at = box.at(i);
    for (int axis = 0; axis < 3; ++axis) {
      const auto a = static_cast<std::size_t>(axis);
      at[a] = (at[a] + corner[a]) % grid.blocks.length(axis);
    }
    if (!grid.is_free_at(at)) return false;
    blocks.push_back(grid.blocks.index(at));
  }
  return true;
}

int free_neighbours(const Grid& grid, const std::vector<int>& blocks) {
  std::vector<bool> is_counted(static_cast<std::size_t>(grid.blocks.count()));
  for (const int block : blocks) is_counted[static_cast<std::size_t>(block)] = true;
  int count = 0;
  for (const int block : blocks) {
    for (int axis = 0; axis < 3; ++axis) {
      for (const int by : {-1, 1}) {
        Coordinate at = grid.blocks.at(block);
        if (!grid.step(at, axis, by) || !grid.is_free_at(at)) continue;
        const auto next = static_cast<std::size_t>(grid.blocks.index(at));
        if (!is_counted[next]) ++count;
        is_counted[next] = true;
      }
    }
  }
  return count;
}

void visit_corners(const Grid& grid, const Lengths& lengths, const std::function<void(const FreeBox&)>& visit) {
  const BoxCoordinates box(Shape{{lengths[0], lengths[1], lengths[2]}});
  const BoxCoordinates corners(Shape{
      {corner_count(grid, 0, lengths[0]), corner_count(grid, 1, lengths[1]), corner_count(grid, 2, lengths[2])}});
  FreeBox found;
  for (int i = 0; i < corners.count(); ++i) {
    if (!find_blocks(grid, corners.at(i), box, found.blocks)) continue;
    found.free_neighbours = free_neighbours(grid, found.blocks);
    visit(found);
  }
}

}  // namespace

void for_each_free_box(const Shape& slice, const PodSpec& pod, std::span<const std::uint8_t> is_free,
                       const std::function<void(const FreeBox&)>& visit) {
  Grid grid{BoxCoordinates(blocks_along(pod)), {}, is_free};
  for (std::size_t axis = 0; axis < pod.shape.axes.size(); ++axis) {
    grid.wraps[axis] = pod.wrap_length > 0 && pod.shape.axes[axis] >= pod.wrap_length;
  }
  for (const Lengths& lengths : orientations(slice, pod)) visit_corners(grid, lengths, visit);
}

}  // namespace gigapod
