#include "sim/fabric/graphml.hpp"

#include "tests/unit/fabric/catalog_pods.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/graphml.hpp>
#include <gtest/gtest.h>

#include <sstream>

namespace gigapod {
namespace {

struct Node {
  std::string label;
  std::string kind;
  double rating = 0.0;
};
struct Link {
  std::string kind;
  double bandwidth = 0.0;
};
using Undirected = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, Node, Link>;
using Directed = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, Node, Link>;

/// Reads with Boost's own reader.
template <class Graph>
Graph read_back(const std::string& text, const char* kind) {
  Graph graph;
  boost::dynamic_properties properties;
  properties.property("label", boost::get(&Node::label, graph));
  properties.property(kind, boost::get(&Node::kind, graph));
  properties.property("rating_watts", boost::get(&Node::rating, graph));
  properties.property("kind", boost::get(&Link::kind, graph));
  properties.property("bandwidth_bytes_per_second", boost::get(&Link::bandwidth, graph));
  std::istringstream stream(text);
  boost::read_graphml(stream, graph, properties);
  return graph;
}

TEST(Graphml, AFabricReadsBackWithEveryVertexAndLink) {
  FabricGraph fabric;
  fabric.add_vertex(VertexKind::kChip, "a <\"&\"> 1");
  fabric.add_vertex(VertexKind::kSwitch, "control \x01");
  fabric.add_vertex(VertexKind::kStorage);
  const BytesPerSecond bandwidth(123456789012.34567);
  fabric.add_link(0, 1, bandwidth, LinkKind::kOptical);
  fabric.add_link(0, 1, bandwidth, LinkKind::kElectrical);
  fabric.add_link(1, 2, BytesPerSecond(1e20), LinkKind::kNetwork);

  const auto graph = read_back<Undirected>(fabric_graphml(fabric), "kind");

  ASSERT_EQ(boost::num_vertices(graph), 3u);
  ASSERT_EQ(boost::num_edges(graph), 3u);
  EXPECT_EQ(graph[0].label, "a <\"&\"> 1");
  EXPECT_EQ(graph[0].kind, "chip");
  EXPECT_EQ(graph[1].label, "control ?");
  EXPECT_EQ(graph[2].kind, "storage");
  auto link = boost::edges(graph).first;
  EXPECT_EQ(graph[*link].kind, "optical");
  EXPECT_EQ(graph[*link].bandwidth, bandwidth.value()) << "to the last bit";
  EXPECT_EQ(graph[*std::next(link)].kind, "electrical");
  EXPECT_EQ(graph[*std::next(link, 2)].bandwidth, 1e20);
}

TEST(Graphml, APowerTreeReadsBackWithItsFeeds) {
  const SiteSpec site = test::ironwood_site(2, 30_MW);
  const auto pods = test::all_pods();
  const auto chips = test::all_chips();
  const PowerTree tree = build_power_tree(site, lay_out(site, pods, chips));

  const auto graph = read_back<Directed>(power_graphml(tree), "level");

  ASSERT_EQ(boost::num_vertices(graph), tree.nodes.size());
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    EXPECT_EQ(graph[i].label, tree.nodes[i].name);
    EXPECT_EQ(graph[i].rating, tree.nodes[i].rating.value());
    const auto [feed, end] = boost::in_edges(i, graph);
    EXPECT_EQ(feed == end ? -1 : static_cast<int>(boost::source(*feed, graph)), tree.nodes[i].parent);
  }
  EXPECT_EQ(graph[0].kind, "grid");
}

}  // namespace
}  // namespace gigapod
