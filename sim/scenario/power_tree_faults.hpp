#pragma once

#include "sim/fabric/power_tree.hpp"
#include "sim/hardware/power_feed.hpp"
#include "sim/scenario/document.hpp"

#include <vector>

namespace gigapod {

/// Finds what keeps the nodes from being one tree: names given twice, unknown parents, cycles, no root or several,
/// levels upside down, nodes that feed nothing or both pods and nodes. `list` is where they were read, item by item.
void check_power_tree(const std::vector<FeedSpec>& tree, const DocumentNode& list, Findings& findings);

/// Finds what a described tree and the pods of the site have against each other: pods that no node feeds, nodes that
/// find no pod left, ratings that the children exceed. `list` may be null: the tree is the catalog's, and `otherwise`
/// is the place. False with a finding.
[[nodiscard]] bool check_fed_pods(const SiteSpec& site, const SiteLayout& layout, const DocumentNode* list,
                                  const Mark& otherwise, Findings& findings);

}  // namespace gigapod
