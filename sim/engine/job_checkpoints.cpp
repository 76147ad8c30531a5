// Checkpoints of a training job. Those in the storage are events, since their transfers contend; copies near the
// chips contend with nothing and come at a fixed interval from the moment the job runs, so they are arithmetic: their
// pauses slow the steps down by a share, and a failure finds the last whole copy by division.

#include "sim/engine/training_job.hpp"
#include "sim/model/checkpoint/checkpoint.hpp"

#include <algorithm>
#include <cmath>

namespace gigapod {
namespace {

/// Assumed: what an adaptive job expects before it has seen a failure.
constexpr Seconds kFirstGuess{86400.0};

}  // namespace

/// An adaptive job adds one failure in its first guess to what it saw, so that one early failure doesn't rule.
Seconds TrainingJob::storage_interval(const EngineContext& context) const {
  const bool is_adaptive = spec_->checkpoint_rule == CheckpointRule::kAdaptive;
  if (!is_adaptive || spec_->checkpoint_interval > Seconds(0.0)) return size_->interval;
  const Seconds seen = context.now() - first_start_.value_or(context.now()) + kFirstGuess;
  const Seconds between = seen / static_cast<double>(interruptions_ + 1);
  return max(size_->shortest, best_checkpoint_interval(size_->pause, between));
}

void TrainingJob::capture(Seconds now) {
  steps_captured_ = steps_done_;
  captured_ = now;
  work_.capture();
}

void TrainingJob::keep_checkpoint(EngineContext& context) {
  steps_saved_ = steps_captured_;
  if (!corrupt_since_ || captured_ <= *corrupt_since_) {
    steps_clean_ = steps_saved_;
    work_.keep_captured(context.site.ledger());
  }
  ++context.counts.checkpoints;
}

void TrainingJob::begin_checkpoint(EngineContext& context) {
  quiet_pause_end_.reset();  // it overtakes a quiet one
  quiet_write_end_.reset();
  capture(context.now());
  waits_for_write_ = !spec_->checkpoints_async || !drains_.empty();
  if (!waits_for_write_) {
    enter(JobState::kPaused, context.now() + size_->copy_pause, context);
  } else {
    enter(JobState::kPaused, context.scenario.horizon, context);
    start_storage_flows(true, context);
  }
}

void TrainingJob::end_checkpoint(EngineContext& context) {
  keep_checkpoint(context);
  if (is_yielding_) {
    make_way(context);
    return;
  }
  if (waits_for_write_ && !drains_.empty()) return leave(context);
  if (state_ == JobState::kPaused) {
    next_checkpoint_ = context.now() + interval_;
    enter(JobState::kRunning, context.scenario.horizon, context);
  }
  if (!drains_.empty()) next_checkpoint_ = context.now();
  plan_timer(context);
}

void TrainingJob::save_before(std::uint32_t incident, EngineContext& context) {
  drains_.push_back(incident);
  if (state_ == JobState::kRunning) {
    settle(context);
    next_checkpoint_ = context.now();
    plan_timer(context);
  } else if (state_ != JobState::kPaused) {
    leave(context);  // it has nothing to save
  }
}

void TrainingJob::leave(EngineContext& context) {
  for (const std::uint32_t incident : drains_) {
    context.queue.add({context.now(), EventKind::kDetection, incident, std::uint64_t{index_} + 1});
  }
  drains_.clear();
}

/// The newest whole near copy that survives the failure, and when it was taken.
std::optional<TrainingJob::NearCopy> TrainingJob::find_near_copy(FailureScope scope) const {
  std::optional<NearCopy> newest;
  for (const NearCopies& copies : size_->near) {
    if (!survives(copies.tier, scope)) continue;
    const Seconds ran = run_begin_ ? last_step_ - *run_begin_ : Seconds(0.0);
    const double taken = std::max(0.0, std::floor((ran - copies.times.complete) / copies.interval));
    if (taken < 1.0 && !has_near_origin_) continue;
    const Seconds at = run_begin_ ? *run_begin_ + copies.interval * taken : last_step_;
    if (!newest || at > newest->taken) newest = NearCopy{at, copies.times.restore};
  }
  return newest;
}

/// Back to the newest copy of its state that can be read; the work since is lost. Nothing for the scope: the job
/// leaves its blocks, and only the storage has a copy.
void TrainingJob::fall_back(std::optional<FailureScope> scope, EngineContext& context) {
  settle(context);
  Ledger& ledger = context.site.ledger();
  const auto near = scope ? find_near_copy(*scope) : std::nullopt;
  holds_state_ = keeps_state_ = false;
  has_near_origin_ = near.has_value();
  if (near) {
    steps_done_ = std::max(steps_saved_, steps_done_ - work_.lose_after(near->taken, ledger));
    near_restore_ = near->restore;
    last_step_ = near->taken;
    return;
  }
  work_.lose_all(ledger);
  steps_done_ = steps_saved_;
}

void TrainingJob::begin_restore(EngineContext& context) {
  if (has_near_origin_ && !keeps_state_) {
    enter(JobState::kRestoring, context.now() + near_restore_, context);
    return;
  }
  if (keeps_state_ || steps_saved_ <= 0.0) {
    keeps_state_ = false;
    begin_running(context);
    return;
  }
  enter(JobState::kRestoring, context.scenario.horizon, context);
  start_storage_flows(false, context);
}

}  // namespace gigapod
