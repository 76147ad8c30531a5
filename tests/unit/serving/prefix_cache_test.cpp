#include "sim/serving/prefix_cache.hpp"

#include <gtest/gtest.h>

namespace gigapod::testing {
namespace {

using Blocks = std::vector<std::uint64_t>;

KvLayout two_layers() {
  KvLayout layout;
  layout.capacity = 1000;
  layout.global_layers = 2;
  return layout;
}

/// Blocks of 32 tokens: two pages in each of two layers.
constexpr int kBlockTokens = 32;
constexpr std::int64_t kBlockPages = 4;

TEST(PrefixCache, FindsTheBlocksFromTheBeginning) {
  PrefixCache cache(two_layers(), kBlockTokens);
  cache.insert(Blocks{1, 2, 3}, 0);
  EXPECT_EQ(cache.cached_blocks(Blocks{1, 2, 9}), 2u);
  EXPECT_EQ(cache.cached_blocks(Blocks{9, 2, 3}), 0u);
  EXPECT_EQ(cache.pages(), 3 * kBlockPages);
  EXPECT_EQ(cache.evictable_pages(), 0);
}

TEST(PrefixCache, SharesBlocksThatAreThere) {
  PrefixCache cache(two_layers(), kBlockTokens);
  cache.insert(Blocks{1, 2}, 0);
  cache.insert(Blocks{1, 2, 3}, 0);
  EXPECT_EQ(cache.pages(), 3 * kBlockPages);
  cache.release(Blocks{1, 2});
  EXPECT_EQ(cache.evictable_pages(), 0);
  cache.release(Blocks{1, 2, 3});
  EXPECT_EQ(cache.evictable_pages(), 3 * kBlockPages);
}

TEST(PrefixCache, EvictsTheEndOfTheOldestPromptFirst) {
  PrefixCache cache(two_layers(), kBlockTokens);
  cache.insert(Blocks{1, 2}, 0);
  cache.insert(Blocks{7, 8}, 0);
  cache.release(Blocks{1, 2});
  cache.release(Blocks{7, 8});

  cache.evict(1);
  EXPECT_EQ(cache.cached_blocks(Blocks{1, 2}), 1u);
  cache.hold(Blocks{1});
  cache.evict(kBlockPages + 1);
  EXPECT_EQ(cache.cached_blocks(Blocks{7, 8}), 0u);
  EXPECT_EQ(cache.cached_blocks(Blocks{1, 2}), 1u);
  EXPECT_EQ(cache.pages(), kBlockPages);
}

TEST(PrefixCache, ClearsWhatNobodyHolds) {
  PrefixCache cache(two_layers(), kBlockTokens);
  cache.insert(Blocks{1, 2}, 0);
  cache.insert(Blocks{5}, 0);
  cache.release(Blocks{5});
  cache.clear();
  EXPECT_EQ(cache.pages(), 2 * kBlockPages);
}

}  // namespace
}  // namespace gigapod::testing
