#include "sim/record/block_ranges.hpp"

#include "sim/base/random.hpp"
#include "tests/read_block_ranges.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gigapod {
namespace {

using Blocks = std::vector<std::uint32_t>;

TEST(BlockRanges, WriteNeighboursAsOneRange) {
  EXPECT_EQ(block_ranges_text(Blocks{}), "");
  EXPECT_EQ(block_ranges_text(Blocks{7}), "7");
  EXPECT_EQ(block_ranges_text(Blocks{0, 1}), "0-1");
  EXPECT_EQ(block_ranges_text(Blocks{0, 1, 2, 32, 140, 141, 143}), "0-2,32,140-141,143");
}

TEST(BlockRanges, ReadBackWhatWasWrittenForRandomSets) {
  RandomStream random = RandomStreams(7).stream("blocks");
  for (int trial = 0; trial < 2000; ++trial) {
    const double density = random.uniform();
    Blocks blocks;
    for (std::uint32_t block = 0; block < 144; ++block) {
      if (random.uniform() < density) blocks.push_back(block);
    }

    const auto read = find_block_ranges(block_ranges_text(blocks), 144);

    ASSERT_TRUE(read.has_value()) << block_ranges_text(blocks);
    ASSERT_EQ(*read, blocks);
  }
}

TEST(BlockRanges, AreNothingForAnyOtherText) {
  for (const char* text : {"x", "1,", ",1", "1-", "-1", "2-1", "1-1", "1,2", "1,1", "2,1", "1 ,3", "01", "144",
                           "0-144", "4294967296", "1-2-3", "1;3"}) {
    EXPECT_FALSE(find_block_ranges(text, 144).has_value()) << text;
  }
}

}  // namespace
}  // namespace gigapod
