#include "sim/record/block_ranges.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

namespace gigapod {
namespace {

/// Takes a number from the front of the text.
std::optional<std::uint32_t> take_number(std::string_view& text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take_letter(std::string_view& text, char letter) {
  if (text.empty() || text.front() != letter) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

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

std::optional<std::vector<std::uint32_t>> find_block_ranges(std::string_view text, std::uint32_t end) {
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
