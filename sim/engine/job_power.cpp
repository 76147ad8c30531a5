// What power control does to a training job: another clock, or none. A slower clock makes its steps longer; a job
// that is held keeps its blocks and its state and draws idle power. Neither loses a step.

#include "sim/base/dimension.hpp"
#include "sim/engine/training_job.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gigapod {

Watts TrainingJob::promised_power(const JobSize& size) const {
  if (is_held()) return size.idle_power;
  Watts most = clocked(size).power;
  if (!spec_->is_elastic()) return most;
  for (const JobSize* other : arrival_.sizes) most = max(most, clocked(*other).power);
  return most;
}

double TrainingJob::held_now(const EngineContext& context) const {
  if (blocks_.empty()) return 0.0;
  const PodSpec& pod = context.scenario.pods.at(spec_->pod_type);
  return static_cast<double>(blocks_.size()) * chips_per_block(pod);
}

std::vector<ClockLevel> TrainingJob::power_levels(const EngineContext& context) const {
  const double chips = held_now(context);
  const bool by_draw = context.scenario.power_control.admission == Admission::kDrawn;
  const bool steps = state_ == JobState::kRunning || (state_ == JobState::kPaused && !waits_for_write_);
  std::vector<ClockLevel> levels;
  for (std::size_t i = 0; i < size_->clocks.size(); ++i) {
    const ClockedStep& clocked = size_->clocks[i];
    Watts draw = clocked.power;
    if (by_draw && !steps) draw = size_->idle_power;
    if (!by_draw && spec_->is_elastic()) {
      for (const JobSize* other : arrival_.sizes) {
        draw = max(draw, other->clocks[std::min(i, other->clocks.size() - 1)].power);
      }
    }
    const double speed = size_->clocks.front().step / clocked.step;
    if (speed < spec_->least_speed) break;
    levels.push_back({clocked.clock, speed, draw * chips});
  }
  return levels;
}

Watts TrainingJob::planned_power(const EngineContext& context) const {
  const bool by_draw = context.scenario.power_control.admission == Admission::kDrawn;
  return (by_draw ? drawn_power_ : promised_power(*size_)) * held_now(context);
}

CappedLoad TrainingJob::capped_view(const EngineContext& context) const {
  CappedLoad view;
  view.name = name_;
  view.priority = arrival_.priority;
  view.chips = held_now(context);
  view.idle = size_->idle_power * view.chips;
  const bool is_flexible = spec_->least_speed <= 0.0;
  view.can_pause = view.can_yield = is_flexible && !is_yielding_ && state_ != JobState::kStalled;
  return view;
}

bool TrainingJob::lowers_power(const PowerDecision& decision) const {
  if (decision.action != PowerAction::kRun) return true;
  return !is_held() && decision.level >= power_.level;
}

void TrainingJob::set_power(const PowerDecision& decision, EngineContext& context) {
  if (decision.action == PowerAction::kYield) return yield(context);
  if (decision == power_) return;
  settle(context);
  const Watts before = promised_power(*size_);
  const bool was_held = is_held();
  power_ = decision;
  const Watts after = promised_power(*size_);
  // A stalled job may have given blocks up since its feeds were found.
  const BlockFeeds feeds = state_ == JobState::kStalled ? context.site.feeds_of(blocks_) : feeds_;
  if (after > before) context.site.promise(feeds, after);
  work_.set_capped(clocked().step - size_->clocks.front().step);
  draw_power(context);
  if (after < before) context.site.promise(feeds, after);
  if (is_held() != was_held) write_hold(context);
  if (state_ != JobState::kRunning) return;
  cancel_flows(exchange_, context);
  start_exchange(context);
  if (is_held()) {
    quiet_pause_end_.reset();  // a copy under way is taken again when it goes on
    quiet_write_end_.reset();
  }
  next_checkpoint_ = max(next_checkpoint_, context.now());
  plan_timer(context);
  write_job_metrics(context);
}

void TrainingJob::write_hold(EngineContext& context) {
  note_stay(is_held() ? "held" : "run", context);
  context.writer.add(
      EventRecord{context.now(), is_held() ? "hold" : "resume", name_, "", static_cast<double>(chips()),
                  is_held() ? "stands still on its chips until there is power" : "there is power: it goes on"});
}

}  // namespace gigapod
