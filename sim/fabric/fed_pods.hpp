#pragma once

#include "sim/fabric/site_layout.hpp"
#include "sim/hardware/power_feed.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace gigapod {

/// Which pods each node of a described power tree feeds.
struct FedPods {
  std::vector<std::vector<std::size_t>> pods;  ///< by node of the description: indices of pods, in their order
  std::vector<std::size_t> short_feeds;        ///< nodes that found fewer pods left than they feed
  std::vector<std::size_t> unfed;              ///< pods that no node feeds
};

/// Hands the pods out: to the nodes with a number in the order of the description, then to those that feed the rest.
[[nodiscard]] FedPods feed_pods(const std::vector<FeedSpec>& tree, const std::vector<PodInstance>& pods);

/// Pods that the nodes for this `pod_type` feed (empty: those for any type); a negative number: as many as there are.
[[nodiscard]] std::int64_t pods_in_tree(const std::vector<FeedSpec>& tree, const std::string& pod_type);

}  // namespace gigapod
