#pragma once

#include "sim/base/ids.hpp"
#include "sim/cluster/ledger.hpp"
#include "sim/engine/block_range.hpp"
#include "sim/engine/engine_context.hpp"
#include "sim/engine/job_arrivals.hpp"
#include "sim/engine/job_work.hpp"
#include "sim/model/step/training_step.hpp"
#include "sim/policy/placement.hpp"
#include "sim/policy/power_cap.hpp"
#include "sim/policy/scheduler.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace gigapod {

/// A transfer of a job with the links it crosses and what has been counted of it.
struct JobFlow {
  FlowId id = 0;
  Bytes size;
  Bytes sent;                                         ///< counted so far
  const std::vector<DcnFabric::Hop>* hops = nullptr;  ///< kept by the site
};

enum class JobState {
  kFuture,     ///< not submitted
  kWaiting,    ///< in the queue
  kStarting,   ///< holds its blocks, schedules and compiles
  kRestoring,  ///< reads its checkpoint
  kRunning,    ///< steps
  kPaused,     ///< copies a checkpoint off the chips, or writes it while the step waits
  kStalled,    ///< holds its blocks after a failure that nobody has found yet
  kFinished,
};

/// One training job from submission to its last step. Between two changes its step time is constant: what it did is
/// worked out when something changes (`settle`), never step by step. See docs/design/0001-engine.md.
class TrainingJob {
 public:
  TrainingJob(JobArrival arrival, std::uint32_t index);

  void submit(EngineContext& context);
  /// Starts at one of its sizes on these blocks, given to it already.
  void start(const JobSize& size, const Placement& placement, EngineContext& context);
  /// The job's own event is due.
  void on_timer(EngineContext& context);
  /// One of its storage flows ended.
  void on_flow_end(FlowId flow, EngineContext& context);
  // job_power.cpp
  /// Runs at another clock, stands still on its blocks or goes back to the queue.
  void set_power(const PowerDecision& decision, EngineContext& context);
  [[nodiscard]] bool lowers_power(const PowerDecision& decision) const;
  /// IT power at each clock, as envelopes are judged: promised or drawn.
  [[nodiscard]] std::vector<ClockLevel> power_levels(const EngineContext& context) const;
  /// IT power that it counts with now.
  [[nodiscard]] Watts planned_power(const EngineContext& context) const;
  [[nodiscard]] CappedLoad capped_view(const EngineContext& context) const;
  /// Saves what it did, gives its blocks up and waits again; at once where there is nothing to save.
  void yield(EngineContext& context);
  /// The same for a job that will go on elsewhere.
  void move_away(EngineContext& context);
  // Elastic jobs, running ones only; no step is lost.
  /// Takes further slices, given to it already.
  void grow(const Placement& added, EngineContext& context);
  /// Gives slices back, the youngest first.
  void shrink(int slices, EngineContext& context);
  [[nodiscard]] int spare_slices() const;   ///< that it can give back now
  [[nodiscard]] int wanted_slices() const;  ///< that it can take now
  // job_recovery.cpp
  /// A failure stops it (or planned work does) until somebody acts. Nothing for a job that is stalled already.
  void stall(const std::string& cause, bool is_planned, EngineContext& context);
  /// Software failed: the stalled job starts again on its blocks.
  void restart_in_place(FailureScope scope, EngineContext& context);
  /// The stalled job gives back its blocks in the range; returns them.
  std::vector<BlockId> give_up(BlockRange range, EngineContext& context);
  /// It goes on without the slices of the blocks it gave up, or on spares of the same pods, or goes back to the
  /// queue; returns what it did.
  std::string replace(const std::vector<BlockId>& lost, FailureScope scope, EngineContext& context);
  /// From now on its results are wrong.
  void corrupt(EngineContext& context);
  /// That is found: back to the last checkpoint from before.
  void find_corruption(const std::string& cause, EngineContext& context);
  /// Blocks it holds will be taken by the incident: it writes a checkpoint and waits for that.
  void save_before(std::uint32_t incident, EngineContext& context);
  /// Takes up what faulty switches of its pods, cables routed around and slow hosts cost.
  void update_slowdown(EngineContext& context);
  /// Books everything up to now.
  void settle(EngineContext& context);
  /// Ends the account at the horizon and writes the job's record.
  void close(EngineContext& context);

  [[nodiscard]] WaitingJob waiting_view(const EngineContext& context) const;
  [[nodiscard]] RunningJob running_view(const EngineContext& context) const;
  /// Sizes it can start at, largest first.
  [[nodiscard]] const std::vector<const JobSize*>& sizes() const { return arrival_.sizes; }
  /// Its size of so many slices; null without.
  [[nodiscard]] const JobSize* find_size(int slices) const;
  [[nodiscard]] const std::vector<std::vector<BlockId>>& slices() const { return slices_; }
  [[nodiscard]] std::uint32_t tenant() const { return arrival_.tenant; }
  [[nodiscard]] int priority() const { return arrival_.priority; }
  [[nodiscard]] Seconds submit_time() const { return arrival_.submit; }
  [[nodiscard]] Seconds resized() const { return resized_; }
  [[nodiscard]] Seconds grown() const { return grown_; }
  /// About how long it writes before it gives its blocks up.
  [[nodiscard]] Seconds yield_time(const EngineContext& context) const;
  /// About how long a move takes: it writes, starts and reads.
  [[nodiscard]] Seconds move_time(const EngineContext& context) const;
  /// True while it steps and prepares for nothing else.
  [[nodiscard]] bool can_move() const { return state_ == JobState::kRunning && !is_yielding_ && drains_.empty(); }
  [[nodiscard]] bool is_yielding() const { return is_yielding_; }
  [[nodiscard]] bool holds_blocks() const { return !blocks_.empty(); }
  [[nodiscard]] const std::vector<BlockId>& blocks() const { return blocks_; }
  [[nodiscard]] const JobSpec& spec() const { return *spec_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const JobSize& size() const { return *size_; }
  [[nodiscard]] std::uint32_t index() const { return index_; }
  [[nodiscard]] JobState state() const { return state_; }
  [[nodiscard]] std::int64_t chips() const { return size_->chips; }
  /// Per chip while it steps, at its clock, host share included.
  [[nodiscard]] Watts running_power() const { return clocked().power; }
  /// The most it will draw per chip if it starts at this size: of an elastic job, at any of its sizes.
  [[nodiscard]] Watts promised_power(const JobSize& size) const;
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  [[nodiscard]] double kept_steps() const { return steps_done_; }
  /// Time of them. Steps of several sizes have no one length: of an elastic job the wall time of those that count.
  [[nodiscard]] Seconds kept_time() const {
    return spec_->is_elastic() ? work_.kept_step_time() : kept_steps() * step().total;
  }
  [[nodiscard]] double kept_tokens() const { return steps_done_ * size_->tokens_per_step; }
  [[nodiscard]] const StepTime& step() const { return size_->step; }
  /// Tokens that it would have trained in the time that power control took from it.
  [[nodiscard]] double tokens_held_back() const { return tokens_held_back_; }
  /// From its first start to its end, or the horizon; 0 for a job that never started.
  [[nodiscard]] Seconds first_start() const { return first_start_.value_or(Seconds(0.0)); }
  [[nodiscard]] Seconds life(Seconds horizon) const {
    return first_start_ ? end_.value_or(horizon) - *first_start_ : Seconds(0.0);
  }
  [[nodiscard]] Seconds held_chip_seconds() const { return work_.chip_seconds(); }

  /// Kind of the last reason to wait written to the event log; empty: none yet.
  [[nodiscard]] const std::string& wait_reason() const { return wait_reason_; }
  void set_wait_reason(const std::string& kind, EngineContext& context);

 private:
  void enter(JobState state, Seconds timer, EngineContext& context);
  void book_wait(EngineContext& context);
  void draw_power(EngineContext& context);
  void hold_back(double steps) { tokens_held_back_ += steps * size_->tokens_per_step; }
  [[nodiscard]] Seconds full_pace() const {
    return size_->clocks.front().step * (1.0 + slowdown_) / (1.0 - size_->copy_share);
  }
  void write_hold(EngineContext& context);
  [[nodiscard]] double held_now(const EngineContext& context) const;  ///< chips of its blocks
  void set_timer(Seconds time, EngineContext& context);
  void begin_restore(EngineContext& context);
  void begin_running(EngineContext& context);
  // job_checkpoints.cpp
  struct NearCopy {
    Seconds taken;
    Seconds restore;
  };
  [[nodiscard]] Seconds storage_interval(const EngineContext& context) const;
  [[nodiscard]] std::optional<NearCopy> find_near_copy(FailureScope scope) const;
  void fall_back(std::optional<FailureScope> scope, EngineContext& context);
  void capture(Seconds now);
  /// The captured checkpoint is whole.
  void keep_checkpoint(EngineContext& context);
  void begin_checkpoint(EngineContext& context);
  void end_checkpoint(EngineContext& context);
  /// Tells the incidents that waited for its checkpoint.
  void leave(EngineContext& context);
  void finish(EngineContext& context);
  void release(EngineContext& context);
  /// Gives its blocks up and waits again.
  void requeue(EngineContext& context);
  void make_way(EngineContext& context);
  void end_move(EngineContext& context);
  [[nodiscard]] Seconds storage_time(BytesPerSecond storage, const EngineContext& context) const;
  /// Goes on without the slices that held these blocks, given back already; false when it can't.
  bool drop_slices(const std::vector<BlockId>& lost, EngineContext& context);
  [[nodiscard]] bool can_resize() const;
  void change_size(const JobSize& size);
  void go_on_with(const JobSize& size, const char* what, EngineContext& context);
  [[nodiscard]] bool has_stepped() const { return state_ == JobState::kRunning || state_ == JobState::kPaused; }
  [[nodiscard]] std::optional<BlockId> take_spare(PodId pod, EngineContext& context) const;
  [[nodiscard]] bool draws_running_power() const;
  void plan_timer(EngineContext& context);
  [[nodiscard]] double slowdown_now(const EngineContext& context) const;

  // job_quiet_checkpoints.cpp
  [[nodiscard]] std::optional<Seconds> quiet_write(const EngineContext& context) const;
  [[nodiscard]] bool is_quiet() const;
  void advance_quietly(EngineContext& context);
  void end_quiet_write(EngineContext& context);
  /// Books what the job did since it was last settled, in one state all along.
  void book_until(Seconds now, EngineContext& context);

  // job_flows.cpp
  /// What the pods of one DCN block write to the storage or read from it.
  struct StorageFlow {
    PodId first;
    FlowEnd end;
    Bytes size;
    BytesPerSecond rate;
  };
  [[nodiscard]] std::vector<StorageFlow> storage_flows(BytesPerSecond gradients, const EngineContext& context) const;
  [[nodiscard]] static BytesPerSecond uplink_share(PodId pod, int blocks, const EngineContext& context);
  void start_exchange(EngineContext& context);
  void start_storage_flows(bool is_write, EngineContext& context);
  void cancel_flows(std::vector<JobFlow>& flows, EngineContext& context);
  void count_flow(JobFlow& flow, Bytes sent, EngineContext& context);
  double exchanged_steps(EngineContext& context);
  void note_stay(const std::string& phase, EngineContext& context);
  void number_slices(const std::vector<std::vector<BlockId>>& added, EngineContext& context) const;
  void write_job_metrics(EngineContext& context);

  /// Time of one step with its part of the near copies.
  [[nodiscard]] Seconds pace() const { return step_seconds() / (1.0 - size_->copy_share); }
  [[nodiscard]] Seconds step_seconds() const { return clocked().step * (1.0 + slowdown_); }
  [[nodiscard]] const ClockedStep& clocked() const { return clocked(*size_); }
  [[nodiscard]] const ClockedStep& clocked(const JobSize& size) const {
    return size.clocks[std::min(power_.level, size.clocks.size() - 1)];
  }
  [[nodiscard]] bool is_held() const { return power_.action == PowerAction::kPause; }

  JobArrival arrival_;
  const JobSpec* spec_;
  std::string name_;
  std::uint32_t index_;
  const JobSize* size_;  ///< now, or the last one
  Watts drawn_power_;    ///< what the blocks draw per chip now; 0: not set since they changed
  double total_steps_ = 0.0;

  JobState state_ = JobState::kFuture;
  std::uint64_t generation_ = 0;  ///< of the timer that counts
  std::vector<std::vector<BlockId>> slices_;
  std::vector<BlockId> blocks_;  ///< of all slices, ascending
  BlockFeeds feeds_;             ///< of the blocks, since the power was set
  std::vector<PodBlocks> pods_;  ///< blocks by pod, in the order of ids
  Seconds settled_;
  Seconds state_end_;    ///< when the timer of its state is due
  Seconds planned_end_;  ///< of a job with a requested time, since it started
  Seconds next_checkpoint_;
  Seconds interval_;                  ///< between checkpoints in the storage
  std::optional<Seconds> run_begin_;  ///< near copies are counted from here; nothing: no step since it fell back
  Seconds last_step_;                 ///< of the run before it stalled
  bool has_near_origin_ = false;      ///< its state when it began to run is in a near copy
  Seconds near_restore_;
  double slowdown_ = 0.0;
  PowerDecision power_;  ///< what power control lets it do
  double steps_done_ = 0.0;
  double tokens_held_back_ = 0.0;
  double steps_saved_ = 0.0;                ///< in the last whole checkpoint
  double steps_captured_ = 0.0;             ///< in the checkpoint being written
  double steps_clean_ = 0.0;                ///< in the last whole checkpoint without corruption
  Seconds captured_;                        ///< time of the checkpoint being written
  std::optional<Seconds> quiet_write_;      ///< how long writes last that are not played
  std::optional<Seconds> quiet_pause_end_;  ///< of the copy to the hosts under way
  std::optional<Seconds> quiet_write_end_;  ///< of the write under way
  bool waits_for_write_ = false;            ///< the step waits for the checkpoint being written
  std::optional<Seconds> corrupt_since_;
  std::vector<std::uint32_t> drains_;  ///< incidents that wait for a checkpoint
  JobWork work_;
  EnergyBill bill_;
  std::vector<JobFlow> exchange_;
  std::vector<JobFlow> writes_;
  std::vector<JobFlow> reads_;

  std::optional<Seconds> first_start_;
  std::optional<Seconds> end_;
  std::int64_t interruptions_ = 0;
  bool is_yielding_ = false;  ///< writes its last checkpoint before it gives its blocks up
  bool is_moving_ = false;    ///< until it runs on its new blocks
  bool holds_state_ = false;  ///< stalled, with the state of its steps on the chips that are left
  bool keeps_state_ = false;  ///< starts again from the state on its chips, without a restore
  Seconds yield_begin_;
  Seconds resized_;  ///< when it started, grew or shrank last
  Seconds grown_;    ///< when it started or grew last
  std::string wait_reason_;
  Seconds wait_since_;  ///< a job that waits: when that reason began
  std::string stay_phase_;
  Seconds stay_begin_;
};

}  // namespace gigapod
