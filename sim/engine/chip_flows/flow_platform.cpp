#include "sim/engine/chip_flows/flow_platform.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace gigapod {

namespace s4u = simgrid::s4u;

FlowPlatform::FlowPlatform(const FlowGraph& graph, BytesPerSecond link_bandwidth, double scale)
    : scale_(scale), zone_(s4u::create_full_zone("slice")) {
  std::size_t hosts = 2;
  while (hosts * (hosts - 1) < graph.routes.size()) ++hosts;
  for (std::size_t i = 0; i < hosts; ++i) {
    hosts_.push_back(zone_->create_host(fmt::format("end-{}", i), 1.0)->seal());
  }
  std::vector<const s4u::Link*> links;
  for (int link = 0; link < graph.links; ++link) {
    s4u::Link* created = zone_->create_link(fmt::format("link-{}", link), link_bandwidth.value() * scale);
    links.push_back(created->set_latency(graph.link_latency.value())->seal());
  }
  add_routes(graph, links);
  zone_->seal();
}

void FlowPlatform::add_routes(const FlowGraph& graph, const std::vector<const s4u::Link*>& links) {
  for (std::size_t route = 0; route < graph.routes.size(); ++route) {
    std::vector<s4u::LinkInRoute> hops;
    for (const int link : graph.routes[route]) hops.emplace_back(links[static_cast<std::size_t>(link)]);
    const auto [from, to] = ends(static_cast<int>(route));
    zone_->add_route(from->get_netpoint(), to->get_netpoint(), nullptr, nullptr, hops, false);
  }
}

std::pair<s4u::Host*, s4u::Host*> FlowPlatform::ends(int route) const {
  const std::size_t others = hosts_.size() - 1;
  const std::size_t from = static_cast<std::size_t>(route) / others;
  const std::size_t to = static_cast<std::size_t>(route) % others;
  return {hosts_[from], hosts_[to < from ? to : to + 1]};
}

s4u::CommPtr FlowPlatform::comm(const ChipFlow& flow) const {
  const auto [from, to] = ends(flow.route);
  s4u::CommPtr comm = s4u::Comm::sendto_init(from, to);
  comm->set_payload_size(static_cast<std::uint64_t>(std::llround(flow.bytes.value() * scale_)));
  return comm;
}

}  // namespace gigapod
