#pragma once

#include "sim/base/ids.hpp"

#include <cstdint>

namespace gigapod {

/// Blocks whose ids follow each other.
struct BlockRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  [[nodiscard]] std::uint32_t size() const { return end - begin; }
  [[nodiscard]] bool contains(BlockId block) const { return block.value >= begin && block.value < end; }
};

}  // namespace gigapod
