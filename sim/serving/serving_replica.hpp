#pragma once

#include "sim/model/serving/step_clock.hpp"
#include "sim/policy/request_router.hpp"
#include "sim/serving/decode_batch.hpp"
#include "sim/serving/live_request.hpp"
#include "sim/serving/replica_usage.hpp"
#include "sim/serving/request_queue.hpp"
#include "sim/serving/serving_log.hpp"
#include "sim/serving/serving_setup.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace gigapod {

/// What all replicas of a run share.
struct ReplicaContext {
  const ReplicaSetup& setup;
  const StepClock& clock;
  KvLayout layout;
  LiveRequests& requests;
  ServingLog& log;
  std::vector<std::uint32_t>& finished;  ///< slots of requests that ended in the last call, not yet free
};

/// One replica: continuous batching with chunked prefill over a paged cache. Times are seconds.
class ServingReplica {
 public:
  static constexpr double kNever = std::numeric_limits<double>::infinity();

  explicit ServingReplica(const ReplicaContext& context);

  /// Takes a request whose cache fits an empty replica.
  void offer(std::uint32_t slot, double now);
  /// When `handle` is due; kNever while there is nothing to do.
  [[nodiscard]] double next_event() const { return end_; }
  /// Ends the steps under way and starts the next; `now` is next_event().
  void handle(double now);

  [[nodiscard]] ReplicaLoad load() const { return {true, queue_.size(), running(), prompt_backlog_}; }
  [[nodiscard]] const ReplicaUsage& usage() const { return usage_; }
  [[nodiscard]] std::int64_t used_pages() const { return used_pages_; }

 private:
  enum class Span {
    kIdle,
    kMixed,  ///< one step with prompt tokens
    kDecode  ///< steps_ steps without
  };
  [[nodiscard]] int running() const { return batch_.rows() + static_cast<int>(prefilling_.size()); }
  [[nodiscard]] std::int64_t free_pages() const { return context_.layout.capacity - used_pages_; }
  [[nodiscard]] double decode_time(std::int64_t steps) const;
  [[nodiscard]] std::int64_t decode_steps_until(double now) const;
  void plan(double now);
  void admit(double now);
  void start_mixed(double now);
  void start_decode(double now);
  void end_mixed(double now);
  void end_decode(double now);
  void advance_batch(std::int64_t steps, double now);
  void produce_first(std::uint32_t slot, double now);
  void leave_batch(const DecodeBatch::Member& member, double now);
  void complete(std::uint32_t slot, double now);
  bool make_room();
  void preempt_last();
  void preempt(std::uint32_t slot);
  void account(StepSums& sums, const StepWork& work, double seconds, std::int64_t steps);

  const ReplicaContext context_;
  RequestQueue queue_;
  std::vector<std::uint32_t> prefilling_;  // in the order of admission
  DecodeBatch batch_;
  std::int64_t used_pages_ = 0;
  std::int64_t watermark_ = 0;
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
