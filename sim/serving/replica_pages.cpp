// The cache of a replica: pages that requests have for themselves, and prompt blocks that they share. The blocks of a
// prompt that other requests have left are found when it starts and are not computed again, but for its last token,
// without which there is no first one. When its prompt is in the cache, its whole blocks go to the shared ones; a
// block that another request has put there meanwhile is used instead of its own.

#include "sim/base/check.hpp"
#include "sim/serving/serving_replica.hpp"

#include <algorithm>

namespace gigapod {

PrefixCache::Hashes ServingReplica::prefix_of(const Request& request) const {
  if (prefixes_.block_tokens() == 0) return {};
  const auto blocks = static_cast<std::uint32_t>(request.prompt_tokens / prefixes_.block_tokens());
  return context_.trace.hashes_of(request).first(std::min(request.hashes, blocks));
}

PrefixCache::Hashes ServingReplica::held_by(const LiveRequest& request) const {
  return context_.trace.hashes_of(context_.trace.requests[request.index]).first(request.held);
}

int ServingReplica::cached_tokens(const Request& request) const {
  return static_cast<int>(prefixes_.cached_blocks(prefix_of(request))) * prefixes_.block_tokens();
}

/// Pages of a running request beside its shared blocks.
std::int64_t ServingReplica::own_pages(const LiveRequest& request, std::int64_t tokens) const {
  return context_.layout.pages(tokens) - context_.layout.pages(std::int64_t{request.held} * prefixes_.block_tokens());
}

/// Takes pages, of which there are enough free, from prefixes that nobody holds when need be.
void ServingReplica::take_pages(std::int64_t pages) {
  used_pages_ += pages;
  const std::int64_t over = used_pages_ + prefixes_.pages() - context_.layout.capacity;
  if (over > 0) prefixes_.evict(over);
  usage_.peak_pages = std::max(usage_.peak_pages, context_.layout.capacity - free_pages());
}

/// Gives back all pages of a request, which has that many with those that it shares.
void ServingReplica::give_pages(LiveRequest& request, std::int64_t pages) {
  used_pages_ -= pages - context_.layout.pages(std::int64_t{request.held} * prefixes_.block_tokens());
  if (request.held == 0) return;
  prefixes_.release(held_by(request));
  request.held = 0;
}

/// Whether a request that starts may take so many pages: beside others it leaves room for their next step and the
/// watermark.
bool ServingReplica::has_room_for(std::int64_t pages) const {
  const bool is_alone = running() == 0 && sending_ == 0;
  return is_alone || pages + batch_.pages_needed(1) + watermark_ <= free_pages();
}

/// Gives a request whose cache has come the pages of its prompt; false when there are not enough.
bool ServingReplica::take_transferred(const LiveRequest& request) {
  const std::int64_t pages = context_.layout.pages(request.prefilled);
  if (!has_room_for(pages)) return false;
  take_pages(pages);
  return true;
}

/// Gives a request that starts the pages of its prompt, as far as they are not in the prefix cache; false when there
/// are not enough.
bool ServingReplica::take_prefix(LiveRequest& request) {
  const PrefixCache::Hashes hashes = prefix_of(context_.trace.requests[request.index]);
  std::size_t blocks = hashes.empty() ? 0 : prefixes_.cached_blocks(hashes);
  if (blocks > 0 && static_cast<std::int64_t>(blocks) * prefixes_.block_tokens() >= request.to_prefill()) --blocks;
  request.held = static_cast<std::uint32_t>(blocks);
  if (blocks > 0) prefixes_.hold(hashes.first(blocks));
  const std::int64_t pages = own_pages(request, request.to_prefill());
  if (!has_room_for(pages)) {
    if (blocks > 0) prefixes_.release(hashes.first(blocks));
    request.held = 0;
    return false;
  }
  take_pages(pages);
  request.prefilled = static_cast<std::int32_t>(blocks) * prefixes_.block_tokens();
  request.cached = request.prefilled;
  prompt_backlog_ -= request.cached;
  context_.log.hit(request.cached);
  return true;
}

/// Shares the whole blocks of a prompt that is in the cache now.
void ServingReplica::keep_prefix(LiveRequest& request) {
  const PrefixCache::Hashes hashes = prefix_of(context_.trace.requests[request.index]);
  if (hashes.size() <= request.held) return;
  const std::int64_t before = own_pages(request, request.prefilled);
  prefixes_.insert(hashes, request.held);
  request.held = static_cast<std::uint32_t>(hashes.size());
  used_pages_ -= before - own_pages(request, request.prefilled);
}

}  // namespace gigapod
