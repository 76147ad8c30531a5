// NVLink domains behind a rail-optimised two-level fat tree (the GPU baselines).
//
// Every GPU has one port bundle to its domain's NVLink switch and one NIC to the leaf switch of its rail (its
// position in the host) and group of domains; all leaves go up to one folded spine. In links, switches included:
//   same domain, or same rail and group: 2; any other pair: 4, over NVLink or the spine.
// Bisection: whole domains to each side, through the NICs, or through the leaves' uplinks where whole groups part;
// the
//   uplinks of a leaf are its hosts' NICs over `oversubscription`. Exact for an even number of domains with
//   oversubscription 1.
// Source: NVIDIA DGX SuperPOD H100 reference architecture (scalable units of 32 nodes, eight rails).
#include "sim/base/registry.hpp"
#include "sim/fabric/pod_topology.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

class GpuFatTree final : public PodTopology {
 public:
  struct Params {
    int hosts_per_leaf = 32;
    double oversubscription = 1.0;
  };
  static FieldList<Params> fields() {
    FieldList<Params> list;
    list.integer("hosts_per_leaf", &Params::hosts_per_leaf, kAtLeastOne,
                 "Hosts on one leaf switch; rounded down to whole NVLink domains, at least one.");
    list.number("oversubscription", &Params::oversubscription, kAtLeastOne, "Leaf ports down over ports up.");
    return list;
  }
  explicit GpuFatTree(const Params& params) : params_(params) {}

  [[nodiscard]] std::optional<SliceTopology> joined(SliceTopology slice, const PodSpec&) const override {
    return slice;
  }
  [[nodiscard]] FabricGraph slice_graph(const SliceTopology& slice, const PodSpec& pod,
                                        const ChipSpec& chip) const override {
    const Layout layout(slice, pod, chip, params_);
    FabricGraph graph;
    for (int i = 0; i < layout.chips; ++i) {
      graph.add_vertex(VertexKind::kChip, fmt::format("{},{}", i / layout.rails, i % layout.rails));
    }
    add_domains(layout, graph);
    if (layout.domains > 1) add_rails(layout, graph);
    return graph;
  }

  [[nodiscard]] SliceFigures figures(const SliceTopology& slice, const PodSpec& pod,
                                     const ChipSpec& chip) const override {
    const Layout layout(slice, pod, chip, params_);
    SliceFigures figures;
    if (layout.chips < 2) return figures;
    figures.degree = layout.domains > 1 ? 2 : 1;
    figures.diameter = layout.domains > 1 && (layout.rails > 1 || layout.groups > 1) ? 4 : 2;
    figures.mean_hops = mean_hops(layout);
    figures.bisection = bisection(layout);
    figures.all_to_all_per_chip = all_to_all(layout);
    return figures;
  }

 private:
  struct Layout {
    int chips, rails, per_domain, domains, domains_per_group, groups;
    BytesPerSecond nvlink, nic, leaf_uplink_per_chip;

    Layout(const SliceTopology& slice, const PodSpec& pod, const ChipSpec& chip, const Params& params)
        : chips(slice.chips()),
          rails(slice.axes.back().length),
          per_domain(std::min(chips, pod.block.chips())),
          domains(chips / per_domain),
          domains_per_group(std::max(1, params.hosts_per_leaf * rails / per_domain)),
          groups((domains + domains_per_group - 1) / domains_per_group),
          nvlink(chip.ici_link_bandwidth * chip.ici_links),
          nic(chip.host_nic_bandwidth / chip.chips_per_host),
          leaf_uplink_per_chip(nic / params.oversubscription) {}

    [[nodiscard]] int domains_in(int group) const {
      return std::min(domains_per_group, domains - group * domains_per_group);
    }
  };

  static void add_domains(const Layout& layout, FabricGraph& graph) {
    for (int domain = 0; domain < layout.domains; ++domain) {
      const int hub = graph.add_vertex(VertexKind::kSwitch, fmt::format("NVLink {}", domain));
      for (int i = 0; i < layout.per_domain; ++i) {
        graph.add_link(domain * layout.per_domain + i, hub, layout.nvlink, LinkKind::kElectrical);
      }
    }
  }

  static void add_rails(const Layout& layout, FabricGraph& graph) {
    const int spine = graph.add_vertex(VertexKind::kSwitch, "spine");
    const int per_group = layout.domains_per_group * layout.per_domain;
    for (int group = 0; group < layout.groups; ++group) {
      const int first = group * per_group;
      const int end = first + layout.domains_in(group) * layout.per_domain;
      for (int rail = 0; rail < layout.rails; ++rail) {
        const int leaf = graph.add_vertex(VertexKind::kSwitch, fmt::format("leaf {}/{}", group, rail));
        for (int i = first + rail; i < end; i += layout.rails)
          graph.add_link(i, leaf, layout.nic, LinkKind::kNetwork);
        const double hosts = static_cast<double>(end - first) / layout.rails;
        graph.add_link(leaf, spine, layout.leaf_uplink_per_chip * hosts, LinkKind::kNetwork);
      }
    }
  }

  static double mean_hops(const Layout& layout) {
    const double others = layout.chips - 1.0;
    double near = 0.0;
    for (int group = 0; group < layout.groups; ++group) {
      const double in_group = layout.domains_in(group);
      const double hosts_per_domain = static_cast<double>(layout.per_domain) / layout.rails;
      const double same_rail = (in_group - 1.0) * hosts_per_domain;
      near += in_group * layout.per_domain * (layout.per_domain - 1.0 + same_rail);
    }
    return 4.0 - 2.0 * near / (layout.chips * others);
  }

  static BytesPerSecond bisection(const Layout& layout) {
    if (layout.domains == 1) return layout.nvlink * static_cast<double>(layout.chips / 2);
    const int half = layout.domains / 2;
    const int in_whole_groups = half / layout.domains_per_group * layout.domains_per_group;
    const double split = (half - in_whole_groups) * layout.per_domain;
    return layout.leaf_uplink_per_chip * static_cast<double>(in_whole_groups * layout.per_domain) +
           layout.nic * split;
  }

  static BytesPerSecond all_to_all(const Layout& layout) {
    const double chips = layout.chips;
    BytesPerSecond rate = layout.nvlink * (chips / (chips - 1.0));
    if (layout.domains > 1) rate = min(rate, layout.nic * (chips / (chips - layout.per_domain)));
    if (layout.groups > 1) {
      const double beyond = chips - layout.domains_per_group * layout.per_domain;
      if (beyond > 0.0) rate = min(rate, layout.leaf_uplink_per_chip * (chips / beyond));
    }
    return rate;
  }

  Params params_;
};

const bool kRegistered = register_plugin<GpuFatTree, PodTopology>(
    "gpu_fat_tree", "NVLink domains joined by a rail-optimised fat tree of leaf and spine switches.");

}  // namespace
}  // namespace gigapod
