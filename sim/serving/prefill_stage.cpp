// Disaggregation (DistServe arXiv:2401.09670, Splitwise arXiv:2311.18677): a prefill replica computes the prompt and
// the first token, then sends the cache over its link; its pages are free when the cache has arrived. A replica that
// decodes takes the request into its queue and starts it when it has the pages. One that is preempted or loses its
// replica there computes prompt and output so far again where it is, mixed with decode.

#include "sim/serving/prefill_stage.hpp"

#include <algorithm>

namespace gigapod {
namespace {

ReplicaSetup prefill_setup(const PrefillPool& pool, const ReplicaSetup& replica) {
  ReplicaSetup setup = replica;
  setup.slice = pool.slice;
  setup.speculation.reset();
  return setup;
}

}  // namespace

PrefillStage::PrefillStage(const PrefillPool& setup, const ReplicaContext& context, const RequestRouter& router)
    : setup_(prefill_setup(setup, context.setup)),
      clock_(setup_.plan, setup_.chip, setup_.slice, setup_.max_sequences, setup_.step_tokens),
      layout_(kv_layout(setup_)),
      requests_(context.requests),
      pool_(context_for(context), router, setup.replicas, setup.replicas),
      links_(setup, layout_) {}

ReplicaContext PrefillStage::context_for(const ReplicaContext& context) {
  return {setup_,           context.trace, clock_,           context.scheduler, layout_,
          context.requests, context.log,   context.finished, context.counted,   &prefilled_};
}

double PrefillStage::next_time() const { return std::min(pool_.next_time(), links_.next_time()); }

bool PrefillStage::handle(std::uint32_t& slot) {
  if (pool_.next_time() <= links_.next_time()) {
    const double now = pool_.next_time();
    pool_.handle();
    for (const std::uint32_t done : prefilled_)
      links_.send(requests_[done].replica, done, requests_[done].prefilled, now);
    prefilled_.clear();
    return false;
  }
  const CacheLinks::Transfer transfer = links_.take();
  pool_.change(transfer.replica, [&](ServingReplica& replica) { replica.release(transfer.slot, transfer.arrival); });
  requests_[transfer.slot].is_transferred = true;
  slot = transfer.slot;
  return true;
}

void PrefillStage::write(double end, ServingOutcome& outcome) {
  pool_.write(end, outcome);
  links_.write(outcome);
}

}  // namespace gigapod
