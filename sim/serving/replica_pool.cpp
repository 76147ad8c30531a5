#include "sim/serving/replica_pool.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <numeric>

namespace gigapod {

ReplicaPool::ReplicaPool(const ReplicaContext& context, const RequestRouter& router, int serving, int most)
    : context_(context),
      router_(router),
      loads_(static_cast<std::size_t>(most)),
      states_(static_cast<std::size_t>(most), ReplicaState::kOff),
      since_(static_cast<std::size_t>(most), 0.0),
      present_(static_cast<std::size_t>(most), 0.0),
      times_(static_cast<std::size_t>(most)) {
  for (int i = 0; i < most; ++i) replicas_.emplace_back(context);
  for (int i = 0; i < most; ++i) loads_[static_cast<std::size_t>(i)].accepts = false;
  for (int i = 0; i < serving; ++i) set_state(i, ReplicaState::kServing, 0.0);
}

std::optional<int> ReplicaPool::choose(const Request& request) {
  if (accepting_ == 0) return std::nullopt;
  routing_ = &request;
  const CachedPrefix* cache = context_.setup.has_prefix_cache ? this : nullptr;
  const int replica = router_.choose({loads_, routed_++, request.prompt_tokens, cache});
  const bool is_one = replica >= 0 && replica < size() && loads_[static_cast<std::size_t>(replica)].accepts;
  GIGAPOD_CHECK(is_one, "a router chooses a replica that accepts");
  return replica;
}

int ReplicaPool::cached_tokens(int replica) const {
  return replicas_[static_cast<std::size_t>(replica)].cached_tokens(*routing_);
}

void ReplicaPool::offer(int replica, std::uint32_t slot, double now) {
  context_.requests[slot].replica = replica;
  replicas_[static_cast<std::size_t>(replica)].offer(slot, now);
  update(static_cast<std::size_t>(replica));
}

void ReplicaPool::handle() {
  const std::size_t replica = times_.first();
  const double now = times_.time();
  replicas_[replica].handle(now);
  update(replica);
  if (states_[replica] != ReplicaState::kLeaving || replicas_[replica].running() > 0) return;
  set_state(static_cast<int>(replica), ReplicaState::kOff, now);
}

void ReplicaPool::update(std::size_t replica) {
  times_.set(replica, replicas_[replica].next_event());
  loads_[replica] = replicas_[replica].load();
  loads_[replica].accepts = states_[replica] == ReplicaState::kServing;
}

void ReplicaPool::set_state(int replica, ReplicaState state, double now) {
  const auto index = static_cast<std::size_t>(replica);
  const ReplicaState before = states_[index];
  if (before == ReplicaState::kOff) since_[index] = now;
  if (state == ReplicaState::kOff && before != ReplicaState::kOff) present_[index] += counted_since(index, now);
  states_[index] = state;
  accepting_ += (state == ReplicaState::kServing ? 1 : 0) - (before == ReplicaState::kServing ? 1 : 0);
  update(index);
}

double ReplicaPool::counted_since(std::size_t replica, double now) const {
  return context_.counted.within(Seconds(since_[replica]), Seconds(now)).value();
}

int ReplicaPool::staying() const {
  return static_cast<int>(std::count_if(states_.begin(), states_.end(), [](ReplicaState state) {
    return state != ReplicaState::kOff && state != ReplicaState::kLeaving;
  }));
}

int ReplicaPool::waiting() const {
  return std::accumulate(replicas_.begin(), replicas_.end(), 0,
                         [](int sum, const ServingReplica& replica) { return sum + replica.waiting(); });
}

void ReplicaPool::write(double end, ServingOutcome& outcome) {
  for (std::size_t i = 0; i < replicas_.size(); ++i) {
    if (states_[i] != ReplicaState::kOff) present_[i] += counted_since(i, end);
    add_usage(replicas_[i].usage(), context_.setup, Seconds(present_[i]), outcome);
  }
}

}  // namespace gigapod
