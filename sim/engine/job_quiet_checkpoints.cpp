// Checkpoints that cost no event. An asynchronous checkpoint in the storage is periodic until something happens to
// the job: run for an interval, pause for the copy, go on while the write is under way. Where the write is so small
// that nobody's transfers feel it, these times are worked out when the job is settled, with the same states and
// bookings as if each were an event. A million chips with 10,000 jobs make nine million of them in 90 days.
//
// Left out for such jobs: what others' transfers, or faults of the network and of the storage, do to their writes,
// and these writes to others. See docs/design/0001-engine.md.

#include "sim/engine/training_job.hpp"

#include <algorithm>

namespace gigapod {
namespace {

/// Of the storage's time that a job's checkpoints may take to be quiet.
constexpr double kQuietShare = 1e-3;
/// Of its interval that a write may last.
constexpr double kLongestWrite = 0.1;

}  // namespace

/// How long a write lasts when nobody else transfers; nothing for a job whose writes are played.
std::optional<Seconds> TrainingJob::quiet_write(const EngineContext& context) const {
  if (!spec_->checkpoints_async || !exchange_.empty() || interval_ <= Seconds(0.0)) return std::nullopt;
  const BytesPerSecond storage = context.scenario.site.storage.write_bandwidth;
  Seconds write = size_->checkpoint_bytes / storage;
  if (write > kQuietShare * interval_) return std::nullopt;
  for (const StorageFlow& flow : storage_flows(BytesPerSecond(0.0), context))
    write = max(write, flow.size / flow.rate);
  if (write > kLongestWrite * interval_) return std::nullopt;
  return write;
}

bool TrainingJob::is_quiet() const {
  return quiet_write_.has_value() && !is_held() && state_ == JobState::kRunning && drains_.empty() && writes_.empty();
}

/// Plays captures, pauses and ends of writes up to now, each at its time.
void TrainingJob::advance_quietly(EngineContext& context) {
  while (true) {
    const Seconds turn = quiet_pause_end_.value_or(next_checkpoint_);
    const bool is_write_end = quiet_write_end_ && *quiet_write_end_ <= turn;
    const Seconds time = is_write_end ? *quiet_write_end_ : turn;
    if (time > context.now() || steps_done_ >= total_steps_) break;
    book_until(time, context);
    if (is_write_end) {
      end_quiet_write(context);
    } else if (quiet_pause_end_) {
      quiet_pause_end_.reset();
      quiet_write_end_ = time + *quiet_write_;
      next_checkpoint_ = time + interval_;
    } else {
      capture(time);
      quiet_pause_end_ = time + size_->copy_pause;
    }
  }
}

void TrainingJob::end_quiet_write(EngineContext& context) {
  const Seconds time = *quiet_write_end_;
  quiet_write_end_.reset();
  keep_checkpoint(context);
  for (const StorageFlow& flow : storage_flows(BytesPerSecond(0.0), context)) {
    context.count_transfer_at(context.site.route_to_storage(flow.first), time, flow.size);
  }
}

}  // namespace gigapod
