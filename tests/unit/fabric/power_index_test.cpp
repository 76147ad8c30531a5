#include "sim/fabric/power_index.hpp"

#include "tests/unit/fabric/catalog_pods.hpp"

#include <gtest/gtest.h>

namespace gigapod {
namespace {

PowerTree tree_of(const SiteSpec& spec) {
  static const auto pods = test::all_pods();
  static const auto chips = test::all_chips();
  return build_power_tree(spec, lay_out(spec, pods, chips));
}

const PowerKind& kind_of(const PowerIndex& index, int node) {
  return index.kinds[static_cast<std::size_t>(index.kind[static_cast<std::size_t>(node)])];
}

TEST(PowerIndex, FoldsEqualSubtrees) {
  const PowerTree tree = tree_of(test::ironwood_site(16));

  const PowerIndex index(tree);

  // grid, substation, hall, row, rack: sixteen pods fill two equal halls.
  EXPECT_EQ(index.kinds.size(), 5u);
  EXPECT_DOUBLE_EQ(kind_of(index, 0).blocks, 16 * 144.0);
  EXPECT_TRUE(kind_of(index, 0).is_lossless);
}

TEST(PowerIndex, TellsSubtreesApartThatDifferInOneRating) {
  PowerTree tree = tree_of(test::ironwood_site(16));
  const int rack = tree.rack_of_block[200];
  tree.nodes[static_cast<std::size_t>(rack)].rating *= 2.0;

  const PowerIndex index(tree);

  EXPECT_EQ(index.kinds.size(), 8u);  // the rack, its row and its hall
}

TEST(PowerIndex, EndsASubtreeAfterItsLastNode) {
  const PowerTree tree = tree_of(test::ironwood_site(9));
  const PowerIndex index(tree);

  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    for (int child = index.first_child[i]; child < index.first_child[i + 1]; ++child) {
      const int node = index.children[static_cast<std::size_t>(child)];
      ASSERT_EQ(tree.nodes[static_cast<std::size_t>(node)].parent, static_cast<int>(i));
      ASSERT_GT(node, static_cast<int>(i));
      ASSERT_LE(index.end[static_cast<std::size_t>(node)], index.end[i]);
    }
  }
  EXPECT_EQ(index.end[0], static_cast<int>(tree.nodes.size()));
}

TEST(PowerIndex, KnowsTheDrawThatBreaksARatingBelow) {
  PowerTree tree = tree_of(test::ironwood_site(16));
  const int rack = tree.rack_of_block[200];
  tree.nodes[static_cast<std::size_t>(rack)].rating = Watts(1000.0);

  const PowerIndex index(tree);

  EXPECT_DOUBLE_EQ(kind_of(index, 0).most_below.value(), 1000.0);
}

}  // namespace
}  // namespace gigapod
