// What others see of a training job: the scheduler's views, metrics, stays and the record at the end.

#include "sim/engine/training_job.hpp"

#include <algorithm>
#include <map>

namespace gigapod {

PlacementRequest TrainingJob::request() const { return {spec_->slice, spec_->plan.parallelism.slices()}; }

WaitingJob TrainingJob::waiting_view() const {
  return {JobId{index_},
          spec_->priority,
          submit_,
          (total_steps_ - steps_done_) * step_.total,
          spec_->pod_type,
          blocks_per_slice_,
          spec_->plan.parallelism.slices()};
}

RunningJob TrainingJob::running_view(Seconds now) const {
  RunningJob view{JobId{index_},
                  spec_->priority,
                  now + (total_steps_ - steps_done_) * step_.total,
                  spec_->pod_type,
                  static_cast<int>(blocks_.size()),
                  {}};
  for (const auto& [pod, blocks] : pods_) view.blocks_by_pod.push_back({pod, blocks});
  return view;
}

void TrainingJob::note_stay(const std::string& phase, EngineContext& context) {
  if (!stay_phase_.empty() && context.now() > stay_begin_) {
    for (const auto& [pod, blocks] : pods_) {
      context.writer.add(
          OccupancyRecord{name_, context.site.pod(pod).name, stay_begin_, context.now(), blocks, stay_phase_});
    }
  }
  std::map<PodId, int> by_pod;
  for (const BlockId block : blocks_) ++by_pod[context.site.pod_of(block).id];
  pods_.assign(by_pod.begin(), by_pod.end());
  stay_phase_ = phase;
  stay_begin_ = context.now();
}

void TrainingJob::write_job_metrics(EngineContext& context) {
  context.writer.add_metric("job_step_seconds", name_, context.now(), step_seconds().value());
  context.writer.add_metric("job_chips", name_, context.now(), static_cast<double>(chips_));
}

void TrainingJob::close(EngineContext& context) {
  settle(context);
  work_.keep_all(context.site.ledger());
  if (holds_blocks()) note_stay("", context);
  const bool is_finished = state_ == JobState::kFinished;
  WorkloadRecord record;
  record.name = name_;
  record.kind = "training";
  record.tenant = spec_->tenant;
  record.model = spec_->plan.model.name;
  record.pod_type = spec_->pod_type;
  record.slice = to_text(spec_->slice);
  record.slices = spec_->plan.parallelism.slices();
  record.chips = chips_;
  record.state = is_finished ? "finished" : holds_blocks() ? "running" : "waiting";
  record.submit = submit_;
  record.start = first_start_;
  record.end = end_;
  record.steps = steps_done_;
  record.tokens = steps_done_ * static_cast<double>(spec_->plan.global_batch) * spec_->plan.sequence_length;
  record.step_time = step_.total;
  record.mfu = step_.mfu;
  record.hfu = step_.hfu;
  if (first_start_) {
    const Seconds life = end_.value_or(context.scenario.horizon) - *first_start_;
    record.goodput = life > Seconds(0.0) ? steps_done_ * step_.total / life : 0.0;
  }
  record.interruptions = interruptions_;
  record.chip_seconds = work_.chip_seconds().value();
  record.energy = work_.joules();
  if (spec_->published) {
    record.published_step_time = spec_->published->step_time;
    record.published_mfu = spec_->published->mfu;
    record.published_source = spec_->published->source;
  }
  record.step_seconds_by_cause = {{"compute", step_.compute.value()},  {"hbm", step_.hbm.value()},
                                  {"ici", step_.ici.value()},          {"dcn", step_.dcn.value()},
                                  {"bubble", step_.bubble.value()},    {"straggler", step_.straggler.value()},
                                  {"overhead", step_.overhead.value()}};
  context.writer.add(record);
}

}  // namespace gigapod
