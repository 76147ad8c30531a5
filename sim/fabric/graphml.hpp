#pragma once

#include "sim/fabric/fabric_graph.hpp"
#include "sim/fabric/power_tree.hpp"

#include <string>

namespace gigapod {

// Graphs as GraphML, for NetworkX, Gephi, yEd and igraph: nothing is folded, amounts are numbers in base units.

/// Vertices with `label` and `kind`; links with `kind` and `bandwidth_bytes_per_second` in one direction.
[[nodiscard]] std::string fabric_graphml(const FabricGraph& graph);

/// Every node of the tree down to racks with `label`, `level` and `rating_watts`, and an edge from its feed.
[[nodiscard]] std::string power_graphml(const PowerTree& tree);

}  // namespace gigapod
