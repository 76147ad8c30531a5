#pragma once

#include "sim/serving/kv_layout.hpp"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace gigapod {

/// Prompt blocks that a replica keeps for requests that begin alike. A hash names its block and all before it, so
/// that the cached blocks of a prompt are a chain from its beginning. Blocks that no running request holds stay until
/// their pages are needed; the one unused for longest goes first, of one request the last block.
class PrefixCache {
 public:
  /// `block_tokens`: of one hash, whole pages; 0: there are no hashes.
  PrefixCache(const KvLayout& layout, int block_tokens);

  using Hashes = std::span<const std::uint64_t>;

  /// Blocks at the beginning of the prompt that are in the cache.
  [[nodiscard]] std::size_t cached_blocks(Hashes hashes) const;
  /// Keeps blocks, all in the cache, from being evicted.
  void hold(Hashes hashes);
  /// Puts the blocks from number `first` on in, held; those that are there already are shared. `first` are held
  /// before.
  void insert(Hashes hashes, std::size_t first);
  /// Gives up what `hold` and `insert` held.
  void release(Hashes hashes);
  /// Drops blocks that nobody holds until at least that many pages are free; no more than `evictable_pages`.
  void evict(std::int64_t pages);
  /// Drops everything that nobody holds.
  void clear() { evict(evictable_pages_); }

  [[nodiscard]] std::int64_t pages() const { return pages_; }
  [[nodiscard]] std::int64_t evictable_pages() const { return evictable_pages_; }
  [[nodiscard]] int block_tokens() const { return block_tokens_; }

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;
  struct Entry {
    std::uint64_t hash = 0;
    std::int64_t pages = 0;
    std::int32_t holders = 0;
    std::uint32_t before = kNone;  // in the order of release, while nobody holds it
    std::uint32_t after = kNone;
  };
  void hold(Entry& entry);
  void append(std::uint32_t index);
  void unlink(const Entry& entry);
  void add(std::uint64_t hash, std::size_t block);

  KvLayout layout_;
  int block_tokens_ = 0;
  std::int64_t pages_ = 0;
  std::int64_t evictable_pages_ = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> by_hash_;  // never walked through: its order is not ours
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> free_;
  std::uint32_t oldest_ = kNone;
  std::uint32_t newest_ = kNone;
};

}  // namespace gigapod
