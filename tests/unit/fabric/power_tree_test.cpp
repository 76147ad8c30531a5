#include "sim/fabric/power_tree.hpp"

#include "tests/unit/fabric/catalog_pods.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

struct Site {
  SiteSpec spec;
  std::map<std::string, PodSpec> pods = test::all_pods();
  std::map<std::string, ChipSpec> chips = test::all_chips();
  SiteLayout layout;
  PowerTree tree;

  explicit Site(SiteSpec wanted) : spec(std::move(wanted)) {
    layout = lay_out(spec, pods, chips);
    tree = build_power_tree(spec, layout);
  }
};

TEST(PowerTree, RatesEveryLevelByHand) {
  SiteSpec spec = test::ironwood_site(10);
  spec.power.hall_margin = 1.1;
  spec.dcn.power_per_pod = 50_kW;

  const Site site(spec);

  const double block = 64 * 900.0 + 16 * 600.0;
  const double network = 48 * 108.0 + 50e3;
  const PowerNode& rack = site.tree.nodes[static_cast<std::size_t>(site.tree.rack_of_block[0])];
  const PowerNode& row = site.tree.nodes[static_cast<std::size_t>(rack.parent)];
  const PowerNode& hall = site.tree.nodes[static_cast<std::size_t>(row.parent)];
  const PowerNode& substation = site.tree.nodes[static_cast<std::size_t>(hall.parent)];
  EXPECT_NEAR(rack.rating.value(), 1.1 * block, 1e-6);
  EXPECT_NEAR(row.rating.value(), 1.1 * 16 * block, 1e-6);
  EXPECT_NEAR(hall.rating.value(), 1.1 * 8 * (144 * block + network), 1e-3);
  EXPECT_NEAR(substation.rating.value(), 1.1 * 10 * (144 * block + network), 1e-3);
  EXPECT_EQ(site.tree.nodes[0].rating, 1_GW);
  EXPECT_EQ(rack.name, "ironwood-00/rack-000");
  EXPECT_EQ(hall.name, "hall-00");
  EXPECT_NEAR(site.tree.constant_draw[static_cast<std::size_t>(row.parent)].value(), 8 * network, 1e-6);
}

TEST(PowerTree, OpensAHallEveryEightPodsAndASubstationEveryFourHalls) {
  const Site site(test::ironwood_site(40, 2_GW));
  int halls = 0;
  int substations = 0;
  int rows = 0;
  for (const PowerNode& node : site.tree.nodes) {
    halls += node.level == PowerLevel::kHall;
    substations += node.level == PowerLevel::kSubstation;
    rows += node.level == PowerLevel::kRow;
  }
  EXPECT_EQ(halls, 5);
  EXPECT_EQ(substations, 2);
  EXPECT_EQ(rows, 40 * 9);
  EXPECT_EQ(site.tree.hall_of_pod[7], site.tree.hall_of_pod[0]);
  EXPECT_NE(site.tree.hall_of_pod[8], site.tree.hall_of_pod[7]);
}

TEST(PowerTree, PutsParentsFirstAndEveryBlockUnderTheGrid) {
  SiteSpec spec = test::ironwood_site(3);
  spec.pods.push_back({"v5e", 30, 0});
  spec.power.pods_per_hall = 5;
  spec.power.cubes_per_row = 7;
  const Site site(spec);

  ASSERT_EQ(static_cast<int>(site.tree.rack_of_block.size()), site.layout.blocks);
  ASSERT_EQ(site.tree.constant_draw.size(), site.tree.nodes.size());
  for (std::size_t i = 1; i < site.tree.nodes.size(); ++i) {
    const PowerNode& node = site.tree.nodes[i];
    ASSERT_LT(node.parent, static_cast<int>(i));
    const PowerNode& parent = site.tree.nodes[static_cast<std::size_t>(node.parent)];
    ASSERT_EQ(parent.level, node.level == PowerLevel::kRack         ? PowerLevel::kRow
                            : node.level == PowerLevel::kRow        ? PowerLevel::kHall
                            : node.level == PowerLevel::kHall       ? PowerLevel::kSubstation
                            : node.level == PowerLevel::kSubstation ? PowerLevel::kGrid
                                                                    : PowerLevel::kRack);
  }
}

TEST(PowerTree, RatesALevelForItsMarginAndItsOwnLoss) {
  SiteSpec spec = test::ironwood_site(10);
  spec.power.levels[static_cast<std::size_t>(PowerLevel::kRack)] = {1.5, {{1.0, 0.8}}};
  spec.power.levels[static_cast<std::size_t>(PowerLevel::kRow)] = {1.0, {{0.5, 0.9}, {1.0, 0.95}}};

  const Site site(spec);

  const double block = 64 * 900.0 + 16 * 600.0;
  const PowerNode& rack = site.tree.nodes[static_cast<std::size_t>(site.tree.rack_of_block[0])];
  const PowerNode& row = site.tree.nodes[static_cast<std::size_t>(rack.parent)];
  EXPECT_NEAR(rack.rating.value(), 1.5 * block / 0.8, 1e-6);
  const double fed = 16 * rack.rating.value();
  const LossCurve& curve = site.tree.curves[static_cast<std::size_t>(row.curve)];
  EXPECT_NEAR(row.rating.value(), fed + row.rating.value() * curve.loss(fed / row.rating.value()), 1e-6);
}

TEST(PowerTree, SumsTheProvisionedPowerOfAllPods) {
  SiteSpec spec = test::ironwood_site(3);
  spec.pods.push_back({"v5e", 30, 0});
  const Site site(spec);

  double substations = 0.0;
  for (const PowerNode& node : site.tree.nodes) {
    if (node.level == PowerLevel::kSubstation) substations += node.rating.value();
  }
  double provisioned = 0.0;
  for (const PodInstance& pod : site.layout.pods) provisioned += provisioned_power(*pod.spec, *pod.chip).value();
  EXPECT_NEAR(substations / provisioned, 1.0, 1e-12);
}

FeedSpec feed(std::string name, std::string parent, PowerLevel level, int pods = FeedSpec::kNone) {
  FeedSpec spec;
  spec.name = std::move(name);
  spec.parent = std::move(parent);
  spec.level = level;
  spec.pods = pods;
  return spec;
}

TEST(PowerTree, FollowsADescription) {
  SiteSpec spec = test::ironwood_site(3);
  spec.power.tree = {feed("hall-b", "ups", PowerLevel::kHall, FeedSpec::kRest), feed("meter", "", PowerLevel::kGrid),
                     feed("ups", "meter", PowerLevel::kUps), feed("row-a", "meter", PowerLevel::kRow, 1)};
  spec.power.tree[2].rating = 30_MW;
  spec.power.tree[2].redundancy = Redundancy::kTwice;
  spec.power.tree[2].units = 4;
  spec.power.tree[0].margin = 1.2;

  const Site site(spec);

  const PowerTree& tree = site.tree;
  EXPECT_EQ(tree.nodes[0].name, "meter");
  EXPECT_EQ(tree.nodes[0].rating, 1_GW);
  const PowerNode& row = tree.nodes[static_cast<std::size_t>(tree.hall_of_pod[0])];
  EXPECT_EQ(row.name, "row-a");
  EXPECT_EQ(tree.nodes[static_cast<std::size_t>(tree.rack_of_block[5])].parent, tree.hall_of_pod[0]);
  const PowerNode& hall = tree.nodes[static_cast<std::size_t>(tree.hall_of_pod[2])];
  EXPECT_EQ(hall.name, "hall-b");
  const double block = 64 * 900.0 + 16 * 600.0;
  EXPECT_NEAR(hall.rating.value(), 1.2 * 2 * (144 * block + 48 * 108.0), 1e-3);
  const PowerNode& ups = tree.nodes[static_cast<std::size_t>(hall.parent)];
  EXPECT_EQ(ups.rating, 30_MW);
  EXPECT_EQ(ups.capacity(), 60_MW);
  for (std::size_t i = 1; i < tree.nodes.size(); ++i) ASSERT_LT(tree.nodes[i].parent, static_cast<int>(i));
}

TEST(PowerTree, KeepsTheNodesBelowANodeTogether) {
  SiteSpec spec = test::ironwood_site(4);
  spec.power.tree = {feed("grid", "", PowerLevel::kGrid),        feed("a", "grid", PowerLevel::kSubstation),
                     feed("b", "grid", PowerLevel::kSubstation), feed("a1", "a", PowerLevel::kHall, 2),
                     feed("b1", "b", PowerLevel::kHall, 1),      feed("a2", "a", PowerLevel::kHall, 1)};

  const Site site(spec);

  for (std::size_t i = 1; i < site.tree.nodes.size(); ++i) {
    // Every ancestor of the node before is the parent or no longer open.
    int up = static_cast<int>(i) - 1;
    while (up != site.tree.nodes[i].parent) {
      ASSERT_GE(up, 0);
      up = site.tree.nodes[static_cast<std::size_t>(up)].parent;
    }
  }
  EXPECT_EQ(site.tree.nodes[static_cast<std::size_t>(site.tree.hall_of_pod[3])].name, "a2");
}

}  // namespace
}  // namespace gigapod
