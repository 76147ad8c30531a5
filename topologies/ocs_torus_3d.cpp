// Cubes joined into a 3D torus by optical circuit switches (TPU v4, v5p, v7): any cubes of a pod form a slice, and
// every axis of whole cubes closes into a ring. Links inside a cube are copper, links between cubes and those that
// close an axis are optical. A slice that asks for a twist gets it. Source: arXiv:2304.01433.
#include "sim/base/registry.hpp"
#include "sim/fabric/pod_topology.hpp"

namespace gigapod {
namespace {

class OcsTorus3d final : public PodTopology {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit OcsTorus3d(const Params&) {}

  [[nodiscard]] std::optional<SliceTopology> joined(SliceTopology slice, const PodSpec&) const override {
    return slice;
  }
  [[nodiscard]] FabricGraph slice_graph(const SliceTopology& slice, const PodSpec& pod,
                                        const ChipSpec& chip) const override {
    return torus_graph(slice, pod, chip, LinkKind::kOptical);
  }
  [[nodiscard]] SliceFigures figures(const SliceTopology& slice, const PodSpec&,
                                     const ChipSpec& chip) const override {
    return torus_slice_figures(slice, chip);
  }
};

const bool kRegistered = register_plugin<OcsTorus3d, PodTopology>(
    "ocs_torus_3d", "Cubes joined into a 3D torus by optical circuit switches; any cubes of a pod form a slice.");

}  // namespace
}  // namespace gigapod
