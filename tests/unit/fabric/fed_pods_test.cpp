#include "sim/fabric/fed_pods.hpp"

#include "tests/unit/fabric/catalog_pods.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

FeedSpec feed(int pods, std::string pod_type = {}) {
  FeedSpec spec;
  spec.pods = pods;
  spec.pod_type = std::move(pod_type);
  return spec;
}

/// `ironwood` pods, then `v4` pods.
struct Pods {
  PodSpec ironwood = test::ironwood();
  PodSpec v4 = test::v4();
  std::vector<PodInstance> all;

  Pods(int first, int second) {
    all.resize(static_cast<std::size_t>(first + second));
    for (std::size_t i = 0; i < all.size(); ++i) all[i].spec = i < static_cast<std::size_t>(first) ? &ironwood : &v4;
  }
};

TEST(FedPods, HandsPodsOutInOrder) {
  const Pods pods(4, 0);

  const FedPods fed = feed_pods({feed(FeedSpec::kNone), feed(1), feed(3)}, pods.all);

  EXPECT_TRUE(fed.pods[0].empty());
  EXPECT_EQ(fed.pods[1], (std::vector<std::size_t>{0}));
  EXPECT_EQ(fed.pods[2], (std::vector<std::size_t>{1, 2, 3}));
  EXPECT_TRUE(fed.short_feeds.empty());
  EXPECT_TRUE(fed.unfed.empty());
}

TEST(FedPods, LeavesTheRestToThoseWhoAskForIt) {
  const Pods pods(3, 2);

  const FedPods fed = feed_pods({feed(FeedSpec::kRest), feed(1, "v4"), feed(1)}, pods.all);

  EXPECT_EQ(fed.pods[0], (std::vector<std::size_t>{1, 2, 4}));
  EXPECT_EQ(fed.pods[1], (std::vector<std::size_t>{3}));
  EXPECT_EQ(fed.pods[2], (std::vector<std::size_t>{0}));
}

TEST(FedPods, NamesShortFeedsAndPodsWithoutOne) {
  const Pods pods(2, 1);

  const FedPods fed = feed_pods({feed(1, "ironwood"), feed(2, "v4"), feed(FeedSpec::kRest, "v5p")}, pods.all);

  EXPECT_EQ(fed.short_feeds, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(fed.unfed, (std::vector<std::size_t>{1}));
}

TEST(FedPods, CountsWhatATreeCanFeed) {
  const std::vector<FeedSpec> tree = {feed(FeedSpec::kNone), feed(3), feed(4), feed(2, "v4"),
                                      feed(FeedSpec::kRest, "v5p")};
  EXPECT_EQ(pods_in_tree(tree, ""), 7);
  EXPECT_EQ(pods_in_tree(tree, "v4"), 2);
  EXPECT_EQ(pods_in_tree(tree, "v5p"), -1);
  EXPECT_EQ(pods_in_tree(tree, "ironwood"), 0);
}

}  // namespace
}  // namespace gigapod
