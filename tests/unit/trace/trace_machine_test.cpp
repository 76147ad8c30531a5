#include "sim/trace/trace_machine.hpp"

#include "tests/unit/trace/trace_cluster.hpp"

#include <gtest/gtest.h>

namespace gigapod::test {
namespace {

TraceNode node_of(std::optional<std::vector<bool>> dimensions, const std::string& group = "") {
  TraceNode node;
  node.type = TraceNodeType::kCollective;
  node.dimensions = std::move(dimensions);
  node.group = group;
  return node;
}

TEST(TraceMachine, CountsRanksAlongTheFirstAxisFirst) {
  const TraceMachine machine = v5p_machine({4, 8, 2}, 3);

  const RankPlace place = machine.place_of(2 * 64 + 32 + 5 * 4 + 3);

  EXPECT_EQ(place.at, (std::array<int, 3>{3, 5, 1}));
  EXPECT_EQ(place.slice, 2);
  EXPECT_EQ(machine.ranks(), 192);
  EXPECT_EQ(machine.dimensions(), 4);
}

TEST(TraceMachine, TakesAllDimensionsUnlessSomeAreNamed) {
  const TraceMachine machine = v5p_machine({4, 8, 2}, 3);

  for (const TraceNode& node :
       {node_of({}), node_of(std::vector<bool>{}), node_of({{true, true, true, true, true}}), node_of({}, "0")}) {
    EXPECT_EQ(machine.group_of(node, 7).members(), 192);
    EXPECT_EQ(machine.group_key(node, 7), machine.group_key(node, 0));
  }
}

TEST(TraceMachine, TakesTheNamedDimensions) {
  const TraceMachine machine = v5p_machine({4, 8, 2}, 3);

  const TraceGroup group = machine.group_of(node_of({{true, false, true, false}}), 0);

  EXPECT_EQ(group.chips, 8);
  EXPECT_EQ(group.slices, 1);
  EXPECT_EQ(group.lanes, lane_bit(TraceLane::kIci0) | lane_bit(TraceLane::kIci2));
  EXPECT_EQ(group.torus()[1], (SliceAxis{2, true}));
}

TEST(TraceMachine, FindsAGroupOfRanksOnWholeAndPartsOfAxes) {
  const TraceMachine machine = v5p_machine({4, 4, 4}, 2,
                                           {{"row", {0, 1, 2, 3}},
                                            {"half", {0, 1}},
                                            {"plane", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}},
                                            {"slices", {5, 69}},
                                            {"apart", {0, 2}},
                                            {"corner", {0, 1, 4}}});

  const TraceGroup row = machine.group_of(node_of({}, "row"), 0);
  const TraceGroup half = machine.group_of(node_of({}, "half"), 1);
  EXPECT_EQ(row.torus()[0], (SliceAxis{4, true}));
  EXPECT_EQ(half.torus()[0], (SliceAxis{2, false}));
  EXPECT_EQ(machine.group_of(node_of({}, "plane"), 0).axis_count, 2);
  EXPECT_EQ(machine.group_of(node_of({}, "slices"), 5).slices, 2);
  EXPECT_EQ(machine.group_of(node_of({}, "slices"), 5).lanes, lane_bit(TraceLane::kDcn));
  EXPECT_EQ(machine.group_of(node_of({}, "apart"), 0).fault,
            "the ranks of pg_name 'apart' are not a box of the slice");
  EXPECT_EQ(machine.group_of(node_of({}, "corner"), 0).fault,
            "the ranks of pg_name 'corner' are not a box of the slice");
  EXPECT_EQ(machine.group_of(node_of({}, "row"), 4).fault, "pg_name 'row' does not hold rank 4");
  EXPECT_EQ(machine.group_of(node_of({}, "row"), std::nullopt).members(), 4);
}

TEST(TraceMachine, RefusesPartsOfATwistedTorus) {
  StepMachine twisted = reference::cube();
  twisted.slice.axes = {{4, true}, {4, true}, {8, true}};
  twisted.slice.is_twisted = true;
  const TraceMachine machine{twisted};

  EXPECT_EQ(machine.group_of(node_of({}), 0).fault, "");
  EXPECT_EQ(machine.group_of(node_of({{true, false, false}}), 0).fault,
            "rings of a twisted torus pass through all axes");
}

TEST(TraceMachine, GroupsOfRanksThatDifferOnlyInTheirDimensionsShareAKey) {
  const TraceMachine machine = v5p_machine({4, 4, 4});
  const TraceNode node = node_of({{false, true, false}});

  EXPECT_EQ(machine.group_key(node, 0), machine.group_key(node, 4));
  EXPECT_EQ(machine.group_key(node, 0), machine.group_key(node, 12));
  EXPECT_NE(machine.group_key(node, 0), machine.group_key(node, 1));
  EXPECT_NE(machine.group_key(node, 0), machine.group_key(node, 16));
  EXPECT_NE(machine.group_key(node, 0), machine.group_key(node_of({{true, false, false}}), 0));
}

}  // namespace
}  // namespace gigapod::test
