// What a replica does when its next step lacks pages: the request that the scheduler would start last goes back to
// the queue, as often as it takes.

#include "sim/base/check.hpp"
#include "sim/serving/serving_replica.hpp"

#include <algorithm>

namespace gigapod {

/// Makes sure that the next step of the batch has its pages; false when that took a preemption.
bool ServingReplica::make_room() {
  bool has_room = true;
  while (batch_.pages_needed(1) > free_pages()) {
    preempt_last();
    has_room = false;
  }
  return has_room;
}

/// Sends the running request that would start last back to the queue.
void ServingReplica::preempt_last() {
  GIGAPOD_CHECK(running() > 1, "a request that runs alone must fit the cache");
  const LiveRequests& requests = context_.requests;
  std::uint32_t last = prefilling_.empty() ? batch_.members().front().slot : prefilling_.back();
  const auto is_later = [&](std::uint32_t slot) {
    const LiveRequest& a = requests[slot];
    const LiveRequest& b = requests[last];
    return a.rank != b.rank ? a.rank > b.rank : a.index > b.index;
  };
  for (const DecodeBatch::Member& member : batch_.members()) last = is_later(member.slot) ? member.slot : last;
  for (const std::uint32_t slot : prefilling_) last = is_later(slot) ? slot : last;
  preempt(last);
}

void ServingReplica::preempt(std::uint32_t slot) {
  const std::int64_t lost = drop(slot);
  LiveRequest& request = context_.requests[slot];
  ++request.preemptions;
  context_.log.preempt(lost);
  prompt_backlog_ += request.to_prefill();
  queue_.push(slot, batch_.tokens_at(batch_.step()));
}

/// Takes a running request out; returns the tokens that it had in the cache.
std::int64_t ServingReplica::drop(std::uint32_t slot) {
  const auto found = std::find(prefilling_.begin(), prefilling_.end(), slot);
  if (found == prefilling_.end()) return leave_batch(batch_.remove(slot));
  LiveRequest& request = context_.requests[slot];
  prefilling_.erase(found);
  prompt_backlog_ -= request.to_prefill() - request.prefilled;
  give_pages(request, context_.layout.pages(request.to_prefill()));
  return request.prefilled;
}

}  // namespace gigapod
