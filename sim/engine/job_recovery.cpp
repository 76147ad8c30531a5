// How a training job meets failures: it stalls, loses work, restarts in place or on spares, or goes back to the
// queue.

#include "sim/base/check.hpp"
#include "sim/engine/training_job.hpp"
#include "sim/fabric/slice.hpp"

#include <algorithm>

namespace gigapod {

void TrainingJob::stall(const std::string& cause, bool is_planned, EngineContext& context) {
  if (state_ == JobState::kStalled) return;
  settle(context);
  if (!is_yielding_) end_move(context);
  holds_state_ = has_stepped() || keeps_state_;
  if (has_stepped()) {
    last_step_ = context.now();
  } else {
    run_begin_.reset();
  }
  keeps_state_ = false;
  ++interruptions_;
  context.counts.count_interruption(cause, is_planned);
  for (auto* flows : {&exchange_, &writes_, &reads_}) cancel_flows(*flows, context);
  drains_.clear();
  note_stay("restart", context);
  enter(JobState::kStalled, context.scenario.horizon, context);
}

void TrainingJob::restart_in_place(FailureScope scope, EngineContext& context) {
  GIGAPOD_CHECK(state_ == JobState::kStalled, "only a stalled job restarts");
  if (is_yielding_) return requeue(context);
  fall_back(scope, context);
  enter(JobState::kStarting, context.now() + spec_->restart_time, context);
}

std::vector<BlockId> TrainingJob::give_up(BlockRange range, EngineContext& context) {
  GIGAPOD_CHECK(state_ == JobState::kStalled, "only a stalled job gives blocks up");
  settle(context);
  const auto is_lost = [&](BlockId block) { return range.contains(block); };
  std::vector<BlockId> lost;
  std::copy_if(blocks_.begin(), blocks_.end(), std::back_inserter(lost), is_lost);
  context.site.give_back(lost, context.now());
  blocks_.erase(std::remove_if(blocks_.begin(), blocks_.end(), is_lost), blocks_.end());
  return lost;
}

std::string TrainingJob::replace(const std::vector<BlockId>& lost, FailureScope scope, EngineContext& context) {
  if (spec_->can(Reaction::kShrink) && drop_slices(lost, context)) return "goes on with fewer slices";
  if (is_yielding_ || !spec_->can(Reaction::kSwap)) {
    requeue(context);
    return "back to the queue";
  }
  for (const BlockId block : lost) {
    const auto spare = take_spare(context.site.pod_of(block).id, context);
    if (!spare) {
      requeue(context);
      return "no spare in the pod: back to the queue";
    }
    context.site.take({*spare}, static_cast<std::int32_t>(index_), promised_power(*size_), context.now());
    context.site.stays().set_slice({*spare}, context.site.stays().slice(block));
    for (auto& slice : slices_) std::replace(slice.begin(), slice.end(), block, *spare);
    blocks_.insert(std::upper_bound(blocks_.begin(), blocks_.end(), *spare), *spare);
  }
  fall_back(scope, context);
  drawn_power_ = Watts(0.0);  // the spares drew idle power until now
  note_stay("restart", context);
  const PodSpec& pod = context.scenario.pods.at(spec_->pod_type);
  const Seconds rejoin = pod.ocs_reconfiguration;
  enter(JobState::kStarting, context.now() + spec_->restart_time + rejoin, context);
  return slice_rule(pod) == SliceRule::kSwitched ? "a spare host takes its place" : "a spare cube takes its place";
}

/// A block of the pod that may join the slice: over the optical switches, or behind those of a fat tree.
std::optional<BlockId> TrainingJob::take_spare(PodId id, EngineContext& context) const {
  const PodInstance& pod = context.site.pod(id);
  if (slice_rule(*pod.spec) == SliceRule::kContiguous) return std::nullopt;  // a box has no spare of its own
  const auto spare = context.site.find_spare(id);
  if (!spare) return std::nullopt;
  const Watts draw = promised_power(*size_) * chips_per_block(*pod.spec);
  if (context.site.power().shortage({*spare}, draw)) return std::nullopt;
  context.site.release_spare(*spare, context.now());
  return spare;
}

void TrainingJob::requeue(EngineContext& context) {
  fall_back(std::nullopt, context);
  release(context);
  state_ = JobState::kWaiting;
  wait_since_ = context.now();
  is_yielding_ = false;
  context.jobs.waiting.insert(index_);
  ++generation_;
  context.wants_schedule = true;
}

void TrainingJob::release(EngineContext& context) {
  note_stay("", context);
  drains_.clear();
  context.jobs.holding.erase(index_);
  context.tenants.change_held(arrival_.tenant, spec_->pod_type, -size_->held_chips, context.now());
  context.site.give_back(blocks_, context.now());
  slices_.clear();
  blocks_.clear();
  pods_.clear();
  power_ = {};
  work_.set_capped(Seconds(0.0));
  context.writer.add_metric("job_chips", name_, context.now(), 0.0);
}

void TrainingJob::corrupt(EngineContext& context) {
  const bool computes = state_ == JobState::kRunning || state_ == JobState::kPaused;
  if (computes && !corrupt_since_) corrupt_since_ = context.now();
}

void TrainingJob::find_corruption(const std::string& cause, EngineContext& context) {
  if (!corrupt_since_) return;
  if (holds_blocks()) stall(cause, false, context);
  steps_saved_ = steps_clean_;
  corrupt_since_.reset();
  fall_back(std::nullopt, context);
}

double TrainingJob::slowdown_now(const EngineContext& context) const {
  double of_pods = 0.0;
  for (const PodBlocks& part : pods_) of_pods = std::max(of_pods, context.pod_slowdown[part.pod.value]);
  double of_blocks = 0.0;
  for (const BlockId block : blocks_) of_blocks = std::max(of_blocks, context.block_slowdown[block.value]);
  return of_pods + of_blocks;
}

void TrainingJob::update_slowdown(EngineContext& context) {
  const double slowdown = slowdown_now(context);
  if (slowdown == slowdown_) return;
  settle(context);
  slowdown_ = slowdown;
  if (state_ != JobState::kRunning && state_ != JobState::kPaused) return;
  cancel_flows(exchange_, context);
  start_exchange(context);
  if (state_ == JobState::kRunning) plan_timer(context);
  write_job_metrics(context);
}

}  // namespace gigapod
