// A fixed 2D torus (TPU v5e, v6e): slices are contiguous boxes of the pod, and only an axis as long as the pod's
// closes into a ring. All links are copper (assumed).
#include "sim/base/registry.hpp"
#include "sim/fabric/pod_topology.hpp"

namespace gigapod {
namespace {

class FixedTorus2d final : public PodTopology {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit FixedTorus2d(const Params&) {}

  [[nodiscard]] std::optional<SliceTopology> joined(SliceTopology slice, const PodSpec&) const override {
    return slice;
  }
  [[nodiscard]] FabricGraph slice_graph(const SliceTopology& slice, const PodSpec& pod,
                                        const ChipSpec& chip) const override {
    return torus_graph(slice, pod, chip, LinkKind::kElectrical);
  }
  [[nodiscard]] SliceFigures figures(const SliceTopology& slice, const PodSpec&,
                                     const ChipSpec& chip) const override {
    return torus_slice_figures(slice, chip);
  }
};

const bool kRegistered = register_plugin<FixedTorus2d, PodTopology>(
    "fixed_torus_2d", "Fixed 2D torus; slices are contiguous boxes and wrap only along a whole axis of the pod.");

}  // namespace
}  // namespace gigapod
