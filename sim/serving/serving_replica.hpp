#pragma once

#include "sim/model/serving/step_clock.hpp"
#include "sim/policy/request_router.hpp"
#include "sim/serving/decode_batch.hpp"
#include "sim/serving/live_request.hpp"
#include "sim/serving/prefix_cache.hpp"
#include "sim/serving/replica_usage.hpp"
#include "sim/serving/request_queue.hpp"
#include "sim/serving/serve_counted.hpp"
#include "sim/serving/serving_log.hpp"
#include "sim/serving/serving_setup.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace gigapod {

/// What all replicas of a run share.
struct ReplicaContext {
  const ReplicaSetup& setup;
  const RequestTrace& trace;
  const StepClock& clock;
  const RequestScheduler& scheduler;
  KvLayout layout;
  LiveRequests& requests;
  ServingLog& log;
  std::vector<std::uint32_t>& finished;  ///< slots of requests that ended in the last call, not yet free
  CountedTime counted;
  std::vector<std::uint32_t>* prefilled = nullptr;  ///< not null: prompts end here, their caches wait to be sent
};

/// One replica: continuous batching with chunked prefill over a paged cache. Times are seconds.
class ServingReplica {
 public:
  static constexpr double kNever = std::numeric_limits<double>::infinity();

  explicit ServingReplica(const ReplicaContext& context);

  /// Takes a request whose cache fits an empty replica.
  void offer(std::uint32_t slot, double now);
  /// Gives up the requests that wait, by arrival.
  [[nodiscard]] std::vector<std::uint32_t> take_waiting();
  /// Loses all its cache and the step under way; gives up its requests, by arrival. They keep what they have
  /// produced, which the replica that takes them computes again with the prompt.
  [[nodiscard]] std::vector<std::uint32_t> fail(double now);
  /// The cache of a prompt that ended here has been sent.
  void release(std::uint32_t slot, double now);
  /// When `handle` is due; kNever while there is nothing to do.
  [[nodiscard]] double next_event() const { return end_; }
  /// Ends the steps under way and starts the next; `now` is next_event().
  void handle(double now);

  [[nodiscard]] int running() const { return batch_.rows() + static_cast<int>(prefilling_.size()); }
  [[nodiscard]] int waiting() const { return queue_.size(); }
  [[nodiscard]] ReplicaLoad load() const { return {true, queue_.size(), running(), prompt_backlog_}; }
  /// Prompt tokens of the request that are in the prefix cache.
  [[nodiscard]] int cached_tokens(const Request& request) const;
  [[nodiscard]] const ReplicaUsage& usage() const { return usage_; }

 private:
  enum class Span {
    kIdle,
    kMixed,  ///< one step with prompt tokens
    kDecode  ///< steps_ steps without
  };
  /// Pages that nothing running holds: unused, or of prefixes that only may be used again.
  [[nodiscard]] std::int64_t free_pages() const {
    return context_.layout.capacity - used_pages_ - prefixes_.pages() + prefixes_.evictable_pages();
  }
  [[nodiscard]] PrefixCache::Hashes prefix_of(const Request& request) const;
  [[nodiscard]] PrefixCache::Hashes held_by(const LiveRequest& request) const;
  [[nodiscard]] std::int64_t own_pages(const LiveRequest& request, std::int64_t tokens) const;
  void take_pages(std::int64_t pages);
  void give_pages(LiveRequest& request, std::int64_t pages);
  bool take_prefix(LiveRequest& request);
  bool take_transferred(const LiveRequest& request);
  [[nodiscard]] bool has_room_for(std::int64_t pages) const;
  void join_batch(std::uint32_t slot);
  bool start_next(double now, std::int64_t& budget);
  void keep_prefix(LiveRequest& request);
  /// Rows of the next step that decode.
  [[nodiscard]] std::int64_t batch_rows() const {
    return std::int64_t{batch_.rows()} * context_.clock.rows_per_sequence();
  }
  [[nodiscard]] double decode_time(std::int64_t steps) const;
  [[nodiscard]] std::int64_t decode_steps_until(double now) const;
  void plan(double now);
  void admit(double now);
  void start_mixed(double now);
  void start_decode(double now);
  void end_mixed(double now);
  void end_decode(double now);
  void advance_decode(double now);
  void advance_batch(std::int64_t steps, double now);
  void produce_first(std::uint32_t slot, double now);
  std::int64_t leave_batch(const DecodeBatch::Member& member);
  void complete(std::uint32_t slot, double now);
  bool make_room();
  void preempt_last();
  void preempt(std::uint32_t slot);
  std::int64_t drop(std::uint32_t slot);
  void stop_span(double now);
  void account(StepSums& sums, StepWork work, double now, std::int64_t steps);
  [[nodiscard]] double counted_seconds(double now) const;

  const ReplicaContext context_;
  RequestQueue queue_;
  std::vector<std::uint32_t> prefilling_;  // in the order of admission
  DecodeBatch batch_;
  PrefixCache prefixes_;
  std::int64_t used_pages_ = 0;  // of running requests, but for their blocks in prefixes_
  std::int64_t watermark_ = 0;
  int sending_ = 0;  // prompts whose caches wait to be sent
  std::int64_t prompt_backlog_ = 0;
  Span span_ = Span::kIdle;
  double begin_ = 0.0;
  double end_ = kNever;
  std::int64_t steps_ = 0;          // of a decode span
  std::int64_t prompt_tokens_ = 0;  // of a mixed step
  StepWork mixed_;
  ReplicaUsage usage_;
};

}  // namespace gigapod
