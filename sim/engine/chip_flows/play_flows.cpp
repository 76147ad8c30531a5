// Plays a flow graph on SimGrid.
//
// Assumes network/model CM02 without TCP effects (no window limit, no cross traffic, bandwidth and latency factors
// 1), so that every link is shared max-min fairly between its flows. CM02 weights the flows of a link by the inverse
// of their latency: neighbour transfers have all the same, and flows of several hops wait out their latency before
// they start on links that have none, so every flow has an equal share. There are no actors: a flow that arrives
// starts those that waited for it only, from SimGrid's completion callback. An actor would pay for every completion
// by the flows that it holds.
#include "sim/engine/chip_flows/play_flows.hpp"

#include "sim/base/check.hpp"
#include "sim/engine/chip_flows/flow_platform.hpp"
#include "sim/engine/chip_flows/run_in_child.hpp"

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>
#include <xbt/log.h>

namespace gigapod {
namespace {

namespace s4u = simgrid::s4u;

/// Who waits for a flow, and for how many each still waits.
class FlowOrders {
 public:
  explicit FlowOrders(const FlowGraph& graph)
      : first_(graph.flows.size() + 1), waits_for_(graph.flows.size()), followers_(graph.order.size()) {
    for (const FlowOrder& pair : graph.order) {
      ++first_[static_cast<std::size_t>(pair.before) + 1];
      ++waits_for_[static_cast<std::size_t>(pair.after)];
    }
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (const FlowOrder& pair : graph.order) followers_[next[static_cast<std::size_t>(pair.before)]++] = pair.after;
  }

  [[nodiscard]] bool is_free(std::size_t flow) const { return waits_for_[flow] == 0; }
  /// Appends the flows that may start now that this one has arrived.
  void arrive(int flow, std::vector<int>& released) {
    const auto index = static_cast<std::size_t>(flow);
    for (std::size_t i = first_[index]; i < first_[index + 1]; ++i) {
      if (--waits_for_[static_cast<std::size_t>(followers_[i])] == 0) released.push_back(followers_[i]);
    }
  }

 private:
  std::vector<std::size_t> first_;
  std::vector<int> waits_for_;
  std::vector<int> followers_;
};

class FlowPlay {
 public:
  FlowPlay(const FlowGraph& graph, BytesPerSecond link_bandwidth, double scale)
      : graph_(graph), platform_(graph, link_bandwidth, scale), orders_(graph), under_way_(graph.flows.size()) {
    s4u::Activity::on_completion_cb([this](const s4u::Activity& activity) { arrive(activity); });
    for (std::size_t i = 0; i < graph.flows.size(); ++i) {
      if (!orders_.is_free(i)) continue;
      simgrid::kernel::timer::Timer::set(graph.flows[i].start.value(), [this, i] { start(static_cast<int>(i)); });
    }
  }

  [[nodiscard]] std::size_t arrived() const { return arrived_; }

 private:
  void start(int flow) {
    const auto index = static_cast<std::size_t>(flow);
    under_way_[index] = platform_.comm(graph_.flows[index]);
    under_way_[index]->set_data(reinterpret_cast<void*>(index));
    under_way_[index]->vetoable_start();
  }

  void arrive(const s4u::Activity& activity) {
    const auto flow = reinterpret_cast<std::size_t>(static_cast<const s4u::Comm&>(activity).get_data<void>());
    ++arrived_;
    // SimGrid still works on this one; the one before is free.
    last_ = std::move(under_way_[flow]);
    released_.clear();
    orders_.arrive(static_cast<int>(flow), released_);
    for (const int next : released_) start(next);
  }

  const FlowGraph& graph_;
  FlowPlatform platform_;
  FlowOrders orders_;
  std::vector<s4u::CommPtr> under_way_;
  s4u::CommPtr last_;
  std::vector<int> released_;
  std::size_t arrived_ = 0;
};

/// A power of two that makes the smallest flow a thousand million units, so that whole numbers are as good as any.
double unit_scale(const FlowGraph& graph) {
  double least = graph.flows[0].bytes.value();
  for (const ChipFlow& flow : graph.flows) least = std::min(least, flow.bytes.value());
  return std::exp2(std::ceil(std::log2(1e9 / least)));
}

Seconds play_here(const FlowGraph& graph, BytesPerSecond link_bandwidth) {
  xbt_log_control_set("root.thresh:critical");
  s4u::Engine engine("gigapod");
  for (const char* setting :
       {"network/model:CM02", "network/TCP-gamma:0", "network/crosstraffic:0", "surf/precision:1e-12"}) {
    s4u::Engine::set_config(std::string(setting));
  }
  FlowPlay play(graph, link_bandwidth, unit_scale(graph));
  engine.run();
  GIGAPOD_CHECK(play.arrived() == graph.flows.size(), "every flow arrives");
  return Seconds(s4u::Engine::get_clock());
}

}  // namespace

Seconds play_flows(const FlowGraph& graph, BytesPerSecond link_bandwidth) {
  if (graph.flows.empty()) return Seconds(0.0);
  return Seconds(run_in_child([&] { return play_here(graph, link_bandwidth).value(); }));
}

}  // namespace gigapod
