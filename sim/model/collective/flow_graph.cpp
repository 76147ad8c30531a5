#include "sim/model/collective/flow_graph.hpp"

namespace gigapod {

std::vector<Bytes> link_bytes(const FlowGraph& graph) {
  std::vector<Bytes> bytes(static_cast<std::size_t>(graph.links));
  for (const ChipFlow& flow : graph.flows) {
    for (const int link : graph.routes[static_cast<std::size_t>(flow.route)]) {
      bytes[static_cast<std::size_t>(link)] += flow.bytes;
    }
  }
  return bytes;
}

}  // namespace gigapod
