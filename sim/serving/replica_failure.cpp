// A replica that fails or is drained: what it gives up.

#include "sim/serving/serving_replica.hpp"

#include <algorithm>

namespace gigapod {

std::vector<std::uint32_t> ServingReplica::take_waiting() {
  std::vector<std::uint32_t> slots = queue_.take_all();
  for (const std::uint32_t slot : slots) {
    LiveRequest& request = context_.requests[slot];
    prompt_backlog_ -= request.backlog();
    if (request.is_transferred) context_.log.lose(request.prefilled);  // the cache came here
    request.is_transferred = false;
  }
  std::sort(slots.begin(), slots.end(), [&](std::uint32_t a, std::uint32_t b) {
    return context_.requests[a].index < context_.requests[b].index;
  });
  return slots;
}

/// Ends the span at `now`: steps that are whole count, the one under way is time for nothing.
void ServingReplica::stop_span(double now) {
  if (span_ == Span::kMixed) account(usage_.prefill, {}, now - begin_, 0);
  if (span_ == Span::kDecode) {
    std::int64_t whole = decode_steps_until(now);
    while (whole > 0 && begin_ + decode_time(whole) > now) --whole;
    steps_ = std::min(whole, steps_);
    advance_decode(now);
  }
  span_ = Span::kIdle;
  end_ = kNever;
}

std::vector<std::uint32_t> ServingReplica::fail(double now) {
  stop_span(now);
  std::vector<std::uint32_t> slots = prefilling_;
  for (const DecodeBatch::Member& member : batch_.members()) slots.push_back(member.slot);
  for (const std::uint32_t slot : slots) context_.log.lose(drop(slot));
  prefixes_.clear();
  const std::vector<std::uint32_t> waiting = take_waiting();
  slots.insert(slots.end(), waiting.begin(), waiting.end());
  std::sort(slots.begin(), slots.end(), [&](std::uint32_t a, std::uint32_t b) {
    return context_.requests[a].index < context_.requests[b].index;
  });
  return slots;
}

}  // namespace gigapod
