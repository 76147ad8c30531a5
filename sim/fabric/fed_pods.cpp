#include "sim/fabric/fed_pods.hpp"

namespace gigapod {
namespace {

void feed(const FeedSpec& spec, std::size_t index, const std::vector<PodInstance>& pods, std::vector<bool>& is_fed,
          FedPods& fed) {
  const std::size_t most = spec.pods == FeedSpec::kRest ? pods.size() : static_cast<std::size_t>(spec.pods);
  std::vector<std::size_t>& own = fed.pods[index];
  for (std::size_t pod = 0; pod < pods.size() && own.size() < most; ++pod) {
    if (is_fed[pod] || (!spec.pod_type.empty() && spec.pod_type != pods[pod].spec->name)) continue;
    is_fed[pod] = true;
    own.push_back(pod);
  }
  if (spec.pods == FeedSpec::kRest ? own.empty() : own.size() < most) fed.short_feeds.push_back(index);
}

}  // namespace

FedPods feed_pods(const std::vector<FeedSpec>& tree, const std::vector<PodInstance>& pods) {
  FedPods fed;
  fed.pods.resize(tree.size());
  std::vector<bool> is_fed(pods.size());
  for (const bool rest : {false, true}) {
    for (std::size_t i = 0; i < tree.size(); ++i) {
      if (tree[i].pods != FeedSpec::kNone && (tree[i].pods == FeedSpec::kRest) == rest) {
        feed(tree[i], i, pods, is_fed, fed);
      }
    }
  }
  for (std::size_t pod = 0; pod < pods.size(); ++pod) {
    if (!is_fed[pod]) fed.unfed.push_back(pod);
  }
  return fed;
}

std::int64_t pods_in_tree(const std::vector<FeedSpec>& tree, const std::string& pod_type) {
  std::int64_t sum = 0;
  for (const FeedSpec& feed : tree) {
    if (feed.pods == FeedSpec::kNone || feed.pod_type != pod_type) continue;
    if (feed.pods == FeedSpec::kRest) return -1;
    sum += feed.pods;
  }
  return sum;
}

}  // namespace gigapod
