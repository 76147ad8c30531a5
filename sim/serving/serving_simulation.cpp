#include "sim/serving/serving_simulation.hpp"

#include "sim/base/check.hpp"
#include "sim/serving/serve.hpp"

#include <algorithm>

namespace gigapod {
namespace {

int most_replicas(const ServingSetup& setup) { return setup.scaling ? setup.scaling->most : setup.replicas; }

}  // namespace

ServingSimulation::ServingSimulation(const RequestTrace& trace, const ServingSetup& setup, const CountedTime& counted)
    : trace_(trace),
      setup_(setup),
      counted_(counted),
      clock_(setup.replica.plan, setup.replica.chip, setup.replica.slice, setup.replica.max_sequences,
             setup.replica.step_tokens, speculation_of(setup.replica)),
      layout_(kv_layout(setup.replica)),
      scheduler_(make_plugin<RequestScheduler>(setup.replica.scheduler)),
      router_(make_plugin<RequestRouter>(setup.router)),
      source_(trace, setup.concurrency),
      limiter_(setup.limits),
      log_(setup, trace.requests.size()),
      pool_({setup.replica, trace, clock_, *scheduler_, layout_, requests_, log_, finished_, counted}, *router_,
            setup.replicas, most_replicas(setup)),
      control_(setup, pool_) {
  if (setup.prefill) prefill_.emplace(*setup.prefill, pool_.context(), *router_);
}

double ServingSimulation::prefill_time() const { return prefill_ ? prefill_->next_time() : ServingReplica::kNever; }

bool ServingSimulation::is_over() const {
  const double next = std::min({prefill_time(), pool_.next_time(), source_.next_time()});
  return next == ServingReplica::kNever && homeless_.empty();
}

ServingOutcome ServingSimulation::run() {
  while (!is_over()) {
    const double prefill = prefill_time();
    const double replicas = pool_.next_time();
    const double control = control_.next_time();
    const double arrival = source_.next_time();
    now_ = std::min({prefill, replicas, control, arrival});
    if (prefill <= now_) {
      step_prefill();
    } else if (replicas <= now_) {
      pool_.handle();
      free_finished();
    } else if (control <= now_) {
      control_.handle(homeless_);
      place_homeless();
    } else {
      arrive();
    }
  }
  return outcome();
}

void ServingSimulation::step_prefill() {
  std::uint32_t slot = 0;
  if (prefill_->handle(slot)) {
    homeless_.push_back(slot);
    place_homeless();
  }
  free_finished();
}

bool ServingSimulation::fits(const Request& request) const {
  const std::int64_t most = std::int64_t{request.prompt_tokens} + request.output_tokens - 1 + layout_.overshoot();
  const bool fits_prefill =
      !prefill_ || prefill_->layout().pages(request.prompt_tokens) <= prefill_->layout().capacity;
  return fits_prefill && layout_.pages(most) <= layout_.capacity;
}

void ServingSimulation::refuse(const Request& request, std::int64_t RequestCounts::*reason) {
  log_.refuse(request, reason);
  source_.answer(now_);
}

LiveRequest ServingSimulation::live(std::uint32_t index) const {
  const Request& request = trace_.requests[index];
  LiveRequest live;
  live.index = index;
  live.prompt_tokens = request.prompt_tokens;
  live.output_tokens = request.output_tokens;
  live.tenant = request.tenant;
  live.rank = scheduler_->rank(
      {Seconds(now_), request.prompt_tokens, request.output_tokens, request.tenant, request.priority});
  live.arrival = now_;
  return live;
}

void ServingSimulation::arrive() {
  const std::uint32_t index = source_.take();
  const Request& request = trace_.requests[index];
  control_.count_arrival();
  if (!fits(request)) return refuse(request, &RequestCounts::too_long);
  if (!limiter_.admits(request, now_)) return refuse(request, &RequestCounts::rate_limited);
  const auto replica = entry().choose(request);
  const int waiting = replica ? entry().replica(*replica).waiting() : static_cast<int>(homeless_.size());
  if (setup_.queue_limit > 0 && waiting >= setup_.queue_limit) return refuse(request, &RequestCounts::queue_full);
  log_.arrive(request, now_);
  const std::uint32_t slot = requests_.add(live(index));
  if (replica) {
    entry().offer(*replica, slot, now_);
  } else {
    homeless_.push_back(slot);
  }
}

/// Gives requests without a replica one each, in the order in which they lost theirs, while there is one that takes
/// them.
void ServingSimulation::place_homeless() {
  std::size_t placed = 0;
  for (; placed < homeless_.size(); ++placed) {
    const std::uint32_t slot = homeless_[placed];
    const auto replica = pool_.choose(trace_.requests[requests_[slot].index]);
    if (!replica) break;
    pool_.offer(*replica, slot, now_);
  }
  homeless_.erase(homeless_.begin(), homeless_.begin() + static_cast<std::ptrdiff_t>(placed));
}

void ServingSimulation::free_finished() {
  for (const std::uint32_t slot : finished_) {
    requests_.remove(slot);
    source_.answer(now_);
  }
  finished_.clear();
}

ServingOutcome ServingSimulation::outcome() {
  ServingOutcome outcome;
  log_.write(now_, outcome);
  pool_.write(now_, outcome);
  if (prefill_) prefill_->write(now_, outcome);
  const double replica_seconds = outcome.mean_replicas;
  outcome.cache.mean /= std::max(replica_seconds, 1e-300);
  const double counted = counted_.within(Seconds(0.0), Seconds(now_)).value();
  outcome.mean_replicas = counted > 0.0 ? replica_seconds / counted : setup_.replicas;
  return outcome;
}

ServingOutcome serve(const RequestTrace& trace, const ServingSetup& setup) { return serve_counted(trace, setup, {}); }

ServingOutcome serve_counted(const RequestTrace& trace, const ServingSetup& setup, const CountedTime& counted) {
  for (const auto& faults : {setup_faults(setup), trace_faults(trace, setup)}) {
    GIGAPOD_CHECK(faults.empty(), faults.empty() ? std::string() : faults.front());
  }
  return ServingSimulation(trace, setup, counted).run();
}

}  // namespace gigapod
