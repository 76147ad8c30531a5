#include "sim/fabric/fabric_graph.hpp"

#include "sim/base/check.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/edmonds_karp_max_flow.hpp>

#include <cstddef>
#include <utility>

namespace gigapod {
namespace {

using Adjacency = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, FabricVertex>;

/// Directed twin of the graph with residual capacities, as the flow algorithm wants it.
class FlowNetwork {
 public:
  explicit FlowNetwork(int vertices) : graph_(static_cast<std::size_t>(vertices)) {}

  void add(int from, int to, double forward, double backward) {
    const auto there = boost::add_edge(vertex(from), vertex(to), graph_).first;
    const auto back = boost::add_edge(vertex(to), vertex(from), graph_).first;
    graph_[there] = {forward, forward, back};
    graph_[back] = {backward, backward, there};
  }

  double max_flow(int source, int sink) {
    const std::size_t count = boost::num_vertices(graph_);
    std::vector<Traits::edge_descriptor> predecessor(count);
    std::vector<boost::default_color_type> color(count);
    return boost::edmonds_karp_max_flow(graph_, vertex(source), vertex(sink),
                                        boost::capacity_map(boost::get(&Arc::capacity, graph_))
                                            .residual_capacity_map(boost::get(&Arc::residual, graph_))
                                            .reverse_edge_map(boost::get(&Arc::reverse, graph_))
                                            .color_map(color.data())
                                            .predecessor_map(predecessor.data()));
  }

 private:
  using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  struct Arc {
    double capacity = 0.0;
    double residual = 0.0;
    Traits::edge_descriptor reverse;
  };
  static std::size_t vertex(int number) { return static_cast<std::size_t>(number); }

  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Arc> graph_;
};

}  // namespace

struct FabricGraph::Graph {
  Adjacency adjacency;
  std::vector<FabricEdge> links;
};

FabricGraph::FabricGraph() : graph_(std::make_unique<Graph>()) {}
FabricGraph::~FabricGraph() = default;
FabricGraph::FabricGraph(FabricGraph&&) noexcept = default;
FabricGraph& FabricGraph::operator=(FabricGraph&&) noexcept = default;

int FabricGraph::add_vertex(VertexKind kind, std::string label) {
  return static_cast<int>(boost::add_vertex(FabricVertex{kind, std::move(label)}, graph_->adjacency));
}

void FabricGraph::add_link(int from, int to, BytesPerSecond bandwidth, LinkKind kind) {
  GIGAPOD_CHECK(from >= 0 && to >= 0 && from < vertex_count() && to < vertex_count(), "a link to no vertex");
  boost::add_edge(static_cast<std::size_t>(from), static_cast<std::size_t>(to), graph_->adjacency);
  graph_->links.push_back({from, to, bandwidth, kind});
}

int FabricGraph::vertex_count() const { return static_cast<int>(boost::num_vertices(graph_->adjacency)); }
int FabricGraph::link_count() const { return static_cast<int>(graph_->links.size()); }
const FabricVertex& FabricGraph::vertex(int number) const {
  return graph_->adjacency[static_cast<std::size_t>(number)];
}
const std::vector<FabricEdge>& FabricGraph::links() const { return graph_->links; }
int FabricGraph::degree(int vertex) const {
  return static_cast<int>(boost::out_degree(static_cast<std::size_t>(vertex), graph_->adjacency));
}

std::vector<int> FabricGraph::hops_from(int vertex) const {
  std::vector<int> hops(static_cast<std::size_t>(vertex_count()), -1);
  hops[static_cast<std::size_t>(vertex)] = 0;
  const auto recorder = boost::record_distances(hops.data(), boost::on_tree_edge());
  boost::breadth_first_search(graph_->adjacency, static_cast<std::size_t>(vertex),
                              boost::visitor(boost::make_bfs_visitor(recorder)));
  return hops;
}

int FabricGraph::component_count() const {
  std::vector<int> component(static_cast<std::size_t>(vertex_count()));
  return boost::connected_components(graph_->adjacency, component.data());
}

BytesPerSecond FabricGraph::cut_bandwidth(const std::vector<bool>& is_marked) const {
  BytesPerSecond sum;
  for (const FabricEdge& link : graph_->links) {
    if (is_marked[static_cast<std::size_t>(link.from)] != is_marked[static_cast<std::size_t>(link.to)]) {
      sum += link.bandwidth;
    }
  }
  return sum;
}

BytesPerSecond FabricGraph::max_flow(std::span<const int> sources, std::span<const int> sinks) const {
  const int source = vertex_count();
  const int sink = source + 1;
  FlowNetwork network(sink + 1);
  double unlimited = 1.0;
  for (const FabricEdge& link : graph_->links) {
    network.add(link.from, link.to, link.bandwidth.value(), link.bandwidth.value());
    unlimited += 2.0 * link.bandwidth.value();
  }
  for (const int vertex : sources) network.add(source, vertex, unlimited, 0.0);
  for (const int vertex : sinks) network.add(vertex, sink, unlimited, 0.0);
  return BytesPerSecond(network.max_flow(source, sink));
}

}  // namespace gigapod
