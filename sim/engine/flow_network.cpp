// Time and transfers in SimGrid. Waiting for one of n flows costs O(n) in SimGrid, so callers fold equal flows.

#include "sim/engine/flow_network.hpp"

#include "sim/base/check.hpp"
#include "sim/engine/dcn_platform.hpp"

#include <simgrid/version.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <exception>

static_assert(SIMGRID_VERSION_MAJOR == 3 && SIMGRID_VERSION_MINOR >= 32, "written for SimGrid 3.32 and later 3.x");

namespace gigapod {
namespace {

namespace sg = simgrid::s4u;

constexpr double kSameTime = 1e-9;  ///< seconds; SimGrid's clock is summed, ours is not

struct Flow {
  FlowId id = 0;
  Lane* lane = nullptr;
};

/// Flows in flight, oldest first; their activities apart, as SimGrid waits for them.
struct FlowList {
  std::vector<Flow> flows;
  std::vector<sg::CommPtr> comms;

  [[nodiscard]] std::optional<std::size_t> find(FlowId id) const {
    const auto found = std::find_if(flows.begin(), flows.end(), [&](const Flow& flow) { return flow.id == id; });
    if (found == flows.end()) return std::nullopt;
    return static_cast<std::size_t>(found - flows.begin());
  }
  void forget(std::size_t index) {
    flows[index].lane->is_busy = false;
    flows.erase(flows.begin() + static_cast<std::ptrdiff_t>(index));
    comms.erase(comms.begin() + static_cast<std::ptrdiff_t>(index));
  }
  void cancel(std::size_t index) {
    comms[index]->cancel();
    forget(index);
  }
};

/// SimGrid reads options from a command line; ours come with the platform. It takes Ctrl-C too, prints a warning and
/// ends the process with 1; Ctrl-C stays the caller's.
sg::Engine& engine() {
  static int argc = 1;
  static char name[] = "gigapod";
  static char* argv[] = {name, nullptr};
  static sg::Engine* instance = [] {
    auto* const on_interrupt = std::signal(SIGINT, SIG_DFL);
    auto* made = new sg::Engine(&argc, argv);  // lives as long as the process: SimGrid allows one
    std::signal(SIGINT, on_interrupt);
    xbt_log_control_set("root.thresh:warning");
    for (const char* option : {"network/model:CM02", "network/TCP-gamma:0", "network/crosstraffic:0"}) {
      sg::Engine::set_config(option);
    }
    return made;
  }();
  return *instance;
}

}  // namespace

struct FlowNetwork::State {
  explicit State(const DcnFabric& dcn) : platform((engine(), dcn)) {}

  DcnPlatform platform;
  FlowList transfers;  ///< whose end is told
  FlowList streams;
  FlowId next_id = 1;
  Seconds now;

  FlowId start(FlowList& list, Lane& lane, sg::Host* from, sg::Host* to, Bytes size);
};

FlowNetwork::FlowNetwork(const DcnFabric& dcn) : state_(std::make_unique<State>(dcn)) {}

FlowNetwork::~FlowNetwork() = default;

void FlowNetwork::run(const std::function<void()>& body) {
  std::exception_ptr failure;
  sg::Actor::create("conductor", state_->platform.storage_write(0), [&] {
    try {
      body();
    } catch (...) {
      failure = std::current_exception();
    }
    for (FlowList* list : {&state_->transfers, &state_->streams}) {
      while (!list->flows.empty()) list->cancel(list->flows.size() - 1);
    }
  });
  engine().run();
  if (failure) std::rethrow_exception(failure);
}

Seconds FlowNetwork::now() const { return state_->now; }

std::optional<FlowId> FlowNetwork::wait_until(Seconds time) {
  const double left = time.value() - sg::Engine::get_clock();
  if (left <= kSameTime) {
    state_->now = max(state_->now, time);
    return {};
  }
  FlowList& transfers = state_->transfers;
  if (transfers.flows.empty()) {
    sg::this_actor::sleep_for(left);
    state_->now = max(state_->now, time);
    return {};
  }
  const auto ended = sg::Comm::wait_any_for(transfers.comms, left);
  if (ended < 0) {
    state_->now = max(state_->now, time);
    return {};
  }
  const FlowId id = transfers.flows[static_cast<std::size_t>(ended)].id;
  transfers.forget(static_cast<std::size_t>(ended));
  state_->now = min(max(state_->now, Seconds(sg::Engine::get_clock())), max(time, state_->now));
  return id;
}

FlowId FlowNetwork::State::start(FlowList& list, Lane& lane, sg::Host* from, sg::Host* to, Bytes size) {
  const sg::CommPtr comm = sg::Comm::sendto_init(from, to);
  comm->set_payload_size(static_cast<std::uint64_t>(std::max(1.0, std::round(size.value()))));
  comm->start();
  list.flows.push_back({next_id, &lane});
  list.comms.push_back(comm);
  return next_id++;
}

FlowId FlowNetwork::start_stream(int from_block, int to_block, Bytes size, BytesPerSecond rate) {
  GIGAPOD_CHECK(from_block != to_block, "flows inside a block meet no link that is played");
  Lane& lane = state_->platform.take_lane(from_block, rate, 1);
  return state_->start(state_->streams, lane, lane.port, state_->platform.entry(to_block, from_block), size);
}

FlowId FlowNetwork::start_to_storage(FlowEnd end, Bytes size, BytesPerSecond rate) {
  Lane& lane = state_->platform.take_lane(end.block, rate, end.pods);
  return state_->start(state_->transfers, lane, lane.port, state_->platform.storage_write(end.block), size);
}

FlowId FlowNetwork::start_from_storage(FlowEnd end, Bytes size, BytesPerSecond rate) {
  Lane& lane = state_->platform.take_lane(end.block, rate, end.pods);
  return state_->start(state_->transfers, lane, state_->platform.storage_read(end.block), lane.port, size);
}

Bytes FlowNetwork::remaining(FlowId flow) const {
  for (const FlowList* list : {&state_->transfers, &state_->streams}) {
    if (const auto index = list->find(flow)) return Bytes(list->comms[*index]->get_remaining());
  }
  throw InternalError("a flow is asked for after its end");
}

void FlowNetwork::cancel(FlowId flow) {
  for (FlowList* list : {&state_->transfers, &state_->streams}) {
    if (const auto index = list->find(flow)) return list->cancel(*index);
  }
  throw InternalError("a flow is cancelled after its end");
}

void FlowNetwork::scale_link(int link, double factor) { state_->platform.scale_link(link, factor); }

std::size_t FlowNetwork::flows_in_flight() const { return state_->transfers.flows.size(); }

}  // namespace gigapod
