// How a job makes way for another: it writes a checkpoint while its steps stand still, gives its blocks up and waits
// again. What it loses is the time of that checkpoint and of its next start, no step.

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

Seconds TrainingJob::yield_time(const EngineContext& context) const {
  if (!has_stepped()) return Seconds(0.0);
  BytesPerSecond rate;
  for (const PodBlocks& part : pods_) rate += uplink_share(part.pod, part.blocks, context);
  rate = min(rate, context.scenario.site.storage.write_bandwidth);
  return rate > BytesPerSecond(0.0) ? size_->checkpoint_bytes / rate : Seconds(0.0);
}

void TrainingJob::make_way(EngineContext& context) {
  const Seconds took = context.now() - yield_begin_;
  context.writer.add(EventRecord{context.now(), "yield", name_, "", static_cast<double>(chips()),
                                 took > Seconds(0.0)
                                     ? fmt::format("gives its chips up after a checkpoint of {}", short_text(took))
                                     : std::string("gives its chips up; it had nothing to save")});
  ++preemptions_;
  ++context.counts.preemptions;
  requeue(context);
}

}  // namespace gigapod
