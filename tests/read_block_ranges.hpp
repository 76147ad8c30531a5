#pragma once

#include "sim/record/block_ranges.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gigapod {

/// Takes a number from the front of the text.
inline std::optional<std::uint32_t> take_number(std::string_view& text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

inline bool take_letter(std::string_view& text, char letter) {
  if (text.empty() || text.front() != letter) return false;
  text.remove_prefix(1);
  return true;
}

/// The blocks of a text of ranges such as `0-15,32`; nothing for a text that `block_ranges_text` would not write for
/// blocks below `end`.
[[nodiscard]] inline std::optional<std::vector<std::uint32_t>> find_block_ranges(std::string_view text,
                                                                                 std::uint32_t end) {
  std::vector<std::uint32_t> blocks;
  const std::string_view all = text;
  while (!text.empty()) {
    const auto first = take_number(text);
    const auto last = take_letter(text, '-') ? take_number(text) : first;
    const bool ascends = first && (blocks.empty() || *first > blocks.back());
    if (!ascends || !last || *last < *first || *last >= end) return std::nullopt;
    for (std::uint32_t block = *first; block <= *last; ++block) blocks.push_back(block);
    if (!take_letter(text, ',') && !text.empty()) return std::nullopt;
  }
  if (block_ranges_text(blocks) != all) return std::nullopt;
  return blocks;
}

}  // namespace gigapod
