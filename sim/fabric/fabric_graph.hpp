#pragma once

#include "sim/base/quantity.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace gigapod {

enum class VertexKind {
  kChip,
  kBlock,
  kSwitch,  ///< OCS layer, NVLink or rail switch, DCN block, core
  kStorage
};

enum class LinkKind {
  kElectrical,  ///< inside a block or a fixed torus
  kOptical,     ///< through optical switches
  kNetwork      ///< data-centre or rail network
};

struct FabricVertex {
  VertexKind kind = VertexKind::kChip;
  std::string label;
};

/// One full-duplex link; `bandwidth` is for each direction.
struct FabricEdge {
  int from = 0;
  int to = 0;
  BytesPerSecond bandwidth;
  LinkKind kind = LinkKind::kElectrical;
};

/// Explicit graph of chips or of blocks and switches, for checks and drawings; the fleet itself is arithmetic.
/// Several links may join the same two vertices.
class FabricGraph {
 public:
  FabricGraph();
  ~FabricGraph();
  FabricGraph(FabricGraph&&) noexcept;
  FabricGraph& operator=(FabricGraph&&) noexcept;

  /// Returns the vertex's number; numbers run from 0.
  int add_vertex(VertexKind kind, std::string label = {});
  void add_link(int from, int to, BytesPerSecond bandwidth, LinkKind kind);

  [[nodiscard]] int vertex_count() const;
  [[nodiscard]] int link_count() const;
  [[nodiscard]] const FabricVertex& vertex(int number) const;
  [[nodiscard]] const std::vector<FabricEdge>& links() const;
  [[nodiscard]] int degree(int vertex) const;

  /// Hops from one vertex to every other; -1 where there is no path.
  [[nodiscard]] std::vector<int> hops_from(int vertex) const;
  [[nodiscard]] int component_count() const;
  /// Bandwidth of the links between the marked vertices and the others.
  [[nodiscard]] BytesPerSecond cut_bandwidth(const std::vector<bool>& is_marked) const;
  /// Largest flow from the sources together to the sinks together, each link carrying its bandwidth in each
  /// direction: the smallest cut that separates them. The two sets must not meet.
  [[nodiscard]] BytesPerSecond max_flow(std::span<const int> sources, std::span<const int> sinks) const;

 private:
  struct Graph;
  std::unique_ptr<Graph> graph_;
};

}  // namespace gigapod
