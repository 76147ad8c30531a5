#pragma once

#include "sim/base/ids.hpp"
#include "sim/base/quantity.hpp"
#include "sim/fabric/dcn_fabric.hpp"
#include "sim/fabric/site_layout.hpp"

#include <simgrid/s4u.hpp>

#include <string>
#include <vector>

namespace gigapod {

/// Where a flow begins (or a read ends): a SimGrid host behind a private link whose bandwidth is the flow's limit.
struct Lane {
  simgrid::s4u::Host* port = nullptr;
  simgrid::s4u::SplitDuplexLink* limit = nullptr;
  double weight = 1.0;     ///< of the flow on it in fair shares
  bool is_shared = false;  ///< takes any number of flows, none of them limited
  bool is_busy = false;
};

/// The data-centre network beyond the pods as a SimGrid platform: one star zone whose hosts are ports. A port stands
/// for half a route, from one end to the middle, and SimGrid joins two halves. One zone, because SimGrid looks a new
/// name up in all zones: 4,000 pods cost 0.1 s here and 4 s with a zone a block.
///
/// Uplinks of pods are not in it: a flow has at most its own hosts' share of them, and shares add up to the uplink.
/// SimGrid 3.32 ignores `Comm::set_rate` between hosts, so a private lane limits a flow. Latency is zero but for the
/// lane's: CM02 shares a link in inverse proportion to latency, which gives a flow that stands for n equal ones the
/// share of n; a delay of at most a microsecond is the price.
class DcnPlatform {
 public:
  explicit DcnPlatform(const DcnFabric& dcn);

  /// A free lane out of (or into) a DCN block, taken for a flow of that rate and weight; the shared one when all are
  /// busy.
  [[nodiscard]] Lane& take_lane(int block, BytesPerSecond rate, int weight);
  /// Multiplies the bandwidth of a link of the fabric, for flows under way too.
  void scale_link(int link, double factor);
  /// Where flows from one block into another end.
  [[nodiscard]] simgrid::s4u::Host* entry(int block, int from_block) const;
  /// Where writes of a block end and reads begin.
  [[nodiscard]] simgrid::s4u::Host* storage_write(int block) const;
  [[nodiscard]] simgrid::s4u::Host* storage_read(int block) const;

 private:
  using RouteLinks = std::vector<simgrid::s4u::LinkInRoute>;
  using Hops = std::vector<DcnFabric::Hop>;

  simgrid::s4u::Host* add_port(const std::string& name, const RouteLinks& outwards);
  void add_lanes(int block, std::size_t count, const Hops& crossed);
  void add_entries(const DcnFabric& dcn, int block);
  void add_storage(const DcnFabric& dcn, int block);
  [[nodiscard]] RouteLinks links_of(const Hops& hops) const;
  /// The same links crossed the other way round: SimGrid wants every half-route away from its port.
  [[nodiscard]] RouteLinks reversed_links(const Hops& hops) const;

  bool has_core_ = true;  ///< blocks hang off a core; else trunks join them
  simgrid::s4u::NetZone* zone_ = nullptr;
  std::vector<simgrid::s4u::SplitDuplexLink*> links_;
  std::vector<PodId> first_pod_;                           ///< of each block; its routes stand for all of the block
  std::vector<std::vector<Lane>> lanes_;                   ///< by block, the shared one first
  std::vector<std::vector<simgrid::s4u::Host*>> entries_;  ///< by block; with a core one, else by the block before
  std::vector<simgrid::s4u::Host*> storage_write_;         ///< with a core one, else by block
  std::vector<simgrid::s4u::Host*> storage_read_;
};

}  // namespace gigapod
