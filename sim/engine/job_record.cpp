// What others see of a training job: the scheduler's views, metrics, stays and the record at the end.

#include "sim/engine/training_job.hpp"

#include <algorithm>

namespace gigapod {

namespace {

/// What the blocks draw beyond their idle draw when the job runs, at the meter.
Watts added_power(const JobSize& size, const EngineContext& context) {
  return (size.running_power - size.idle_power) * size.held_chips * meter_factor(context.scenario.site.power);
}

}  // namespace

/// At its smallest size, which decides whether it can start.
WaitingJob TrainingJob::waiting_view(const EngineContext& context) const {
  const JobSize& least = *arrival_.sizes.back();
  WaitingJob view{JobId{index_},   arrival_.priority,      arrival_.submit,    spec_->restart_time,
                  spec_->pod_type, least.blocks_per_slice, least.choice.slices};
  const double left = 1.0 - steps_done_ / total_steps_;
  const Seconds steps = arrival_.tokens / least.tokens_per_step * least.step.total;
  view.planned_duration += left * (arrival_.requested > Seconds(0.0) ? arrival_.requested : steps);
  view.tenant = context.tenants.name(arrival_.tenant);
  view.chips = least.held_chips;
  view.deadline = arrival_.deadline;
  view.power = added_power(least, context);
  return view;
}

RunningJob TrainingJob::running_view(const EngineContext& context) const {
  const Seconds left = (total_steps_ - steps_done_) * step().total;
  const Seconds since = state_ == JobState::kStarting  ? state_end_
                        : state_ == JobState::kRunning ? settled_
                                                       : context.now();
  const Seconds end = arrival_.requested > Seconds(0.0) ? planned_end_ : since + left;
  RunningJob view{JobId{index_}, arrival_.priority, end, spec_->pod_type, static_cast<int>(blocks_.size()), pods_};
  view.tenant = context.tenants.name(arrival_.tenant);
  view.power = added_power(*size_, context);
  view.can_yield = !is_yielding_ && state_ != JobState::kStalled;
  view.is_yielding = is_yielding_;
  view.yield_cost = size_->held_chips * (yield_time(context) + spec_->restart_time).value();
  return view;
}

void TrainingJob::set_wait_reason(const std::string& kind, EngineContext& context) {
  book_wait(context);
  wait_reason_ = kind;
}

/// At its smallest size, as in the queue metrics.
void TrainingJob::book_wait(EngineContext& context) {
  if (state_ != JobState::kWaiting || context.now() <= wait_since_) return;
  const Seconds waited = context.now() - wait_since_;
  wait_since_ = context.now();
  context.counts.wait += waited;
  context.counts.wait_by_kind[wait_reason_] += waited * static_cast<double>(sizes().back()->chips);
}

void TrainingJob::note_stay(const std::string& phase, EngineContext& context) {
  if (!stay_phase_.empty() && context.now() > stay_begin_) {
    for (const PodBlocks& part : pods_) {
      context.writer.add(OccupancyRecord{name_, context.site.pod(part.pod).name, stay_begin_, context.now(),
                                         part.blocks, stay_phase_});
    }
  }
  pods_.clear();
  for (auto first = blocks_.begin(); first != blocks_.end();) {  // they are sorted, and so pod by pod
    const PodInstance& pod = context.site.pod_of(*first);
    const BlockId end{pod.first_block.value + static_cast<std::uint32_t>(pod.blocks)};
    const auto next = std::lower_bound(first, blocks_.end(), end);
    pods_.push_back({pod.id, static_cast<int>(next - first)});
    first = next;
  }
  stay_phase_ = phase;
  stay_begin_ = context.now();
}

/// Numbers of slices that come, above those of the slices it has.
void TrainingJob::number_slices(const std::vector<std::vector<BlockId>>& added, EngineContext& context) const {
  BlockStays& stays = context.site.stays();
  std::uint32_t number = 0;
  for (const auto& slice : slices_) number = std::max(number, stays.slice(slice.front()));
  for (const auto& slice : added) stays.set_slice(slice, ++number);
}

void TrainingJob::write_job_metrics(EngineContext& context) {
  context.writer.add_metric("job_step_seconds", name_, context.now(), step_seconds().value());
  context.writer.add_metric("job_chips", name_, context.now(), static_cast<double>(chips()));
}

void TrainingJob::close(EngineContext& context) {
  settle(context);
  book_wait(context);
  if (!is_yielding_) end_move(context);
  if (corrupt_since_) steps_saved_ = steps_clean_;  // nobody knows yet
  if (corrupt_since_ || state_ == JobState::kStalled) fall_back(std::nullopt, context);
  work_.keep_all(context.site.ledger());
  if (holds_blocks()) note_stay("", context);
  const bool is_finished = state_ == JobState::kFinished;
  WorkloadRecord record;
  record.name = name_;
  record.kind = kJobKindNames[static_cast<std::size_t>(spec_->kind)];
  record.tenant = context.tenants.name(arrival_.tenant);
  record.model = spec_->plan.model.name;
  record.pod_type = spec_->pod_type;
  record.slice = to_text(size_->choice.slice);
  record.slices = size_->choice.slices;
  record.chips = chips();
  record.state = is_finished ? "finished" : holds_blocks() ? "running" : "waiting";
  record.submit = arrival_.submit;
  record.start = first_start_;
  record.end = end_;
  record.steps = steps_done_;
  record.tokens = kept_tokens();
  record.step_time = step().total;
  record.mfu = step().mfu;
  record.hfu = step().hfu;
  if (first_start_) {
    const Seconds life = end_.value_or(context.scenario.horizon) - *first_start_;
    record.goodput = life > Seconds(0.0) ? kept_time() / life : 0.0;
  }
  record.interruptions = interruptions_;
  record.chip_seconds = work_.chip_seconds().value();
  record.energy = work_.joules();
  record.energy_cost = bill_.dollars();
  record.carbon_kg = bill_.carbon_kg();
  record.tokens_held_back = tokens_held_back_;
  if (spec_->published) {
    record.published_step_time = spec_->published->step_time;
    record.published_mfu = spec_->published->mfu;
    record.published_source = spec_->published->source;
  }
  record.step_seconds_by_cause = {{"compute", step().compute.value()},  {"hbm", step().hbm.value()},
                                  {"ici", step().ici.value()},          {"dcn", step().dcn.value()},
                                  {"bubble", step().bubble.value()},    {"straggler", step().straggler.value()},
                                  {"overhead", step().overhead.value()}};
  context.writer.add(record);
}

}  // namespace gigapod
