#pragma once

#include "sim/base/quantity.hpp"
#include "sim/fabric/fabric_graph.hpp"
#include "sim/fabric/slice.hpp"
#include "sim/hardware/chip.hpp"
#include "sim/hardware/pod.hpp"

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

  /// The chips of the slice (vertices 0 to chips - 1, last axis fastest), its switches after them, and every link.
  [[nodiscard]] virtual FabricGraph slice_graph(const SliceTopology& slice, const PodSpec& pod,
                                                const ChipSpec& chip) const = 0;
  [[nodiscard]] virtual SliceFigures figures(const SliceTopology& slice, const PodSpec& pod,
                                             const ChipSpec& chip) const = 0;
};

/// Graph of a torus or mesh slice: links between chips of different blocks, and those that close an axis of more than
/// one block or of OCS, are of `between_blocks`, all others electrical.
[[nodiscard]] FabricGraph torus_graph(const SliceTopology& slice, const PodSpec& pod, const ChipSpec& chip,
                                      LinkKind between_blocks);
/// `torus_figures` in the units of the chip's links.
[[nodiscard]] SliceFigures torus_slice_figures(const SliceTopology& slice, const ChipSpec& chip);

}  // namespace gigapod
