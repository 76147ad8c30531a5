// Optical circuit switches of a pod of cubes.
//
// The links at one position of the two opposite faces of an axis go to the same switch from every cube of the pod, so
// that any cubes can be joined into a ring along that axis: 3 axes x 16 positions = 48 switches of 2 x cubes ports.
// Source: arXiv:2304.01433 (TPU v4), section 2; v7 pods are assumed to be wired alike.
#include "sim/fabric/ocs.hpp"

#include "sim/base/check.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/fabric/torus.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace gigapod {
namespace {

std::pair<int, int> other_axes(int axis) {
  if (axis == 0) return {1, 2};
  return axis == 1 ? std::pair{0, 2} : std::pair{0, 1};
}

int face_positions(const PodSpec& pod, int axis) {
  return pod.block.chips() / pod.block.axes[static_cast<std::size_t>(axis)];
}

/// The slice as a torus of cubes; a twist by n chips is one by n / 4 cubes.
SliceTopology torus_of_cubes(const Shape& slice, const PodSpec& pod, bool twisted) {
  SliceTopology cubes = slice_topology(slice, pod, twisted);
  for (std::size_t axis = 0; axis < 3; ++axis) cubes.axes[axis].length /= pod.block.axes[axis];
  return cubes;
}

}  // namespace

int ocs_needed(const PodSpec& pod) {
  return face_positions(pod, 0) + face_positions(pod, 1) + face_positions(pod, 2);
}

int ocs_of_face_position(const PodSpec& pod, int axis, int first_offset, int second_offset) {
  int first = 0;
  for (int before = 0; before < axis; ++before) first += face_positions(pod, before);
  const int width = pod.block.axes[static_cast<std::size_t>(other_axes(axis).second)];
  return first + first_offset * width + second_offset;
}

std::vector<OcsCircuit> join_cubes(const Shape& slice, std::span<const int> cubes, const PodSpec& pod, bool twisted) {
  const Torus torus(torus_of_cubes(slice, pod, twisted));
  GIGAPOD_CHECK(static_cast<int>(cubes.size()) == torus.chips(), "a slice joins exactly the cubes of its shape");
  std::vector<OcsCircuit> circuits;
  for (int axis = 0; axis < 3; ++axis) {
    const auto [first, second] = other_axes(axis);
    for (int i = 0; i < torus.chips(); ++i) {
      const int from = cubes[static_cast<std::size_t>(i)];
      const std::optional<int> next = torus.neighbour(i, axis, 1);
      if (!next) continue;  // the open end of a topology that closes no ring
      const int to = cubes[static_cast<std::size_t>(*next)];
      for (int a = 0; a < pod.block.axes[static_cast<std::size_t>(first)]; ++a) {
        for (int b = 0; b < pod.block.axes[static_cast<std::size_t>(second)]; ++b) {
          circuits.push_back({ocs_of_face_position(pod, axis, a, b), from, to});
        }
      }
    }
  }
  return circuits;
}

}  // namespace gigapod
