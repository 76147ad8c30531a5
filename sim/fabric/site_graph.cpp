#include "sim/fabric/site_graph.hpp"

#include "sim/fabric/slice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace gigapod {
namespace {

void add_pods(const SiteLayout& layout, const DcnFabric& dcn, SiteGraph& site) {
  for (const PodInstance& pod : layout.pods) {
    const int fabric = site.graph.add_vertex(VertexKind::kSwitch, pod.name + " fabric");
    const int network = site.graph.add_vertex(VertexKind::kSwitch, pod.name);
    site.pod_fabric.push_back(fabric);
    site.pod_network.push_back(network);
    const BytesPerSecond fabric_bandwidth = block_fabric_bandwidth(*pod.spec, *pod.chip);
    const double hosts = static_cast<double>(chips_per_block(*pod.spec)) / pod.chip->chips_per_host;
    const LinkKind kind = slice_rule(*pod.spec) == SliceRule::kCubes ? LinkKind::kOptical : LinkKind::kElectrical;
    for (int i = 0; i < pod.blocks; ++i) {
      const int block = static_cast<int>(pod.first_block.value) + i;
      if (fabric_bandwidth > BytesPerSecond(0.0)) site.graph.add_link(block, fabric, fabric_bandwidth, kind);
      site.graph.add_link(block, network, pod.chip->host_nic_bandwidth * hosts, LinkKind::kNetwork);
    }
    const auto uplink = static_cast<std::size_t>(dcn.pod_uplink[pod.id.value]);
    const auto block = static_cast<std::size_t>(dcn.block_of_pod[pod.id.value]);
    site.graph.add_link(network, site.dcn_block[block], dcn.links[uplink].bandwidth, LinkKind::kNetwork);
  }
}

void add_core(const DcnFabric& dcn, SiteGraph& site) {
  site.core = site.graph.add_vertex(VertexKind::kSwitch, "core");
  for (std::size_t block = 0; block < site.dcn_block.size(); ++block) {
    const auto link = static_cast<std::size_t>(dcn.block_uplink[block]);
    site.graph.add_link(site.dcn_block[block], site.core, dcn.links[link].bandwidth, LinkKind::kNetwork);
  }
}

void add_trunks(const DcnFabric& dcn, SiteGraph& site) {
  for (std::size_t a = 0; a < dcn.trunk.size(); ++a) {
    for (std::size_t b = a + 1; b < dcn.trunk.size(); ++b) {
      if (dcn.trunk[a][b] < 0) continue;
      const auto link = static_cast<std::size_t>(dcn.trunk[a][b]);
      site.graph.add_link(site.dcn_block[a], site.dcn_block[b], dcn.links[link].bandwidth, LinkKind::kOptical);
    }
  }
}

}  // namespace

BytesPerSecond block_fabric_bandwidth(const PodSpec& pod, const ChipSpec& chip) {
  if (pod.block == pod.shape) return BytesPerSecond(0.0);
  if (slice_rule(pod) == SliceRule::kSwitched) {
    return chip.host_nic_bandwidth * (static_cast<double>(chips_per_block(pod)) / chip.chips_per_host);
  }
  double links = 0.0;
  for (const int length : pod.block.axes) links += 2.0 * pod.block.chips() / length;
  return chip.ici_link_bandwidth * links;
}

SiteGraph build_site_graph(const SiteLayout& layout, const DcnFabric& dcn) {
  SiteGraph site;
  for (const PodInstance& pod : layout.pods) {
    for (int i = 0; i < pod.blocks; ++i)
      site.graph.add_vertex(VertexKind::kBlock, fmt::format("{} block {}", pod.name, i));
  }
  for (int block = 0; block < dcn.blocks; ++block) {
    site.dcn_block.push_back(site.graph.add_vertex(VertexKind::kSwitch, "block " + std::to_string(block)));
  }
  add_pods(layout, dcn, site);
  const bool has_core = dcn.trunk.empty();
  has_core ? add_core(dcn, site) : add_trunks(dcn, site);
  if (dcn.blocks == 0) return site;
  site.storage = site.graph.add_vertex(VertexKind::kStorage, "storage");
  const DcnFabric::Link& storage = dcn.links[static_cast<std::size_t>(dcn.storage_link)];
  site.graph.add_link(site.storage, has_core ? site.core : site.dcn_block.front(), storage.bandwidth,
                      LinkKind::kNetwork);
  return site;
}

}  // namespace gigapod
