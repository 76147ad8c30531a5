// What a job sends over the data-centre network, as SimGrid flows. A job has at most its hosts' share of its pods'
// uplinks, and shares add up to the uplink: uplinks never bind, and what a job's pods of one DCN block do is alike.
// So they fold exactly: one flow for a checkpoint has the limit and the fair share of all of them, and of the
// gradient ring only hops between blocks are played. See docs/design/0001-engine.md.

#include "sim/engine/training_job.hpp"

#include <algorithm>
#include <limits>

namespace gigapod {
namespace {

/// Of a job's share of an uplink, what checkpoints keep when its gradients want nearly all.
constexpr double kLeastStorageShare = 0.1;

}  // namespace

/// Bandwidth that the job's hosts in a pod have beyond it.
BytesPerSecond TrainingJob::uplink_share(PodId pod, int blocks, const EngineContext& context) {
  const PodInstance& instance = context.site.pod(pod);
  return slice_dcn_bandwidth(*instance.spec, *instance.chip, blocks * chips_per_block(*instance.spec),
                             context.scenario.site.dcn);
}

void TrainingJob::start_exchange(EngineContext& context) {
  if (is_held() || pods_.size() < 2 || step().dcn_bytes_per_slice <= Bytes(0.0)) return;
  const DcnFabric& dcn = context.site.dcn();
  const BytesPerSecond rate = step().dcn_bytes_per_slice / pace();
  const Bytes size = rate * (context.scenario.horizon - context.now() + Seconds(1.0));
  for (std::size_t i = 0; i < pods_.size(); ++i) {
    const PodId from = pods_[i].pod;
    const PodId to = pods_[(i + 1) % pods_.size()].pod;
    const int from_block = dcn.block_of_pod[from.value];
    const int to_block = dcn.block_of_pod[to.value];
    if (from_block == to_block) continue;
    exchange_.push_back({context.network.start_stream(from_block, to_block, size, rate), size, Bytes(0.0),
                         &context.site.route_between(from, to)});
  }
}

std::vector<TrainingJob::StorageFlow> TrainingJob::storage_flows(BytesPerSecond gradients,
                                                                 const EngineContext& context) const {
  const DcnFabric& dcn = context.site.dcn();
  std::vector<StorageFlow> flows;
  for (std::size_t i = 0; i < pods_.size();) {
    const PodId first = pods_[i].pod;
    FlowEnd end{dcn.block_of_pod[first.value], 0};
    int blocks = 0;
    BytesPerSecond rate;
    for (; i < pods_.size() && dcn.block_of_pod[pods_[i].pod.value] == end.block; ++i) {
      const BytesPerSecond share = uplink_share(pods_[i].pod, pods_[i].blocks, context);
      rate += max(share - gradients, share * kLeastStorageShare);
      blocks += pods_[i].blocks;
      ++end.pods;
    }
    const Bytes size = size_->checkpoint_bytes * (static_cast<double>(blocks) / static_cast<double>(blocks_.size()));
    flows.push_back({first, end, size, rate});
  }
  return flows;
}

void TrainingJob::start_storage_flows(bool is_write, EngineContext& context) {
  const bool exchanges = is_write && state_ == JobState::kRunning && pods_.size() > 1;
  const BytesPerSecond gradients = exchanges ? step().dcn_bytes_per_slice / pace() : BytesPerSecond(0.0);
  std::vector<JobFlow>& flows = is_write ? writes_ : reads_;
  for (const StorageFlow& flow : storage_flows(gradients, context)) {
    const FlowId id = is_write ? context.network.start_to_storage(flow.end, flow.size, flow.rate)
                               : context.network.start_from_storage(flow.end, flow.size, flow.rate);
    context.flow_owner[id] = index_;
    flows.push_back(
        {id, flow.size, Bytes(0.0),
         is_write ? &context.site.route_to_storage(flow.first) : &context.site.route_from_storage(flow.first)});
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
  if (&flows != &writes_) return;
  quiet_pause_end_.reset();
  quiet_write_end_.reset();
}

/// Steps whose exchange got through since the last look; no bound for a job that exchanges nothing.
double TrainingJob::exchanged_steps(EngineContext& context) {
  double steps = std::numeric_limits<double>::infinity();
  for (JobFlow& flow : exchange_) {
    const Bytes sent = flow.size - context.network.remaining(flow.id);
    // A part in 10^6 of slack takes up the rounding of whole bytes and of SimGrid's clock.
    steps = std::min(steps, (sent - flow.sent) / step().dcn_bytes_per_slice * (1.0 + 1e-6));
    count_flow(flow, sent, context);
  }
  return steps;
}

}  // namespace gigapod
