// Platform: one star zone a DCN block. A pod is a few hosts ("slots") behind the pod's uplink; a slot has a private
// lane whose bandwidth is the rate of the one flow on it. A full zone joins the blocks by the routes of the fabric.
// Links have no latency here: CM02 would weigh shares by it, and the models count latency themselves.

#include "sim/engine/flow_network.hpp"

#include "sim/base/check.hpp"

#include <fmt/format.h>
#include <simgrid/s4u.hpp>

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

namespace sg = simgrid::s4u;
using RouteLinks = std::vector<sg::LinkInRoute>;
using Direction = sg::LinkInRoute::Direction;

constexpr double kOpenLane = 1e18;  ///< bytes a second: no limit
constexpr double kSameTime = 1e-9;  ///< seconds; SimGrid's clock is summed, ours is not

struct Slot {
  sg::Host* host = nullptr;
  sg::SplitDuplexLink* lane = nullptr;
  bool is_busy = false;
};

struct Flow {
  FlowId id = 0;
  sg::CommPtr comm;
  Slot* slot = nullptr;
};

/// SimGrid reads options from a command line; ours come with the platform.
sg::Engine& engine() {
  static int argc = 1;
  static char name[] = "gigapod";
  static char* argv[] = {name, nullptr};
  static sg::Engine* instance = [] {
    auto* made = new sg::Engine(&argc, argv);  // lives as long as the process: SimGrid allows one
    xbt_log_control_set("root.thresh:warning");
    for (const char* option : {"network/model:CM02", "network/TCP-gamma:0", "network/crosstraffic:0"}) {
      sg::Engine::set_config(option);
    }
    return made;
  }();
  return *instance;
}

Bytes whole_bytes(Bytes size) { return Bytes(std::max(1.0, std::round(size.value()))); }

}  // namespace

struct FlowNetwork::State {
  std::vector<sg::SplitDuplexLink*> links;
  std::vector<std::vector<Slot>> slots;  ///< by pod; slot 0 is never rate-limited and takes any number of flows
  sg::Host* storage = nullptr;
  std::vector<Flow> flows;  ///< in flight, oldest first
  FlowId next_id = 1;
  Seconds now;

  Slot& free_slot(PodId pod);
  FlowId start(PodId pod, bool is_sending, sg::Host* peer, Bytes size, BytesPerSecond rate);
  std::size_t index_of(FlowId flow) const;
  void forget(std::size_t index);
};

namespace {

using Hops = std::vector<DcnFabric::Hop>;

RouteLinks links_of(const std::vector<sg::SplitDuplexLink*>& links, const Hops& hops, std::size_t from,
                    std::size_t to) {
  RouteLinks route;
  for (std::size_t i = from; i < to; ++i) {
    route.emplace_back(links[static_cast<std::size_t>(hops[i].link)], hops[i].up ? Direction::UP : Direction::DOWN);
  }
  return route;
}

struct BlockZone {
  sg::NetZone* zone = nullptr;
  simgrid::kernel::routing::NetPoint* router = nullptr;
  std::optional<PodId> pod;  ///< one of its pods, whose routes stand for all
};

BlockZone make_zone(sg::NetZone* root, const std::string& name) {
  auto* zone = sg::create_star_zone(name);
  zone->set_parent(root);
  return {zone, zone->create_router(name + " router"), {}};
}

void seal_zone(const BlockZone& block) {
  block.zone->add_route(block.router, nullptr, nullptr, nullptr, RouteLinks{}, true);
  block.zone->seal();
}

void join_blocks(sg::NetZone* root, const DcnFabric& dcn, const std::vector<sg::SplitDuplexLink*>& links,
                 const std::vector<BlockZone>& blocks, const BlockZone& storage) {
  for (const BlockZone& a : blocks) {
    if (!a.pod) continue;
    const Hops up = route_to_storage(dcn, *a.pod);
    const Hops down = route_from_storage(dcn, *a.pod);
    root->add_route(a.zone->get_netpoint(), storage.zone->get_netpoint(), a.router, storage.router,
                    links_of(links, up, 1, up.size()), false);
    root->add_route(storage.zone->get_netpoint(), a.zone->get_netpoint(), storage.router, a.router,
                    links_of(links, down, 0, down.size() - 1), false);
    for (const BlockZone& b : blocks) {
      if (&a == &b || !b.pod) continue;
      const Hops hops = route(dcn, *a.pod, *b.pod);
      root->add_route(a.zone->get_netpoint(), b.zone->get_netpoint(), a.router, b.router,
                      links_of(links, hops, 1, hops.size() - 1), false);
    }
  }
}

/// More slots where pods are few; a million-chip site of small pods keeps a small platform.
std::size_t slots_per_pod(std::size_t pods) {
  return std::clamp<std::size_t>(2000 / std::max<std::size_t>(pods, 1), 3, 24);
}

}  // namespace

FlowNetwork::FlowNetwork(const DcnFabric& dcn, const SiteLayout& layout) : state_(std::make_unique<State>()) {
  (void)engine();
  auto* root = sg::create_full_zone("site");
  for (std::size_t i = 0; i < dcn.links.size(); ++i) {
    state_->links.push_back(
        root->create_split_duplex_link(fmt::format("{} {}", i, dcn.links[i].name), dcn.links[i].bandwidth.value()));
  }
  std::vector<BlockZone> blocks;
  for (int i = 0; i < dcn.blocks; ++i) blocks.push_back(make_zone(root, fmt::format("block {}", i)));
  state_->slots.resize(layout.pods.size());
  for (const PodInstance& pod : layout.pods) {
    BlockZone& block = blocks[static_cast<std::size_t>(dcn.block_of_pod[pod.id.value])];
    block.pod = pod.id;
    auto* uplink = state_->links[static_cast<std::size_t>(dcn.pod_uplink[pod.id.value])];
    for (std::size_t i = 0; i < slots_per_pod(layout.pods.size()); ++i) {
      const std::string name = fmt::format("pod {} slot {}", pod.id.value, i);
      auto* host = block.zone->create_host(name, 1.0);
      auto* lane = block.zone->create_split_duplex_link(name + " lane", kOpenLane);
      block.zone->add_route(host->get_netpoint(), nullptr, nullptr, nullptr,
                            RouteLinks{{lane, Direction::UP}, {uplink, Direction::UP}}, true);
      state_->slots[pod.id.value].push_back({host, lane});
    }
  }
  BlockZone storage = make_zone(root, "storage zone");
  state_->storage = storage.zone->create_host("storage host", 1.0);
  storage.zone->add_route(state_->storage->get_netpoint(), nullptr, nullptr, nullptr, RouteLinks{}, true);
  for (const BlockZone& block : blocks) seal_zone(block);
  seal_zone(storage);
  join_blocks(root, dcn, state_->links, blocks, storage);
  root->seal();
}

FlowNetwork::~FlowNetwork() = default;

void FlowNetwork::run(const std::function<void()>& body) {
  std::exception_ptr failure;
  sg::Actor::create("conductor", state_->storage, [&] {
    try {
      body();
    } catch (...) {
      failure = std::current_exception();
    }
    while (!state_->flows.empty()) cancel(state_->flows.back().id);
  });
  engine().run();
  if (failure) std::rethrow_exception(failure);
}

Seconds FlowNetwork::now() const { return state_->now; }

std::optional<FlowId> FlowNetwork::wait_until(Seconds time) {
  const Seconds left = time - Seconds(sg::Engine::get_clock());
  if (state_->flows.empty()) {
    if (left > Seconds(0.0)) sg::this_actor::sleep_for(left.value());
    state_->now = max(state_->now, time);
    return {};
  }
  std::vector<sg::CommPtr> comms;
  comms.reserve(state_->flows.size());
  for (const Flow& flow : state_->flows) comms.push_back(flow.comm);
  const auto ended = sg::Comm::wait_any_for(comms, std::max(left.value(), kSameTime));
  if (ended < 0) {
    state_->now = max(state_->now, time);
    return {};
  }
  const FlowId id = state_->flows[static_cast<std::size_t>(ended)].id;
  state_->forget(static_cast<std::size_t>(ended));
  state_->now = min(max(state_->now, Seconds(sg::Engine::get_clock())), max(time, state_->now));
  return id;
}

Slot& FlowNetwork::State::free_slot(PodId pod) {
  auto& all = slots[pod.value];
  const auto found = std::find_if(all.begin() + 1, all.end(), [](const Slot& slot) { return !slot.is_busy; });
  return found == all.end() ? all.front() : *found;
}

FlowId FlowNetwork::State::start(PodId pod, bool is_sending, sg::Host* peer, Bytes size, BytesPerSecond rate) {
  Slot& slot = free_slot(pod);
  if (&slot != &slots[pod.value].front()) {
    slot.is_busy = true;
    slot.lane->set_bandwidth(rate.value());
  }
  auto comm = is_sending ? sg::Comm::sendto_init(slot.host, peer) : sg::Comm::sendto_init(peer, slot.host);
  comm->set_payload_size(static_cast<std::uint64_t>(whole_bytes(size).value()));
  comm->start();
  flows.push_back({next_id, comm, &slot});
  return next_id++;
}

std::size_t FlowNetwork::State::index_of(FlowId flow) const {
  for (std::size_t i = 0; i < flows.size(); ++i) {
    if (flows[i].id == flow) return i;
  }
  throw InternalError("a flow is asked for after its end");
}

void FlowNetwork::State::forget(std::size_t index) {
  flows[index].slot->is_busy = false;
  flows.erase(flows.begin() + static_cast<std::ptrdiff_t>(index));
}

FlowId FlowNetwork::start_between(PodId from, PodId to, Bytes size, BytesPerSecond rate) {
  return state_->start(from, true, state_->slots[to.value].front().host, size, rate);
}

FlowId FlowNetwork::start_to_storage(PodId from, Bytes size, BytesPerSecond rate) {
  return state_->start(from, true, state_->storage, size, rate);
}

FlowId FlowNetwork::start_from_storage(PodId to, Bytes size, BytesPerSecond rate) {
  return state_->start(to, false, state_->storage, size, rate);
}

Bytes FlowNetwork::remaining(FlowId flow) const {
  return Bytes(state_->flows[state_->index_of(flow)].comm->get_remaining());
}

void FlowNetwork::cancel(FlowId flow) {
  const std::size_t index = state_->index_of(flow);
  state_->flows[index].comm->cancel();
  state_->forget(index);
}

std::size_t FlowNetwork::flows_in_flight() const { return state_->flows.size(); }

}  // namespace gigapod
