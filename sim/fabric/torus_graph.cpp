#include "sim/fabric/pod_topology.hpp"
#include "sim/fabric/torus.hpp"

#include <fmt/format.h>

namespace gigapod {

FabricGraph torus_graph(const SliceTopology& slice, const PodSpec& pod, const ChipSpec& chip,
                        LinkKind between_blocks) {
  const Torus torus(slice);
  FabricGraph graph;
  for (int i = 0; i < torus.chips(); ++i) {
    const Coordinate at = torus.box().at(i);
    std::string label = std::to_string(at[0]);
    for (std::size_t axis = 1; axis < slice.axes.size(); ++axis) label += fmt::format(",{}", at[axis]);
    graph.add_vertex(VertexKind::kChip, std::move(label));
  }
  for (int i = 0; i < torus.chips(); ++i) {
    for (std::size_t axis = 0; axis < slice.axes.size(); ++axis) {
      const auto next = torus.neighbour(i, static_cast<int>(axis), 1);
      if (!next) continue;
      const bool leaves_block =
          torus.is_wrap_link(i, static_cast<int>(axis)) || (torus.box().at(i)[axis] + 1) % pod.block.axes[axis] == 0;
      graph.add_link(i, *next, chip.ici_link_bandwidth, leaves_block ? between_blocks : LinkKind::kElectrical);
    }
  }
  return graph;
}

SliceFigures torus_slice_figures(const SliceTopology& slice, const ChipSpec& chip) {
  const TorusFigures torus = torus_figures(slice);
  SliceFigures figures;
  figures.degree = torus.degree;
  figures.diameter = torus.diameter;
  figures.mean_hops = torus.mean_hops;
  figures.bisection = chip.ici_link_bandwidth * torus.bisection_links;
  if (torus.uniform_load > 0.0) figures.all_to_all_per_chip = chip.ici_link_bandwidth / torus.uniform_load;
  return figures;
}

}  // namespace gigapod
