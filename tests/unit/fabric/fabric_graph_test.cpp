#include "sim/fabric/fabric_graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace gigapod {
namespace {

using testing::ElementsAre;

/// Two triangles of 10 GB/s links, joined by one link of 4 GB/s; vertex 6 stands alone.
FabricGraph two_triangles() {
  FabricGraph graph;
  for (int i = 0; i < 7; ++i) graph.add_vertex(VertexKind::kChip, std::to_string(i));
  for (const int first : {0, 3}) {
    graph.add_link(first, first + 1, 10_GBps, LinkKind::kElectrical);
    graph.add_link(first + 1, first + 2, 10_GBps, LinkKind::kElectrical);
    graph.add_link(first + 2, first, 10_GBps, LinkKind::kElectrical);
  }
  graph.add_link(2, 3, 4_GBps, LinkKind::kOptical);
  return graph;
}

TEST(FabricGraph, CountsVerticesLinksAndDegrees) {
  const FabricGraph graph = two_triangles();

  EXPECT_EQ(graph.vertex_count(), 7);
  EXPECT_EQ(graph.link_count(), 7);
  EXPECT_EQ(graph.degree(2), 3);
  EXPECT_EQ(graph.vertex(4).label, "4");
}

TEST(FabricGraph, MeasuresHopsAndComponents) {
  const FabricGraph graph = two_triangles();

  EXPECT_THAT(graph.hops_from(0), ElementsAre(0, 1, 1, 2, 3, 3, -1));
  EXPECT_EQ(graph.component_count(), 2);
}

TEST(FabricGraph, FindsCutsAndFlows) {
  const FabricGraph graph = two_triangles();
  const std::vector<int> source{0};
  const std::vector<int> neighbour{1};
  const std::vector<int> beyond{5};

  EXPECT_EQ(graph.max_flow(source, neighbour), 20_GBps);
  EXPECT_EQ(graph.max_flow(source, beyond), 4_GBps);
  EXPECT_EQ(graph.cut_bandwidth({true, true, true, false, false, false, false}), 4_GBps);
  EXPECT_EQ(graph.cut_bandwidth({true, false, false, false, false, false, false}), 20_GBps);
}

}  // namespace
}  // namespace gigapod
