#include "sim/record/block_ranges.hpp"

#include <fmt/format.h>

#include <iterator>

namespace gigapod {

std::string block_ranges_text(std::span<const std::uint32_t> blocks) {
  std::string text;
  for (std::size_t first = 0; first < blocks.size();) {
    std::size_t last = first;
    while (last + 1 < blocks.size() && blocks[last + 1] == blocks[last] + 1) ++last;
    fmt::format_to(std::back_inserter(text), "{}{}", first == 0 ? "" : ",", blocks[first]);
    if (last > first) fmt::format_to(std::back_inserter(text), "-{}", blocks[last]);
    first = last + 1;
  }
  return text;
}

}  // namespace gigapod
