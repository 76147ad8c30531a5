// What a job sends over the data-centre network, as SimGrid flows. Folding: the pods of a job in one DCN block act
// alike, so one flow stands for them. Of the gradient ring only the hops between DCN blocks are played (one hop when
// all pods share a block), since the hops inside a block meet no link that another block's traffic crosses.

#include "sim/engine/training_job.hpp"

#include <algorithm>
#include <limits>

namespace gigapod {

void TrainingJob::start_exchange(EngineContext& context) {
  if (pods_.size() < 2 || step_.dcn_bytes_per_slice <= Bytes(0.0)) return;
  const DcnFabric& dcn = context.site.dcn();
  const BytesPerSecond rate = step_.dcn_bytes_per_slice / step_seconds();
  const Bytes size = rate * (context.scenario.horizon - context.now() + Seconds(1.0));
  for (std::size_t i = 0; i < pods_.size(); ++i) {
    const PodId from = pods_[i].first;
    const PodId to = pods_[(i + 1) % pods_.size()].first;
    const bool is_inside = dcn.block_of_pod[from.value] == dcn.block_of_pod[to.value];
    const bool is_last = i + 1 == pods_.size();
    if (is_inside && !(is_last && exchange_.empty())) continue;
    exchange_.push_back({context.network.start_between(from, to, size, rate), size, Bytes(0.0),
                         &context.site.route_between(from, to)});
  }
}

void TrainingJob::start_storage_flows(bool is_write, EngineContext& context) {
  const DcnFabric& dcn = context.site.dcn();
  const double blocks = static_cast<double>(blocks_.size());
  std::vector<JobFlow>& flows = is_write ? writes_ : reads_;
  for (std::size_t i = 0; i < pods_.size();) {
    const PodId pod = pods_[i].first;
    const int dcn_block = dcn.block_of_pod[pod.value];
    double share = 0.0;
    BytesPerSecond rate;
    for (; i < pods_.size() && dcn.block_of_pod[pods_[i].first.value] == dcn_block; ++i) {
      const PodInstance& instance = context.site.pod(pods_[i].first);
      share += pods_[i].second / blocks;
      rate += slice_dcn_bandwidth(*instance.spec, *instance.chip, pods_[i].second * chips_per_block(*instance.spec),
                                  context.scenario.site.dcn);
    }
    const Bytes size = checkpoint_bytes_ * share;
    const FlowId id = is_write ? context.network.start_to_storage(pod, size, rate)
                               : context.network.start_from_storage(pod, size, rate);
    context.flow_owner[id] = index_;
    flows.push_back({id, size, Bytes(0.0),
                     is_write ? &context.site.route_to_storage(pod) : &context.site.route_from_storage(pod)});
  }
}

void TrainingJob::count_flow(JobFlow& flow, Bytes sent, EngineContext& context) {
  context.count_transfer(*flow.hops, sent - flow.sent);
  flow.sent = sent;
}

void TrainingJob::cancel_flows(std::vector<JobFlow>& flows, EngineContext& context) {
  for (JobFlow& flow : flows) {
    count_flow(flow, flow.size - context.network.remaining(flow.id), context);
    context.network.cancel(flow.id);
    context.flow_owner.erase(flow.id);
  }
  flows.clear();
}

/// Steps whose exchange got through since the last look; no bound for a job that exchanges nothing.
double TrainingJob::exchanged_steps(EngineContext& context) {
  double steps = std::numeric_limits<double>::infinity();
  for (JobFlow& flow : exchange_) {
    const Bytes sent = flow.size - context.network.remaining(flow.id);
    // A part in 10^6 of slack takes up the rounding of whole bytes and of SimGrid's clock.
    steps = std::min(steps, (sent - flow.sent) / step_.dcn_bytes_per_slice * (1.0 + 1e-6));
    count_flow(flow, sent, context);
  }
  return steps;
}

}  // namespace gigapod
