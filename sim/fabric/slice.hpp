#pragma once

#include "sim/hardware/pod.hpp"
#include "sim/hardware/shape.hpp"

#include <string>
#include <vector>

namespace gigapod {

/// One axis of a slice as collectives see it.
struct SliceAxis {
  int length = 1;
  bool wraps = false;  ///< the axis closes into a ring
  bool operator==(const SliceAxis&) const = default;
};

/// The chips of one job in one pod, as a torus (or mesh, where an axis does not wrap).
struct SliceTopology {
  std::vector<SliceAxis> axes;  ///< at most three
  bool is_twisted = false;      ///< wrap links of the shorter axes are offset along the longest (4x4x8, 4x8x8 …)
  bool is_switched = false;     ///< any-to-any domain behind switches (NVLink), no torus
  int domain = 0;               ///< is_switched: GPUs of one NVLink domain; chips beyond talk over the rail network
  [[nodiscard]] int chips() const {
    int product = 1;
    for (const SliceAxis& axis : axes) product *= axis.length;
    return product;
  }
  bool operator==(const SliceTopology&) const = default;
};

/// How slices are cut from a pod.
enum class SliceRule {
  kCubes,       ///< any free cubes, joined by OCS; every axis of whole cubes wraps
  kContiguous,  ///< a contiguous box of host tiles; only an axis of `wrap_length` chips wraps
  kSwitched     ///< any NVLink domains behind a rail network
};

/// The rule of a pod type, from its topology: ocs_torus_3d and twisted_torus_3d take cubes, gpu_fat_tree is switched;
/// any other topology takes cubes when it has OCS and contiguous boxes when it has none.
[[nodiscard]] SliceRule slice_rule(const PodSpec& pod);

/// Why a pod's shape and block do not belong to its topology; empty when they do. The functions below need a pod
/// without fault.
[[nodiscard]] std::string pod_shape_fault(const PodSpec& pod);

/// Why a shape can't be a slice of a pod; empty when it can. The sentence names the rule and the nearest shape
/// that fits ("4x4x6 does not fill whole 4x4x4 cubes; 4x4x8 does").
[[nodiscard]] std::string slice_shape_fault(const Shape& shape, const PodSpec& pod);

/// Whether the shape has a twisted torus: n x n x 2n or n x 2n x 2n (any axis order) of whole cubes.
[[nodiscard]] bool is_twistable(const Shape& shape, const PodSpec& pod);

/// Why a shape can't be a twisted torus; empty when it can. The shape itself must have no fault.
[[nodiscard]] std::string twist_fault(const Shape& shape, const PodSpec& pod);

/// The slice of that shape in a pod of that type, with wrap rules applied. The shape must have no fault.
/// `twisted` asks for the twisted torus, for shapes that are twistable only; pods of topology twisted_torus_3d
/// twist every shape that is.
[[nodiscard]] SliceTopology slice_topology(const Shape& shape, const PodSpec& pod, bool twisted = false);

/// Blocks that a slice of this shape takes (1 for a shape inside one block).
[[nodiscard]] int blocks_of(const Shape& shape, const PodSpec& pod);

/// Shapes offered for a pod type, smallest first: every shape that has no fault and at most the pod's chips, with
/// axes in ascending order.
[[nodiscard]] std::vector<Shape> slice_shapes(const PodSpec& pod);

}  // namespace gigapod
