#pragma once

#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/fabric_graph.hpp"
#include "sim/fabric/site_layout.hpp"

#include <vector>

namespace gigapod {

/// The graph of a whole site by blocks: every block with its optical links into the pod's in-pod fabric and its
/// hosts' NICs into the pod's network, and the data-centre network above.
struct SiteGraph {
  FabricGraph graph;
  std::vector<int> pod_fabric;   ///< vertex by pod id: the pod's OCS layer or rail switches
  std::vector<int> pod_network;  ///< vertex by pod id: where the NICs of the pod's hosts meet its uplink
  std::vector<int> dcn_block;    ///< vertex by DCN block
  int core = -1;                 ///< -1: blocks are joined by trunks
  int storage = -1;
};

/// Vertex i of the graph, for i below `layout.blocks`, is the block with id i.
[[nodiscard]] SiteGraph build_site_graph(const SiteLayout& layout, const DcnFabric& dcn);

/// Bandwidth of all links that leave a block towards other blocks of its pod, one direction.
[[nodiscard]] BytesPerSecond block_fabric_bandwidth(const PodSpec& pod, const ChipSpec& chip);

}  // namespace gigapod
