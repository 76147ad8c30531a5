#include "sim/engine/training_job.hpp"

#include "sim/base/check.hpp"
#include "sim/base/dimension.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {
namespace {

constexpr double kWholeSteps = 1e-9;  ///< relative; a job this near its end is at its end

}  // namespace

TrainingJob::TrainingJob(JobArrival arrival, std::uint32_t index)
    : arrival_(std::move(arrival)),
      spec_(arrival_.spec),
      name_(arrival_.name),
      index_(index),
      size_(arrival_.sizes.front()),
      total_steps_(arrival_.tokens / size_->tokens_per_step),
      work_(size_->held_chips, size_->step, size_->phase_power) {}

void TrainingJob::submit(EngineContext& context) {
  state_ = JobState::kWaiting;
  wait_since_ = context.now();
  context.jobs.waiting.insert(index_);
  ++context.counts.jobs_submitted;
  context.wants_schedule = true;
  context.writer.add(
      EventRecord{context.now(), "submit", name_, "", static_cast<double>(chips()),
                  fmt::format("asks for {} of {}", size_->choice.slices, to_text(size_->choice.slice))});
}

void TrainingJob::enter(JobState state, Seconds timer, EngineContext& context) {
  state_ = state;
  draw_power(context);
  state_end_ = timer;
  set_timer(timer, context);
}

void TrainingJob::draw_power(EngineContext& context) {
  const Watts power = draws_running_power() ? running_power() : size_->idle_power;
  if (drawn_power_ == Watts(0.0)) feeds_ = context.site.feeds_of(blocks_);
  if (power != drawn_power_) context.site.set_chip_power(feeds_, power, context.now());
  drawn_power_ = power;
}

/// An asynchronous copy is short; a job that waits for storage is idle.
bool TrainingJob::draws_running_power() const {
  return !is_held() && (state_ == JobState::kRunning || (state_ == JobState::kPaused && !waits_for_write_));
}

void TrainingJob::set_timer(Seconds time, EngineContext& context) {
  ++generation_;
  if (time < context.scenario.horizon) context.queue.add({time, EventKind::kJobTimer, index_, generation_});
}

void TrainingJob::start(const JobSize& size, const Placement& placement, EngineContext& context) {
  GIGAPOD_CHECK(state_ == JobState::kWaiting, "only a waiting job starts");
  set_wait_reason("", context);
  context.jobs.waiting.erase(index_);
  context.jobs.holding.insert(index_);
  planned_end_ = context.now() + waiting_view(context).planned_duration;
  change_size(size);
  context.tenants.change_held(arrival_.tenant, spec_->pod_type, size.held_chips, context.now());
  number_slices(placement.slices, context);
  slices_ = placement.slices;
  for (const auto& slice : slices_) blocks_.insert(blocks_.end(), slice.begin(), slice.end());
  std::sort(blocks_.begin(), blocks_.end());
  settled_ = resized_ = grown_ = context.now();
  drawn_power_ = Watts(0.0);
  power_ = {};
  if (!first_start_) first_start_ = context.now();
  note_stay("restart", context);
  enter(JobState::kStarting, context.now() + spec_->restart_time, context);
  write_job_metrics(context);
  context.writer.add(
      EventRecord{context.now(), "start", name_, pods_.size() == 1 ? context.site.pod(pods_[0].pod).name : "",
                  static_cast<double>(chips()), fmt::format("on {} chips in {} pods", chips(), pods_.size())});
}

void TrainingJob::begin_running(EngineContext& context) {
  end_move(context);
  note_stay("run", context);
  slowdown_ = slowdown_now(context);
  run_begin_ = context.now();
  interval_ = storage_interval(context);
  next_checkpoint_ = context.now() + interval_;
  enter(JobState::kRunning, context.scenario.horizon, context);
  start_exchange(context);
  quiet_write_ = quiet_write(context);
  plan_timer(context);
  if (wanted_slices() > 0) context.wants_schedule = true;
}

void TrainingJob::plan_timer(EngineContext& context) {
  if (is_held() && drains_.empty()) return set_timer(context.scenario.horizon, context);
  const Seconds left = max((total_steps_ - steps_done_) * pace(), Seconds(1e-3));
  Seconds due = context.now() + left;
  if (is_quiet()) return set_timer(due + left * (size_->copy_pause / interval_), context);
  // While a write is under way the job looks again after an interval at the latest: a timer for a far end would stay
  // in the queue long after it is void.
  due = min(due, writes_.empty() ? max(next_checkpoint_, context.now()) : context.now() + interval_);
  set_timer(due, context);
}

void TrainingJob::on_timer(EngineContext& context) {
  settle(context);
  if (state_ == JobState::kStarting) {
    begin_restore(context);
  } else if (state_ == JobState::kRestoring) {
    begin_running(context);  // a near copy is read
  } else if (state_ == JobState::kRunning) {
    if (steps_done_ >= total_steps_ * (1.0 - kWholeSteps)) {
      finish(context);
    } else if (writes_.empty() && context.now() >= next_checkpoint_) {
      begin_checkpoint(context);
    } else {
      plan_timer(context);
    }
  } else if (state_ == JobState::kPaused) {
    next_checkpoint_ = context.now() + interval_;
    enter(JobState::kRunning, context.scenario.horizon, context);
    start_storage_flows(true, context);
    plan_timer(context);
  }
}

void TrainingJob::on_flow_end(FlowId flow, EngineContext& context) {
  for (std::vector<JobFlow>* flows : {&writes_, &reads_}) {
    const auto found = std::find_if(flows->begin(), flows->end(), [&](const JobFlow& f) { return f.id == flow; });
    if (found == flows->end()) continue;
    settle(context);
    count_flow(*found, found->size, context);
    flows->erase(found);
    if (flows->empty() && flows == &writes_) end_checkpoint(context);
    if (flows->empty() && flows == &reads_) begin_running(context);
    return;
  }
}

void TrainingJob::finish(EngineContext& context) {
  if (corrupt_since_) {  // assumed: results are verified before a job ends
    find_corruption("verification", context);
    return restart_in_place(FailureScope::kJob, context);
  }
  work_.keep_all(context.site.ledger());
  steps_done_ = total_steps_;
  for (auto* flows : {&exchange_, &writes_, &reads_}) cancel_flows(*flows, context);
  release(context);
  state_ = JobState::kFinished;
  ++generation_;
  end_ = context.now();
  ++context.counts.jobs_finished;
  context.wants_schedule = true;
  context.writer.add(
      EventRecord{context.now(), "finish", name_, "", arrival_.tokens,
                  fmt::format("trained {:.4g} tokens with {} interruptions", arrival_.tokens, interruptions_)});
}

void TrainingJob::settle(EngineContext& context) {
  const Joules before = work_.joules();
  if (is_quiet()) advance_quietly(context);
  book_until(context.now(), context);
  bill_.add(work_.joules() - before, context.now(), context.energy_rate);
}

void TrainingJob::book_until(Seconds now, EngineContext& context) {
  const Seconds begin = settled_;
  if (blocks_.empty() || now <= begin) return;
  settled_ = now;
  const bool stands_still = state_ == JobState::kRunning && is_held();
  for (const PodBlocks& part : pods_) {
    if (stands_still) break;
    const double chips = part.blocks * chips_per_block(*context.site.pod(part.pod).spec);
    context.pod_busy.add_span(part.pod.value, begin, now, chips);
  }
  Ledger& ledger = context.site.ledger();
  switch (state_) {
    case JobState::kStalled:
    case JobState::kStarting:
    case JobState::kRestoring: work_.book(Bucket::kRestartLost, begin, now, size_->idle_power, ledger); break;
    case JobState::kPaused: {
      (void)exchanged_steps(context);  // what flows in the pause belongs to no step
      const Watts power = draws_running_power() ? running_power() : size_->idle_power;
      work_.book(Bucket::kCheckpoint, begin, now, power, ledger);
      break;
    }
    case JobState::kRunning: {
      if (is_held()) {
        work_.book(Bucket::kPowerCapped, begin, now, size_->idle_power, ledger);
        hold_back((now - begin) / full_pace());
        break;
      }
      if (quiet_pause_end_) {
        work_.book(Bucket::kCheckpoint, begin, now, running_power(), ledger);
        break;
      }
      const double possible = std::min((now - begin) / pace(), total_steps_ - steps_done_);
      const double steps = std::min(possible, exchanged_steps(context));
      steps_done_ += steps;
      if (power_.level > 0) hold_back(steps * (clocked().step / size_->clocks.front().step - 1.0));
      work_.add_steps(begin, now, steps, size_->copy_share, running_power(), ledger);
      break;
    }
    case JobState::kFuture:
    case JobState::kWaiting:
    case JobState::kFinished: break;
  }
}

}  // namespace gigapod
