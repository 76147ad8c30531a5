#include "sim/engine/dcn_platform.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

namespace sg = simgrid::s4u;
using Direction = sg::LinkInRoute::Direction;
using Hops = std::vector<DcnFabric::Hop>;

constexpr double kOpenLane = 1e18;     ///< bytes a second: no limit
constexpr double kLaneLatency = 1e-6;  ///< seconds of a lane of weight 1

/// Enough for every job of a block to exchange and write at once; fewer where blocks are many.
std::size_t lanes_per_block(std::size_t blocks) {
  return std::clamp<std::size_t>(16000 / std::max<std::size_t>(blocks, 1), 8, 128);
}

/// The hops of a route without `begin` at the front and `end` at the back.
Hops without_ends(const Hops& hops, std::size_t begin, std::size_t end) {
  return {hops.begin() + static_cast<std::ptrdiff_t>(begin), hops.end() - static_cast<std::ptrdiff_t>(end)};
}

}  // namespace

DcnPlatform::DcnPlatform(const DcnFabric& dcn) : has_core_(dcn.trunk.empty()), zone_(sg::create_star_zone("site")) {
  for (std::size_t i = 0; i < dcn.links.size(); ++i) {
    links_.push_back(
        zone_->create_split_duplex_link(fmt::format("{} {}", i, dcn.links[i].name), dcn.links[i].bandwidth.value()));
  }
  const auto blocks = static_cast<std::size_t>(dcn.blocks);
  lanes_.resize(blocks);
  entries_.resize(blocks);
  first_pod_.resize(blocks);
  for (std::size_t pod = dcn.block_of_pod.size(); pod-- > 0;) {
    first_pod_[static_cast<std::size_t>(dcn.block_of_pod[pod])] = PodId{static_cast<std::uint32_t>(pod)};
  }
  for (int block = 0; block < dcn.blocks; ++block) {
    const Hops uplink = {{dcn.block_uplink[static_cast<std::size_t>(block)], true}};
    add_lanes(block, lanes_per_block(blocks), has_core_ ? uplink : Hops{});
    add_entries(dcn, block);
    if (block == 0 || !has_core_) add_storage(dcn, block);
  }
  zone_->seal();
}

DcnPlatform::RouteLinks DcnPlatform::links_of(const Hops& hops) const {
  RouteLinks route;
  for (const DcnFabric::Hop& hop : hops) {
    route.emplace_back(links_[static_cast<std::size_t>(hop.link)], hop.up ? Direction::UP : Direction::DOWN);
  }
  return route;
}

DcnPlatform::RouteLinks DcnPlatform::reversed_links(const Hops& hops) const {
  Hops reversed(hops.rbegin(), hops.rend());
  for (DcnFabric::Hop& hop : reversed) hop.up = !hop.up;
  return links_of(reversed);
}

sg::Host* DcnPlatform::add_port(const std::string& name, const RouteLinks& outwards) {
  auto* host = zone_->create_host(name, 1.0);
  zone_->add_route(host->get_netpoint(), nullptr, nullptr, nullptr, outwards, true);
  return host;
}

void DcnPlatform::add_lanes(int block, std::size_t count, const Hops& crossed) {
  auto& lanes = lanes_[static_cast<std::size_t>(block)];
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = fmt::format("block {} lane {}", block, i);
    Lane lane;
    lane.limit = zone_->create_split_duplex_link(name, kOpenLane);
    lane.limit->set_latency(kLaneLatency);
    RouteLinks route{{lane.limit, Direction::UP}};
    for (const sg::LinkInRoute& link : links_of(crossed)) route.push_back(link);
    lane.port = add_port(name, route);
    lane.is_shared = i == 0;
    lanes.push_back(lane);
  }
}

void DcnPlatform::add_entries(const DcnFabric& dcn, int block) {
  auto& entries = entries_[static_cast<std::size_t>(block)];
  const PodId pod = first_pod_[static_cast<std::size_t>(block)];
  for (int from = 0; from < (has_core_ ? 1 : dcn.blocks); ++from) {
    const Hops uplink = {{dcn.block_uplink[static_cast<std::size_t>(block)], true}};
    RouteLinks links;
    if (has_core_) {
      links = links_of(uplink);
    } else if (from != block) {
      links = reversed_links(without_ends(route(dcn, first_pod_[static_cast<std::size_t>(from)], pod), 1, 1));
    }
    entries.push_back(add_port(fmt::format("block {} entry {}", block, from), links));
  }
}

void DcnPlatform::add_storage(const DcnFabric& dcn, int block) {
  const std::size_t crossed = has_core_ ? 2 : 1;  // the pod's uplink is not in, the block's is in the lane
  const PodId pod = first_pod_[static_cast<std::size_t>(block)];
  const Hops write = without_ends(route_to_storage(dcn, pod), crossed, 0);
  const Hops read = without_ends(route_from_storage(dcn, pod), 0, crossed);
  storage_write_.push_back(add_port(fmt::format("storage write {}", block), reversed_links(write)));
  storage_read_.push_back(add_port(fmt::format("storage read {}", block), links_of(read)));
}

Lane& DcnPlatform::take_lane(int block, BytesPerSecond rate, int weight) {
  auto& lanes = lanes_[static_cast<std::size_t>(block)];
  const auto found = std::find_if(lanes.begin() + 1, lanes.end(), [](const Lane& lane) { return !lane.is_busy; });
  if (found == lanes.end()) return lanes.front();
  found->is_busy = true;
  found->limit->set_bandwidth(rate.value());
  if (found->weight != weight) found->limit->set_latency(kLaneLatency / weight);
  found->weight = weight;
  return *found;
}

void DcnPlatform::scale_link(int link, double factor) {
  sg::SplitDuplexLink* both = links_[static_cast<std::size_t>(link)];
  for (sg::Link* one : {both->get_link_up(), both->get_link_down()})
    one->set_bandwidth(one->get_bandwidth() * factor);
}

sg::Host* DcnPlatform::entry(int block, int from_block) const {
  return entries_[static_cast<std::size_t>(block)][has_core_ ? 0 : static_cast<std::size_t>(from_block)];
}

sg::Host* DcnPlatform::storage_write(int block) const {
  return storage_write_[has_core_ ? 0 : static_cast<std::size_t>(block)];
}

sg::Host* DcnPlatform::storage_read(int block) const {
  return storage_read_[has_core_ ? 0 : static_cast<std::size_t>(block)];
}

}  // namespace gigapod
