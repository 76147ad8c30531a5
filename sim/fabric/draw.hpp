#pragma once

#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/power_tree.hpp"
#include "sim/fabric/site_layout.hpp"
#include "sim/fabric/slice.hpp"

#include <string>

namespace gigapod {

// Drawings as Graphviz text for the `dot` program. Equal siblings are folded into one node with a count, so that a
// site of any size gives a drawing that fits a page. The same input gives the same text.

/// Pods, aggregation blocks, core or trunks, and storage, each link with its bandwidth in one direction.
[[nodiscard]] std::string network_dot(const SiteLayout& layout, const DcnFabric& dcn);

/// The power tree down to rows, each node with its rating, the constant draw of halls, and racks as a count.
[[nodiscard]] std::string power_dot(const PowerTree& tree);

/// The chips of one slice with the links that close an axis; a slice of more than 256 chips is drawn by blocks.
[[nodiscard]] std::string slice_dot(const SliceTopology& slice, const PodSpec& pod, const ChipSpec& chip);

}  // namespace gigapod
