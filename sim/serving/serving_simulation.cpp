#include "sim/serving/serving_simulation.hpp"

#include "sim/base/check.hpp"
#include "sim/serving/serve.hpp"

#include <algorithm>

namespace gigapod {

ServingSimulation::ServingSimulation(const RequestTrace& trace, const ServingSetup& setup)
    : trace_(trace),
      setup_(setup),
      clock_(setup.replica.plan, setup.replica.chip, setup.replica.slice, setup.replica.max_sequences,
             setup.replica.step_tokens),
      layout_(kv_layout(setup.replica)),
      scheduler_(make_plugin<RequestScheduler>(setup.replica.scheduler)),
      router_(make_plugin<RequestRouter>(setup.router)),
      source_(trace, setup.concurrency),
      log_(setup, trace.requests.size()),
      loads_(static_cast<std::size_t>(setup.replicas)),
      times_(static_cast<std::size_t>(setup.replicas)) {
  const ReplicaContext context{setup.replica, trace, clock_, *scheduler_, layout_, requests_, log_, finished_};
  for (int i = 0; i < setup.replicas; ++i) replicas_.emplace_back(context);
}

ServingOutcome ServingSimulation::run() {
  for (;;) {
    const double arrival = source_.next_time();
    if (times_.time() <= arrival) {
      if (times_.time() == ServingReplica::kNever) break;
      step_replica();
    } else {
      arrive();
    }
  }
  return outcome();
}

bool ServingSimulation::fits(const Request& request) const {
  const std::int64_t most = std::int64_t{request.prompt_tokens} + request.output_tokens - 1;
  return layout_.pages(most) <= layout_.capacity;
}

void ServingSimulation::arrive() {
  now_ = source_.next_time();
  const std::uint32_t index = source_.take();
  const Request& request = trace_.requests[index];
  if (!fits(request)) {
    log_.reject_too_long(now_);
    source_.answer(now_);
    return;
  }
  log_.arrive(now_);
  arriving_ = &request;
  const CachedPrefix* cache = setup_.replica.has_prefix_cache ? this : nullptr;
  const int replica = router_->choose({loads_, routed_++, request.prompt_tokens, cache});
  GIGAPOD_CHECK(replica >= 0 && replica < setup_.replicas, "a router chooses one of the replicas");
  LiveRequest live;
  live.index = index;
  live.prompt_tokens = request.prompt_tokens;
  live.output_tokens = request.output_tokens;
  live.tenant = request.tenant;
  live.rank = scheduler_->rank(
      {Seconds(now_), request.prompt_tokens, request.output_tokens, request.tenant, request.priority});
  live.arrival = now_;
  live.replica = replica;
  replicas_[static_cast<std::size_t>(replica)].offer(requests_.add(live), now_);
  update(static_cast<std::size_t>(replica));
}

int ServingSimulation::cached_tokens(int replica) const {
  return replicas_[static_cast<std::size_t>(replica)].cached_tokens(*arriving_);
}

void ServingSimulation::step_replica() {
  const std::size_t replica = times_.first();
  now_ = times_.time();
  replicas_[replica].handle(now_);
  update(replica);
  for (const std::uint32_t slot : finished_) {
    requests_.remove(slot);
    source_.answer(now_);
  }
  finished_.clear();
}

void ServingSimulation::update(std::size_t replica) {
  times_.set(replica, replicas_[replica].next_event());
  loads_[replica] = replicas_[replica].load();
}

ServingOutcome ServingSimulation::outcome() {
  ServingOutcome outcome;
  log_.write(now_, outcome);
  for (const ServingReplica& replica : replicas_) {
    add_usage(replica.usage(), setup_.replica, outcome.duration, outcome);
  }
  outcome.cache.mean /= setup_.replicas;
  return outcome;
}

ServingOutcome serve(const RequestTrace& trace, const ServingSetup& setup) {
  const auto faults = setup_faults(setup);
  GIGAPOD_CHECK(faults.empty(), faults.empty() ? std::string() : faults.front());
  const bool has_whole_blocks = trace.prefix_block_tokens % setup.replica.kv_block_tokens == 0;
  GIGAPOD_CHECK(!setup.replica.has_prefix_cache || has_whole_blocks, "a prefix block must be whole pages");
  return ServingSimulation(trace, setup).run();
}

}  // namespace gigapod
