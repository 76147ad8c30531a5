#include "sim/model/collective/flow_schedule.hpp"

#include <algorithm>
#include <utility>

namespace gigapod {

FlowGraph backwards(FlowGraph graph, const SliceLinks& links) {
  for (std::vector<int>& route : graph.routes) {
    std::reverse(route.begin(), route.end());
    // No flow takes the routes past an open end.
    for (int& link : route) link = links.exists(link) ? links.opposite(link) : link;
  }
  for (FlowOrder& pair : graph.order) std::swap(pair.before, pair.after);
  return graph;
}

}  // namespace gigapod
