#pragma once

#include "sim/base/quantity.hpp"
#include "sim/fabric/fabric_graph.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"

#include <optional>
#include <string>

namespace gigapod {

/// Closed-form figures of the fabric that joins the chips of one slice.
struct SliceFigures {
  int degree = 0;            ///< links of the chip that has the most
  int diameter = 0;          ///< links on the way between the two farthest chips, switches crossed included
  double mean_hops = 0.0;    ///< the same, mean over all pairs of two chips
  BytesPerSecond bisection;  ///< between the two halves of the chips that are joined worst, one direction
  /// Bytes per second that every chip can send evenly to all others at once, by the busiest link; ideal routing.
  BytesPerSecond all_to_all_per_chip;
};

/// A family of in-pod fabrics.
class PodTopology {
 public:
  static constexpr const char* kRegistryName = "pod_topology";
  virtual ~PodTopology() = default;

  /// The slice as the fabric joins it: which axes close into rings, whether it is twisted. `slice` comes with the
  /// wrap rules of the pod and has to keep its chips. All times come from what this returns: collectives, and with
  /// them steps, serving and runs. Nothing from a fabric that has no axes, for every slice alike; its pods are
  /// refused.
  [[nodiscard]] virtual std::optional<SliceTopology> joined(SliceTopology slice, const PodSpec& pod) const = 0;
  /// The chips of the slice (vertices 0 to chips - 1, last axis fastest), its switches after them, and every link.
  [[nodiscard]] virtual FabricGraph slice_graph(const SliceTopology& slice, const PodSpec& pod,
                                                const ChipSpec& chip) const = 0;
  [[nodiscard]] virtual SliceFigures figures(const SliceTopology& slice, const PodSpec& pod,
                                             const ChipSpec& chip) const = 0;
};

/// Whether the shape is n x n x 2n or n x 2n x 2n (any axis order) of whole cubes: a topology may twist it.
/// `is_twistable` asks beyond that whether the pod's topology does when a slice asks for it.
[[nodiscard]] bool fits_twist(const Shape& shape, const PodSpec& pod);

/// The topology of that name with its defaults; null when none is registered.
[[nodiscard]] const PodTopology* find_pod_topology(const std::string& name);

/// Graph of a torus or mesh slice: links between chips of different blocks, and those that close an axis of more than
/// one block or of OCS, are of `between_blocks`, all others electrical.
[[nodiscard]] FabricGraph torus_graph(const SliceTopology& slice, const PodSpec& pod, const ChipSpec& chip,
                                      LinkKind between_blocks);
/// `torus_figures` in the units of the chip's links.
[[nodiscard]] SliceFigures torus_slice_figures(const SliceTopology& slice, const ChipSpec& chip);

}  // namespace gigapod
