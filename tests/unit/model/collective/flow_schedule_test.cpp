#include "sim/model/collective/flow_schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gigapod {
namespace {

using testing::ElementsAre;

TEST(FlowSchedule, BackwardsTheLastFlowGoesFirstOverTheOppositeLinks) {
  const SliceLinks line({{{3, false}}}, Fold::kNone);
  FlowGraph graph;
  graph.links = line.count();
  graph.routes = {{line.link(0, 0, 1), line.link(1, 0, 1)}, {line.link(2, 0, 1)}};
  graph.flows = {{0, Bytes(1.0)}, {0, Bytes(2.0)}};
  graph.order = {{0, 1}};

  const FlowGraph reversed = backwards(graph, line);

  EXPECT_THAT(reversed.routes[0], ElementsAre(line.link(2, 0, -1), line.link(1, 0, -1)));
  EXPECT_THAT(reversed.routes[1], ElementsAre(line.link(2, 0, 1)));  // no link leaves the open end
  EXPECT_EQ(reversed.order[0].before, 1);
  EXPECT_EQ(reversed.order[0].after, 0);
}

}  // namespace
}  // namespace gigapod
