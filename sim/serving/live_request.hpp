#pragma once

#include "sim/serving/request.hpp"

#include <cstdint>
#include <vector>

namespace gigapod {

/// A request in the system. Times are seconds.
struct LiveRequest {
  std::uint32_t index = 0;  ///< in the trace: also the order of arrival
  std::int32_t prompt_tokens = 0;
  std::int32_t output_tokens = 0;
  std::int32_t tenant = 0;
  double rank = 0.0;  ///< of the scheduler
  double arrival = 0.0;
  double started = -1.0;        ///< first taken from the queue; negative: not yet
  double first_token = -1.0;    ///< negative: not yet
  std::int32_t produced = 0;    ///< output tokens
  std::int32_t prefilled = 0;   ///< tokens in the cache since it was last started
  std::int32_t cached = 0;      ///< of these, found in the prefix cache when it was last started
  std::uint32_t held = 0;       ///< blocks that it holds there
  bool is_transferred = false;  ///< its cache has come from a prefill replica: it starts with decode
  std::int32_t preemptions = 0;
  std::int32_t replica = 0;

  /// Tokens to compute before the next one is produced: the prompt and, after a preemption, what was produced.
  [[nodiscard]] std::int64_t to_prefill() const { return prompt_tokens + produced; }
  /// The same for one that waits.
  [[nodiscard]] std::int64_t backlog() const { return is_transferred ? 0 : to_prefill(); }
};

/// The requests in the system, each in a slot that is used again.
class LiveRequests {
 public:
  [[nodiscard]] std::uint32_t add(const LiveRequest& request) {
    if (free_.empty()) {
      slots_.push_back(request);
      return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    slots_[slot] = request;
    return slot;
  }
  void remove(std::uint32_t slot) { free_.push_back(slot); }
  [[nodiscard]] LiveRequest& operator[](std::uint32_t slot) { return slots_[slot]; }
  [[nodiscard]] const LiveRequest& operator[](std::uint32_t slot) const { return slots_[slot]; }

 private:
  std::vector<LiveRequest> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace gigapod
