// A pod of cubes whose slices are twisted wherever their shape allows it: n x n x 2n and n x 2n x 2n, where closing a
// short axis shifts every long axis by n. All other shapes are plain tori. Source: arXiv:2304.01433, section 2.8.
#include "sim/base/registry.hpp"
#include "sim/fabric/pod_topology.hpp"

#include <utility>

namespace gigapod {
namespace {

class TwistedTorus3d final : public PodTopology {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit TwistedTorus3d(const Params&) {}

  [[nodiscard]] std::optional<SliceTopology> joined(SliceTopology slice, const PodSpec& pod) const override {
    return with_twist(std::move(slice), pod);
  }
  [[nodiscard]] FabricGraph slice_graph(const SliceTopology& slice, const PodSpec& pod,
                                        const ChipSpec& chip) const override {
    return torus_graph(with_twist(slice, pod), pod, chip, LinkKind::kOptical);
  }
  [[nodiscard]] SliceFigures figures(const SliceTopology& slice, const PodSpec& pod,
                                     const ChipSpec& chip) const override {
    return torus_slice_figures(with_twist(slice, pod), chip);
  }

 private:
  static SliceTopology with_twist(SliceTopology slice, const PodSpec& pod) {
    Shape shape;
    for (const SliceAxis& axis : slice.axes) shape.axes.push_back(axis.length);
    slice.is_twisted = fits_twist(shape, pod);
    return slice;
  }
};

const bool kRegistered = register_plugin<TwistedTorus3d, PodTopology>(
    "twisted_torus_3d", "Cubes joined by optical circuit switches; slices n x n x 2n and n x 2n x 2n are twisted.");

}  // namespace
}  // namespace gigapod
