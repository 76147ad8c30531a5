// A mesh: cubes joined like a torus, but no axis closes into a ring. It has half the bisection of the torus and
// about 4/3 of its mean distance, so an all-reduce and an all-to-all take twice as long: what the links that close
// the axes are worth. All links between cubes are optical (assumed).
#include "sim/base/registry.hpp"
#include "sim/fabric/pod_topology.hpp"

#include <utility>

namespace gigapod {
namespace {

class OpenMesh3d final : public PodTopology {
 public:
  struct Params {};
  static FieldList<Params> fields() { return {}; }
  explicit OpenMesh3d(const Params&) {}

  [[nodiscard]] std::optional<SliceTopology> joined(SliceTopology slice, const PodSpec&) const override {
    return opened(std::move(slice));
  }
  [[nodiscard]] FabricGraph slice_graph(const SliceTopology& slice, const PodSpec& pod,
                                        const ChipSpec& chip) const override {
    return torus_graph(opened(slice), pod, chip, LinkKind::kOptical);
  }
  [[nodiscard]] SliceFigures figures(const SliceTopology& slice, const PodSpec&,
                                     const ChipSpec& chip) const override {
    return torus_slice_figures(opened(slice), chip);
  }

 private:
  static SliceTopology opened(SliceTopology slice) {
    for (SliceAxis& axis : slice.axes) axis.wraps = false;
    slice.is_twisted = false;
    return slice;
  }
};

const bool kRegistered = register_plugin<OpenMesh3d, PodTopology>(
    "open_mesh_3d", "Cubes joined into a 3D mesh; no axis closes into a ring.");

}  // namespace
}  // namespace gigapod
