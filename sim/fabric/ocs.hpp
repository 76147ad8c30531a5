#pragma once

#include "sim/hardware/pod.hpp"
#include "sim/hardware/shape.hpp"

#include <span>
#include <vector>

namespace gigapod {

/// One circuit through an optical circuit switch: from the positive face of one cube to the negative face of another
/// (or of the same cube, when its axis is one cube long).
struct OcsCircuit {
  int ocs = 0;
  int from_cube = 0;
  int to_cube = 0;
  bool operator==(const OcsCircuit&) const = default;
};

/// Switches that a pod of such cubes needs: one for each position on a face of each axis (48 for 4x4x4).
[[nodiscard]] int ocs_needed(const PodSpec& pod);

/// The switch for the link that leaves a cube along `axis` at the given offset of the other two axes (in their
/// order).
[[nodiscard]] int ocs_of_face_position(const PodSpec& pod, int axis, int first_offset, int second_offset);

/// Joins any cubes of a pod into the torus of a slice shape: `cubes` are placed in the slice in order, last axis
/// fastest. Every cube uses each switch once with its positive and once with its negative face.
[[nodiscard]] std::vector<OcsCircuit> join_cubes(const Shape& slice, std::span<const int> cubes, const PodSpec& pod,
                                                 bool twisted = false);

}  // namespace gigapod
