#pragma once

#include "sim/model/collective/flow_graph.hpp"

#include <simgrid/s4u.hpp>

#include <utility>
#include <vector>

namespace gigapod {

/// The links and routes of a flow graph in SimGrid. A pair of hosts names a route, so that r routes need only about
/// sqrt(r) hosts; hosts have no other meaning here.
class FlowPlatform {
 public:
  /// Amounts are scaled by `scale` on the way to SimGrid, which counts whole bytes.
  FlowPlatform(const FlowGraph& graph, BytesPerSecond link_bandwidth, double scale);

  /// The flow over its route, not started.
  [[nodiscard]] simgrid::s4u::CommPtr comm(const ChipFlow& flow) const;

 private:
  [[nodiscard]] std::pair<simgrid::s4u::Host*, simgrid::s4u::Host*> ends(int route) const;
  void add_routes(const FlowGraph& graph, const std::vector<const simgrid::s4u::Link*>& links);

  double scale_;
  simgrid::s4u::NetZone* zone_;
  std::vector<simgrid::s4u::Host*> hosts_;
};

}  // namespace gigapod
