#include "sim/serving/prefix_cache.hpp"

#include "sim/base/check.hpp"

namespace gigapod {

PrefixCache::PrefixCache(const KvLayout& layout, int block_tokens) : layout_(layout), block_tokens_(block_tokens) {}

std::size_t PrefixCache::cached_blocks(Hashes hashes) const {
  std::size_t count = 0;
  while (count < hashes.size() && by_hash_.contains(hashes[count])) ++count;
  return count;
}

void PrefixCache::unlink(const Entry& entry) {
  (entry.before == kNone ? oldest_ : entries_[entry.before].after) = entry.after;
  (entry.after == kNone ? newest_ : entries_[entry.after].before) = entry.before;
}

void PrefixCache::append(std::uint32_t index) {
  entries_[index].before = newest_;
  entries_[index].after = kNone;
  (newest_ == kNone ? oldest_ : entries_[newest_].after) = index;
  newest_ = index;
}

void PrefixCache::hold(Entry& entry) {
  if (entry.holders++ > 0) return;
  evictable_pages_ -= entry.pages;
  unlink(entry);
}

void PrefixCache::hold(Hashes hashes) {
  for (const std::uint64_t hash : hashes) hold(entries_[by_hash_.at(hash)]);
}

void PrefixCache::add(std::uint64_t hash, std::size_t block) {
  std::uint32_t index = static_cast<std::uint32_t>(entries_.size());
  if (free_.empty()) {
    entries_.emplace_back();
  } else {
    index = free_.back();
    free_.pop_back();
  }
  const auto tokens = static_cast<std::int64_t>(block) * block_tokens_;
  entries_[index] = {
      .hash = hash, .pages = layout_.pages(tokens + block_tokens_) - layout_.pages(tokens), .holders = 1};
  pages_ += entries_[index].pages;
  by_hash_.emplace(hash, index);
}

void PrefixCache::insert(Hashes hashes, std::size_t first) {
  for (std::size_t block = first; block < hashes.size(); ++block) {
    const auto found = by_hash_.find(hashes[block]);
    if (found == by_hash_.end()) {
      add(hashes[block], block);
    } else {
      hold(entries_[found->second]);
    }
  }
}

void PrefixCache::release(Hashes hashes) {
  for (std::size_t block = hashes.size(); block-- > 0;) {
    const std::uint32_t index = by_hash_.at(hashes[block]);
    Entry& entry = entries_[index];
    if (--entry.holders > 0) continue;
    evictable_pages_ += entry.pages;
    append(index);
  }
}

void PrefixCache::evict(std::int64_t pages) {
  GIGAPOD_CHECK(pages <= evictable_pages_, "only blocks that nobody holds can be evicted");
  while (pages > 0) {
    const std::uint32_t index = oldest_;
    const Entry entry = entries_[index];
    unlink(entry);
    by_hash_.erase(entry.hash);
    free_.push_back(index);
    pages_ -= entry.pages;
    evictable_pages_ -= entry.pages;
    pages -= entry.pages;
  }
}

}  // namespace gigapod
