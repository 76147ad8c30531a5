#pragma once

#include "sim/base/quantity.hpp"
#include "sim/fabric/dcn_fabric.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace gigapod {

/// A transfer in flight over the data-centre network.
using FlowId = std::uint64_t;

/// Equal flows of several pods of one DCN block, played as one that gets the share of all of them.
struct FlowEnd {
  int block = 0;
  int pods = 1;
};

/// Simulated time and the shared network, both SimGrid's: the only door to it besides the chip-level check. Flows
/// that share a link get max-min fair shares of it (model CM02), each at most its own rate.
class FlowNetwork {
 public:
  explicit FlowNetwork(const DcnFabric& dcn);
  ~FlowNetwork();
  FlowNetwork(const FlowNetwork&) = delete;
  FlowNetwork& operator=(const FlowNetwork&) = delete;

  /// Runs `body` as the one actor of the simulation; everything below is called from inside it.
  void run(const std::function<void()>& body);

  [[nodiscard]] Seconds now() const;
  /// Lets time pass until `time` or until a transfer to or from storage ends, whichever comes first; returns the one
  /// that ended. Those that end together come one call after the other.
  [[nodiscard]] std::optional<FlowId> wait_until(Seconds time);

  /// One pod's traffic from a block to another, at most at `rate`, until `size` is sent or it is cancelled. Its end
  /// is not told, which saves a look at it in every wait. Uplinks of pods are not played: `rate` is within them.
  [[nodiscard]] FlowId start_stream(int from_block, int to_block, Bytes size, BytesPerSecond rate);
  /// A transfer whose end `wait_until` tells. `size` and `rate` are sums over the pods of `end`.
  [[nodiscard]] FlowId start_to_storage(FlowEnd end, Bytes size, BytesPerSecond rate);
  [[nodiscard]] FlowId start_from_storage(FlowEnd end, Bytes size, BytesPerSecond rate);
  [[nodiscard]] Bytes remaining(FlowId flow) const;
  void cancel(FlowId flow);
  /// A link of the network loses bandwidth (or gets it back) by this factor, both ways.
  void scale_link(int link, double factor);
  /// Transfers whose end is still to be told.
  [[nodiscard]] std::size_t flows_in_flight() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gigapod
