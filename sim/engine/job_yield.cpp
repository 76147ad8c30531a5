// How a job makes way for another, or moves: it writes a checkpoint while its steps stand still, gives its blocks up
// and waits again. What it loses is the time of that checkpoint and of its next start, no step.

#include "sim/base/dimension.hpp"
#include "sim/engine/training_job.hpp"

#include <fmt/format.h>

namespace gigapod {

void TrainingJob::yield(EngineContext& context) {
  settle(context);
  for (auto* flows : {&exchange_, &writes_, &reads_}) cancel_flows(*flows, context);
  yield_begin_ = context.now();
  const bool has_unsaved = has_stepped() && steps_done_ > steps_saved_;
  if (!has_unsaved) {
    make_way(context);
    return;
  }
  is_yielding_ = true;
  capture(context.now());
  waits_for_write_ = true;
  enter(JobState::kPaused, context.scenario.horizon, context);
  start_storage_flows(true, context);
}

Seconds TrainingJob::storage_time(BytesPerSecond storage, const EngineContext& context) const {
  BytesPerSecond rate;
  for (const PodBlocks& part : pods_) rate += uplink_share(part.pod, part.blocks, context);
  rate = min(rate, storage);
  return rate > BytesPerSecond(0.0) ? size_->checkpoint_bytes / rate : Seconds(0.0);
}

Seconds TrainingJob::yield_time(const EngineContext& context) const {
  return has_stepped() ? storage_time(context.scenario.site.storage.write_bandwidth, context) : Seconds(0.0);
}

Seconds TrainingJob::move_time(const EngineContext& context) const {
  return yield_time(context) + spec_->restart_time +
         storage_time(context.scenario.site.storage.read_bandwidth, context);
}

void TrainingJob::move_away(EngineContext& context) {
  is_moving_ = true;
  ++context.counts.migrations;
  yield(context);
}

/// What its chips lost since it started on its new blocks is booked as the cost of the move.
void TrainingJob::end_move(EngineContext& context) {
  if (!is_moving_ || !holds_blocks()) return;
  is_moving_ = false;
  context.counts.migration_cost += size_->held_chips * (context.now() - resized_);
}

void TrainingJob::make_way(EngineContext& context) {
  const Seconds took = context.now() - yield_begin_;
  context.writer.add(EventRecord{context.now(), "yield", name_, "", static_cast<double>(chips()),
                                 took > Seconds(0.0)
                                     ? fmt::format("gives its chips up after a checkpoint of {}", short_text(took))
                                     : std::string("gives its chips up; it had nothing to save")});
  if (is_moving_) {
    context.counts.migration_cost += size_->held_chips * took;
  } else {
    ++context.counts.preemptions;
  }
  requeue(context);
}

}  // namespace gigapod
